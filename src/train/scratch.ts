/** Memory that is used again: pages that are fresh cost more than what is written into them. */
export class Scratch {
  readonly #floats = new Map<string, Float32Array>();
  readonly #integers = new Map<string, Int32Array>();

  /** So many numbers, the first of them as they were left; what was given out under this name before is over. */
  floats(name: string, length: number): Float32Array {
    const held = this.#floats.get(name);
    const enough = held && held.length >= length ? held : new Float32Array(length);
    this.#floats.set(name, enough);
    return enough.subarray(0, length);
  }

  integers(name: string, length: number): Int32Array {
    const held = this.#integers.get(name);
    const enough = held && held.length >= length ? held : new Int32Array(length);
    this.#integers.set(name, enough);
    return enough.subarray(0, length);
  }
}
