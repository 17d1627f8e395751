import { describe, expect, it } from 'vitest';
import { fromPosition, plainRows, randomStream } from './random-stream.js';
import type { Rng } from './rng.js';
import { type StreamRows, vectorRows } from './stream-rows.js';
import { threefryBlocks } from './threefry.js';

const root = randomStream(23, 'rows');

function keysOf(rowCount: number): Int32Array {
  const words = new Uint32Array(4 * rowCount);
  root.fillWordRows(words, 4);
  return Int32Array.from(words);
}

/** The streams one by one, each of the class that draws single numbers. */
function* streams(keys: Int32Array): Generator<Rng> {
  for (let at = 0; at < keys.length; at += 4) {
    const [a = 0, b = 0, c = 0, d = 0] = Uint32Array.from(keys.subarray(at, at + 4));
    yield fromPosition({ key: [a, b, c, d], counter: [0, 0, 0, 0], used: 0 });
  }
}

/** Indices of the numbers that are not the same bits. */
function differences(found: Float64Array | Uint32Array, expected: (rng: Rng) => number, keys: Int32Array): number[] {
  const width = found.length / (keys.length / 4);
  const wrong: number[] = [];
  let i = 0;
  for (const rng of streams(keys)) {
    for (const end = i + width; i < end; i++) if (!Object.is(found[i], expected(rng))) wrong.push(i);
  }
  return wrong;
}

/** More than 10⁶ numbers of each kind in all; rows that fill whole groups of four and rows that do not. */
const sizes = [
  [200_001, 1],
  [150_002, 2],
  [60_003, 3],
  [30_000, 7],
  [10_001, 50],
  [5, 3000],
] as const;

const ways: readonly (readonly [string, StreamRows])[] = [
  ['vectorRows', vectorRows()!],
  ['plainRows', plainRows],
];

describe.each(ways)('%s gives the bits of the streams one by one', (_, rows) => {
  it.each(sizes)('normals of %d rows of %d, those beside and beyond the rectangles too', (rowCount, width) => {
    const keys = keysOf(rowCount);
    const out = new Float64Array(rowCount * width);
    rows.fillNormals(keys, out, width);
    expect(differences(out, (rng) => rng.normal(), keys)).toEqual([]);
  });

  it.each(sizes)('uniforms of %d rows of %d', (rowCount, width) => {
    const keys = keysOf(rowCount);
    const out = new Float64Array(rowCount * width);
    rows.fillUniforms(keys, out, width);
    expect(differences(out, (rng) => rng.uniform(), keys)).toEqual([]);
  });

  it.each(sizes)('words of %d rows of %d', (rowCount, width) => {
    const keys = keysOf(rowCount);
    const out = new Uint32Array(rowCount * width);
    rows.fillWords(keys, out, width);
    expect(differences(out, (rng) => rng.uint32(), keys)).toEqual([]);
  });

  it('a normal from the tail among them', () => {
    const out = new Float64Array(200_000);
    rows.fillNormals(keysOf(200_000), out, 1);
    expect(out.filter((x) => Math.abs(x) > 3.6541528853610088).length).toBeGreaterThan(20);
  });

  it.each([1, 3, 4, 1030])('keys of %d streams that are split off', (rowCount) => {
    const keys = keysOf(rowCount);
    const counter = Int32Array.of(-5, 7, 1 << 30, 0x53504c54);
    const split = keys.slice();
    rows.splitKeys(split, counter);
    const block = new Int32Array(4);
    for (let at = 0; at < keys.length; at += 4) {
      threefryBlocks(keys.subarray(at, at + 4), counter, block, 1);
      expect(split.subarray(at, at + 4)).toEqual(block);
    }
  });
});

describe('vectorRows', () => {
  it('leaves rows that do not fit its memory to others', () => {
    expect(vectorRows(10_000)).toBeDefined();
    expect(vectorRows(100_000)).toBeUndefined();
  });

  it('writes nothing where there are no rows', () => {
    const out = new Float64Array(0);
    vectorRows()!.fillNormals(new Int32Array(0), out, 3);
    expect(out).toHaveLength(0);
  });
});
