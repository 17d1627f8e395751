/** Compiled machine code, without memory: may be sent to other threads. */
export interface CompiledModule {
  readonly [compiledModule]: true;
}

declare const compiledModule: unique symbol;

/** The part of WebAssembly's JavaScript interface that is used here. */
interface WebAssemblyInterface {
  compile(bytes: Uint8Array): Promise<CompiledModule>;
  readonly Instance: new (module: CompiledModule, imports: object) => object;
}

/** Node has WebAssembly, but its types leave it to those of the browser. */
export const webAssembly = (globalThis as unknown as { readonly WebAssembly: WebAssemblyInterface }).WebAssembly;
