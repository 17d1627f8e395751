import { hashLabel } from './label-hash.js';
import type { Rng, RngPosition } from './rng.js';
import { type StreamRows, vectorRows } from './stream-rows.js';
import { threefryBlocks, wordsPerBlock } from './threefry.js';
import { tailStart, ziggurat } from './ziggurat.js';

/** Blocks computed at once: few for a stream that draws little, more each time it comes back. */
const firstBlockCount = 4;
const lastBlockCount = 64;

/** Last word of the counters that give the keys of split streams. Draws would need 2⁹⁶ blocks to reach it. */
const splitDomain = 0x53504c54;

const { edges, heights } = ziggurat;

/**
 * Threefry-4x32-20 as a stream. The key is the address, the counter the position: two streams never meet, and a stream can be
 * restored at any position for the price of one block.
 *
 * @remarks Some 1 kB for each stream that draws. A normal takes two words in 98.5 % of cases. Normals use Math.exp and Math.log,
 *   which a JavaScript engine brings along: equal on every machine with one engine, perhaps not in the last bit with another.
 */
export class RandomStream implements Rng {
  readonly #key: Int32Array;
  /** Counter of the first block in `#words`. */
  readonly #counter: Int32Array;
  #words: Int32Array = new Int32Array(0);
  #next = 0;

  constructor(key: Int32Array, counter: Int32Array) {
    this.#key = key;
    this.#counter = counter;
  }

  get position(): RngPosition {
    const counter = Int32Array.from(this.#counter);
    advance(counter, Math.floor(this.#next / wordsPerBlock));
    return { key: unsigned(this.#key), counter: unsigned(counter), used: this.#next % wordsPerBlock };
  }

  uint32(): number {
    return this.#word() >>> 0;
  }

  uniform(): number {
    const high = this.#word();
    return uniformOf(high, this.#word());
  }

  /** Lemire's method: the high word of word · bound, redrawn in the few cases that would favour some results. */
  integer(bound: number): number {
    if (!(Number.isInteger(bound) && bound >= 1 && bound <= 2 ** 32)) {
      throw new RangeError(`bound of a random integer is ${bound}; allowed are the integers from 1 to 2^32`);
    }
    let word = this.#word() >>> 0;
    let low = Math.imul(word, bound) >>> 0;
    if (low < bound) {
      const threshold = (2 ** 32 - bound) % bound;
      while (low < threshold) {
        word = this.#word() >>> 0;
        low = Math.imul(word, bound) >>> 0;
      }
    }
    // The product has up to 64 bits, of which a double keeps 53: rounded to the nearest integer, the high word is still exact.
    return ((word * bound - low) * 2 ** -32 + 0.5) >>> 0;
  }

  normal(): number {
    for (;;) {
      const low = this.#word();
      const layer = low & 255;
      const x = fractionOf(low, this.#word()) * edges[layer]!;
      if (Math.abs(x) < edges[layer + 1]!) return x;
      if (layer === 0) return x < 0 ? -this.#tail() : this.#tail();
      const base = heights[layer]!;
      if (base + this.uniform() * (heights[layer + 1]! - base) < Math.exp(-0.5 * x * x)) return x;
    }
  }

  /** The numbers that `uniform` would give one by one: this only keeps the buffer in local variables. */
  fillUniform(out: Float64Array): void {
    let words = this.#words;
    let next = this.#next;
    for (let i = 0; i < out.length; i++) {
      if (next + 2 > words.length) {
        this.#next = next;
        out[i] = this.uniform();
        words = this.#words;
        next = this.#next;
      } else {
        out[i] = uniformOf(words[next]!, words[next + 1]!);
        next += 2;
      }
    }
    this.#next = next;
  }

  fillNormal(out: Float64Array): void {
    this.fillNormalRange(out, 0, out.length);
  }

  fillNormalRows(out: Float64Array, width: number): void {
    streamRows(width).fillNormals(this.#rowKeys(out.length, width), out, width);
  }

  fillUniformRows(out: Float64Array, width: number): void {
    streamRows(width).fillUniforms(this.#rowKeys(out.length, width), out, width);
  }

  fillWordRows(out: Uint32Array, width: number): void {
    streamRows(width).fillWords(this.#rowKeys(out.length, width), out, width);
  }

  split(label: number): Rng {
    const key = new Int32Array(wordsPerBlock);
    threefryBlocks(this.#key, splitCounter(label), key, 1);
    return new RandomStream(key, new Int32Array(wordsPerBlock));
  }

  /** Keys of the streams below this one with the labels 0 … rows − 1, for `length` numbers in rows of `width`. */
  #rowKeys(length: number, width: number): Int32Array {
    const keys = new Int32Array(wordsPerBlock * rowsOf(length, width));
    threefryBlocks(this.#key, splitCounter(0), keys, keys.length / wordsPerBlock);
    return keys;
  }

  /** Puts the stream at the start of another address, with buffers for `blockCount` blocks. */
  restart(keys: Int32Array, row: number, words: Int32Array): void {
    for (let i = 0; i < wordsPerBlock; i++) this.#key[i] = keys[row * wordsPerBlock + i]!;
    this.#counter.fill(0);
    this.#words = words;
    threefryBlocks(this.#key, this.#counter, words, words.length / wordsPerBlock);
    this.#next = 0;
  }

  /**
   * out[from] … out[to − 1] as `normal` would give them one by one. What falls outside the rectangles is left to `normal`, from
   * the same words.
   */
  fillNormalRange(out: Float64Array, from: number, to: number): void {
    let words = this.#words;
    let next = this.#next;
    for (let i = from; i < to; i++) {
      if (next + 2 <= words.length) {
        const low = words[next]!;
        const layer = low & 255;
        const x = fractionOf(low, words[next + 1]!) * edges[layer]!;
        if (Math.abs(x) < edges[layer + 1]!) {
          out[i] = x;
          next += 2;
          continue;
        }
      }
      this.#next = next;
      out[i] = this.normal();
      words = this.#words;
      next = this.#next;
    }
    this.#next = next;
  }

  /** A normal beyond the last edge, by Marsaglia's exponential rejection. */
  #tail(): number {
    for (;;) {
      const beyond = -Math.log(1 - this.uniform()) / tailStart;
      const exponential = -Math.log(1 - this.uniform());
      if (2 * exponential >= beyond * beyond) return tailStart + beyond;
    }
  }

  #word(): number {
    if (this.#next === this.#words.length) this.#refill();
    return this.#words[this.#next++]!;
  }

  #refill(): void {
    const blockCount = this.#words.length / wordsPerBlock;
    advance(this.#counter, blockCount);
    if (blockCount < lastBlockCount) {
      this.#words = new Int32Array(wordsPerBlock * (blockCount === 0 ? firstBlockCount : 4 * blockCount));
    }
    threefryBlocks(this.#key, this.#counter, this.#words, this.#words.length / wordsPerBlock);
    this.#next = 0;
  }

  /** Passes over the words of the current block that were used before the position was taken. */
  skipWords(count: number): void {
    for (let i = 0; i < count; i++) this.#word();
  }
}

/**
 * The root stream of a piece of work.
 *
 * @param seed - A safe integer ≥ 0; all of its 53 bits matter.
 * @param label - What the stream is for, such as the name of a step. Its 64-bit hash is part of the address.
 * @throws {RangeError} The seed is no safe integer ≥ 0.
 * @see Salmon, Moraes, Dror & Shaw, SC'11, for streams by key and counter.
 */
export function randomStream(seed: number, label: string): Rng {
  const [low, high] = halves(seed, 'seed');
  const hash = hashLabel(label);
  return new RandomStream(Int32Array.of(low, high, hash.low, hash.high), new Int32Array(wordsPerBlock));
}

/**
 * The counter by which a stream makes the key of the stream below it with a label.
 * @throws {RangeError} The label is no safe integer ≥ 0.
 */
export function splitCounter(label: number): Int32Array {
  const [low, high] = halves(label, 'label of a split');
  return Int32Array.of(low, high, 0, splitDomain);
}

/** Rows of `width` in `length` numbers. @throws {RangeError} They do not divide. */
export function rowsOf(length: number, width: number): number {
  const rows = length / width;
  if (Number.isInteger(rows)) return rows;
  throw new RangeError(`${length} numbers are no rows of ${width}`);
}

/** The streams one after the other: for hosts that have no vectors, and for rows that do not fit them. */
export const plainRows: StreamRows = {
  splitKeys: (keys, counter) => {
    const parent = new Int32Array(wordsPerBlock);
    const key = new Int32Array(wordsPerBlock);
    for (let at = 0; at < keys.length; at += wordsPerBlock) {
      for (let word = 0; word < wordsPerBlock; word++) parent[word] = keys[at + word]!;
      threefryBlocks(parent, counter, key, 1);
      for (let word = 0; word < wordsPerBlock; word++) keys[at + word] = key[word]!;
    }
  },
  fillNormals: (keys, out, width) => {
    const stream = new RandomStream(new Int32Array(wordsPerBlock), new Int32Array(wordsPerBlock));
    const words = new Int32Array(wordsPerBlock * Math.ceil((2 * width) / wordsPerBlock));
    for (let row = 0, i = 0; i < out.length; row++, i += width) {
      stream.restart(keys, row, words);
      stream.fillNormalRange(out, i, i + width);
    }
  },
  fillUniforms: (keys, out, width) => {
    const words = new Int32Array(wordsPerBlock * Math.ceil((2 * width) / wordsPerBlock));
    const counter = new Int32Array(wordsPerBlock);
    for (let row = 0, i = 0; i < out.length; row++) {
      threefryBlocks(keys.subarray(row * wordsPerBlock), counter, words, words.length / wordsPerBlock);
      for (let j = 0; j < width; j++, i++) out[i] = uniformOf(words[2 * j]!, words[2 * j + 1]!);
    }
  },
  fillWords: (keys, out, width) => {
    const words = new Int32Array(wordsPerBlock * Math.ceil(width / wordsPerBlock));
    const counter = new Int32Array(wordsPerBlock);
    for (let row = 0, i = 0; i < out.length; row++, i += width) {
      threefryBlocks(keys.subarray(row * wordsPerBlock), counter, words, words.length / wordsPerBlock);
      for (let j = 0; j < width; j++) out[i + j] = words[j]!;
    }
  },
};

/** The fastest way to rows of that width. */
export function streamRows(width = 1): StreamRows {
  return vectorRows(width) ?? plainRows;
}

/** The stream that stood at `position`; it goes on byte for byte. */
export function fromPosition(position: RngPosition): Rng {
  const stream = new RandomStream(Int32Array.from(position.key), Int32Array.from(position.counter));
  stream.skipWords(position.used);
  return stream;
}

/** Uniform on [0, 1): 27 bits of one word above 26 of the other. */
function uniformOf(high: number, low: number): number {
  return ((high >>> 5) * 2 ** 26 + (low >>> 6)) * 2 ** -53;
}

/** Uniform on (−1, 1) with 53 bits, symmetric about 0 and never 0. Leaves the low eight bits of `low` to choose a layer. */
function fractionOf(low: number, high: number): number {
  return (high * 2 ** 21 + (low >>> 11) + 0.5) * 2 ** -52;
}

/** Low 32 and high 21 bits of a safe integer ≥ 0. */
function halves(value: number, what: string): [low: number, high: number] {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`${what} is ${value}; allowed are the integers from 0 to 2^53 - 1`);
  }
  return [value | 0, Math.floor(value / 2 ** 32)];
}

/** Adds `blockCount` to a little-endian 128-bit counter. */
function advance(counter: Int32Array, blockCount: number): void {
  let carry = blockCount;
  for (let word = 0; word < wordsPerBlock && carry > 0; word++) {
    const sum = (counter[word]! >>> 0) + carry;
    counter[word] = sum;
    carry = Math.floor(sum / 2 ** 32);
  }
}

function unsigned(words: Int32Array): [number, number, number, number] {
  return [words[0]! >>> 0, words[1]! >>> 0, words[2]! >>> 0, words[3]! >>> 0];
}
