import { streamRowsBinary } from './stream-rows-binary.js';
import { wordsPerBlock } from './threefry.js';
import { type WasmExports, wasmModule } from './web-assembly.js';
import { ziggurat } from './ziggurat.js';

/** Draws of many streams at once, each from the beginning of its stream: row r has row r of `keys` [rows, 4] as its key. */
export interface StreamRows {
  /** Puts the block of `counter` under each key in the key's place. */
  splitKeys(keys: Int32Array, counter: Int32Array): void;
  /** What `normal` of each row's stream gives, `width` times. */
  fillNormals(keys: Int32Array, out: Float64Array, width: number): void;
  fillUniforms(keys: Int32Array, out: Float64Array, width: number): void;
  fillWords(keys: Int32Array, out: Uint32Array, width: number): void;
}

/** A filler of the module: groups of four rows, and addresses of their keys, of room for words, and of the result. */
type Fill = (groups: number, keys: number, words: number, out: number, width: number) => void;

interface StreamRowsExports extends WasmExports {
  readonly freeMemory: { readonly value: number };
  splitKeys(groups: number, keys: number, c0: number, c1: number, c2: number, c3: number): void;
  readonly fillNormals: Fill;
  readonly fillUniforms: Fill;
  readonly fillWords: Fill;
}

const load = wasmModule<StreamRowsExports>(streamRowsBinary, { math: { exp: Math.exp, log: Math.log } });

/** Rows of a group, side by side in one vector. */
const groupSize = 4;
/** So many rows at once stay in the nearest cache. */
const mostRows = 256;
/** Bytes of a key, and of a block. */
const blockBytes = 4 * wordsPerBlock;

let loaded: VectorRows | undefined;

/** The vectorised rows; undefined where the host has none, or where a single row of that width does not fit their memory. */
export function vectorRows(width = 1): StreamRows | undefined {
  if (loaded === undefined) {
    const module = load();
    if (module === undefined) return undefined;
    loaded = new VectorRows(module);
  }
  return loaded.rowsAtOnce(width, 8) > 0 ? loaded : undefined;
}

/**
 * Rows by the module core/assembly/stream-rows.ts: Threefry in four lanes, and the same numbers to the last bit. Rows pass through
 * the module's memory some at a time.
 */
class VectorRows implements StreamRows {
  readonly #module: StreamRowsExports;
  readonly #start: number;
  // The module's memory.
  readonly #integers: Int32Array;
  readonly #words: Uint32Array;
  readonly #doubles: Float64Array;

  constructor(module: StreamRowsExports) {
    const { buffer } = module.memory;
    this.#module = module;
    this.#start = module.freeMemory.value;
    this.#integers = new Int32Array(buffer);
    this.#words = new Uint32Array(buffer);
    this.#doubles = new Float64Array(buffer);
    this.#doubles.set(ziggurat.edges);
    this.#doubles.set(ziggurat.heights, ziggurat.edges.length);
  }

  splitKeys(keys: Int32Array, counter: Int32Array): void {
    const at = this.#start / 4;
    const most = wordsPerBlock * mostRows;
    for (let from = 0; from < keys.length; from += most) {
      const part = keys.subarray(from, from + most);
      this.#integers.set(part, at);
      const groups = Math.ceil(part.length / (groupSize * wordsPerBlock));
      this.#module.splitKeys(groups, this.#start, counter[0]!, counter[1]!, counter[2]!, counter[3]!);
      keys.set(this.#integers.subarray(at, at + part.length), from);
    }
  }

  fillNormals(keys: Int32Array, out: Float64Array, width: number): void {
    this.#fill(this.#module.fillNormals, keys, out, width, this.#doubles);
  }

  fillUniforms(keys: Int32Array, out: Float64Array, width: number): void {
    this.#fill(this.#module.fillUniforms, keys, out, width, this.#doubles);
  }

  fillWords(keys: Int32Array, out: Uint32Array, width: number): void {
    this.#fill(this.#module.fillWords, keys, out, width, this.#words);
  }

  /** Rows of that many numbers, of so many bytes each, for which there is room. */
  rowsAtOnce(width: number, bytes: number): number {
    const free = this.#integers.byteLength - this.#start - wordBytes(width, bytes);
    const groupBytes = groupSize * (blockBytes + width * bytes);
    return groupSize * Math.min(mostRows / groupSize, Math.floor(free / groupBytes));
  }

  #fill<A extends Float64Array | Uint32Array>(fill: Fill, keys: Int32Array, out: A, width: number, memory: A): void {
    const bytes = memory.BYTES_PER_ELEMENT;
    const rows = this.rowsAtOnce(width, bytes);
    const wordsAt = this.#start;
    const keysAt = wordsAt + wordBytes(width, bytes);
    const outAt = keysAt + rows * blockBytes;
    const rowCount = out.length / width;
    for (let row = 0; row < rowCount; row += rows) {
      const end = Math.min(row + rows, rowCount);
      this.#integers.set(keys.subarray(row * wordsPerBlock, end * wordsPerBlock), keysAt / 4);
      fill(Math.ceil((end - row) / groupSize), keysAt, wordsAt, outAt, width);
      const first = outAt / bytes;
      out.set(memory.subarray(first, first + (end - row) * width), row * width);
    }
  }
}

/** Room for the words of a group: whole blocks of each row. */
function wordBytes(width: number, bytes: number): number {
  return groupSize * blockBytes * Math.ceil((width * bytes) / blockBytes);
}
