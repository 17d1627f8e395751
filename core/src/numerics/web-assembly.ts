/** What the modules of core/assembly export besides their functions. */
export interface WasmExports {
  readonly memory: { readonly buffer: ArrayBuffer };
}

/** The part of the standard interface that is used here: it belongs to hosts, not to the language, so the compiler's library lacks it. */
interface WasmHost {
  readonly WebAssembly?: {
    readonly Module: new (bytes: Uint8Array) => object;
    readonly Instance: new (module: object, imports: WasmImports) => { readonly exports: unknown };
  };
  atob(text: string): string;
}

type WasmImports = Readonly<Record<string, Readonly<Record<string, (x: number) => number>>>>;

/**
 * A module that is compiled and instantiated when first asked for, in this turn: they are a few kilobytes.
 *
 * @param binary - In base 64.
 * @returns Gives undefined where WebAssembly or its vectors are missing, or not allowed.
 */
export function wasmModule<E extends WasmExports>(binary: string, imports: WasmImports = {}): () => E | undefined {
  let found: { readonly exports: E | undefined } | undefined;
  return () => {
    found ??= { exports: instantiated<E>(binary, imports) };
    return found.exports;
  };
}

function instantiated<E>(binary: string, imports: WasmImports): E | undefined {
  // A host's globals are not in the library of the language.
  const { WebAssembly, atob } = globalThis as unknown as WasmHost;
  if (WebAssembly === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(atob(binary), (letter) => letter.charCodeAt(0));
    // The exports are those of the source that the binary was made from.
    return new WebAssembly.Instance(new WebAssembly.Module(bytes), imports).exports as E;
  } catch {
    // An engine without vectors, or a page whose policy forbids to compile: the TypeScript twins run.
    return undefined;
  }
}
