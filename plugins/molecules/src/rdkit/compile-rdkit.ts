import { readFile } from 'node:fs/promises';
import { type CompiledModule, webAssembly } from './web-assembly.js';

/**
 * Compiles RDKit's WebAssembly, about 50 ms. One compiled module serves any number of threads and instances, and
 * shares the machine code that the engine optimises meanwhile.
 */
export async function compileRdkit(): Promise<CompiledModule> {
  return webAssembly.compile(await readFile(new URL(import.meta.resolve('@rdkit/rdkit/RDKit_minimal.wasm'))));
}
