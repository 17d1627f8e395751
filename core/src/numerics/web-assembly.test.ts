import { afterEach, describe, expect, it, vi } from 'vitest';
import { type WasmExports, wasmModule } from './web-assembly.js';

/** A module of one page of memory, by hand: magic, version, section 5 (one memory of 1 page), section 7 (it is 'memory'). */
const oneMemory = btoa(
  String.fromCharCode(0, 97, 115, 109, 1, 0, 0, 0, 5, 3, 1, 0, 1, 7, 10, 1, 6, ...bytes('memory'), 2, 0),
);

function bytes(text: string): number[] {
  return [...text].map((letter) => letter.charCodeAt(0));
}

afterEach(() => vi.unstubAllGlobals());

describe('wasmModule', () => {
  it('instantiates once, when first asked for', () => {
    const load = wasmModule<WasmExports>(oneMemory);
    const module = load();
    expect(module?.memory.buffer.byteLength).toBe(65_536);
    expect(load()).toBe(module);
  });

  it('gives nothing where the host has no WebAssembly', () => {
    vi.stubGlobal('WebAssembly', undefined);
    expect(wasmModule(oneMemory)()).toBeUndefined();
  });

  it('gives nothing where the engine refuses the module, as without vectors or by a policy', () => {
    expect(wasmModule(btoa('no module'))()).toBeUndefined();
  });
});
