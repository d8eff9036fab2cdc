/** What of WebAssembly is used here: TypeScript declares it for browsers only. */
declare namespace WebAssembly {
  class Memory {
    constructor(descriptor: {initial: number; maximum: number; shared: boolean});
    readonly buffer: SharedArrayBuffer;
    /** @throws RangeError where there is no memory left */
    grow(pages: number): number;
  }
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: Module, imports: {env: {memory: Memory}});
    readonly exports: Readonly<Record<string, unknown>>;
  }
}
