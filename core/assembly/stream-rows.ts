/**
 * Rows of random numbers, one stream a row, four rows side by side: what core/src/numerics/stream-rows.ts says in TypeScript, word
 * for word and bit for bit. Rows come in groups of four; a row's key is four words, and its counters begin at 0.
 *
 * Memory: `edges` and `heights` of the ziggurat from 0 on, and what the caller places above `freeMemory`.
 */

import { fourBlocks, x0, x1, x2, x3 } from './threefry';

@external('math', 'exp') declare function exp(x: f64): f64;
@external('math', 'log') declare function log(x: f64): f64;

const edges: usize = 0;
const heights: usize = 257 * 8;
/** Words that a row takes beyond those made for it at once: the four blocks from `spareBlock` on. */
const spare: usize = 4112;
export const freeMemory: usize = 4112 + 64;

/** Key of each of four rows, word by word. */
let k0: v128 = i32x4.splat(0);
let k1: v128 = i32x4.splat(0);
let k2: v128 = i32x4.splat(0);
let k3: v128 = i32x4.splat(0);

// The row that numbers are made of: its key, its words, how many pairs of words they are, and the next of them.
let rowKey: usize = 0;
let rowWords: usize = 0;
let pairCount: i32 = 0;
let pair: i32 = 0;
let spareBlock: i32 = -1;

/** The halves of a 4 × 4 transposition: rows to words and words to rows. */
// @ts-ignore: decorator
@inline
function low(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 0, 4, 1, 5);
}

// @ts-ignore: decorator
@inline
function high(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 2, 6, 3, 7);
}

// @ts-ignore: decorator
@inline
function lowHalves(a: v128, b: v128): v128 {
  return v128.shuffle<i64>(a, b, 0, 2);
}

// @ts-ignore: decorator
@inline
function highHalves(a: v128, b: v128): v128 {
  return v128.shuffle<i64>(a, b, 1, 3);
}

function loadKeys(keys: usize): void {
  const a = v128.load(keys);
  const b = v128.load(keys, 16);
  const c = v128.load(keys, 32);
  const d = v128.load(keys, 48);
  const ab = low(a, b);
  const cd = low(c, d);
  const ab2 = high(a, b);
  const cd2 = high(c, d);
  k0 = lowHalves(ab, cd);
  k1 = highHalves(ab, cd);
  k2 = lowHalves(ab2, cd2);
  k3 = highHalves(ab2, cd2);
}

/** Writes the block of each row, `stride` bytes apart. */
function storeBlocks(out: usize, stride: usize): void {
  const ab = low(x0, x1);
  const cd = low(x2, x3);
  const ab2 = high(x0, x1);
  const cd2 = high(x2, x3);
  v128.store(out, lowHalves(ab, cd));
  v128.store(out + stride, highHalves(ab, cd));
  v128.store(out + 2 * stride, lowHalves(ab2, cd2));
  v128.store(out + 3 * stride, highHalves(ab2, cd2));
}

/** The first `blockCount` blocks of four rows, row after row. */
function makeWords(keys: usize, out: usize, blockCount: i32): void {
  const zero = i32x4.splat(0);
  const stride = (<usize>blockCount) << 4;
  loadKeys(keys);
  for (let block = 0; block < blockCount; block++) {
    fourBlocks(k0, k1, k2, k3, i32x4.splat(block), zero, zero, zero);
    storeBlocks(out + ((<usize>block) << 4), stride);
  }
}

/** Key by key, the block of one counter: keys of the streams that are split off with one label. */
export function splitKeys(groups: i32, keys: usize, c0: i32, c1: i32, c2: i32, c3: i32): void {
  for (let group = 0; group < groups; group++, keys += 64) {
    loadKeys(keys);
    fourBlocks(k0, k1, k2, k3, i32x4.splat(c0), i32x4.splat(c1), i32x4.splat(c2), i32x4.splat(c3));
    storeBlocks(keys, 16);
  }
}

/** @param words - Room for four rows of words, in whole blocks. @param out - [4 · groups, width] */
export function fillWords(groups: i32, keys: usize, words: usize, out: usize, width: i32): void {
  const blockCount = (width + 3) >> 2;
  const bytes = (<usize>width) << 2;
  for (let group = 0; group < groups; group++, keys += 64) {
    makeWords(keys, words, blockCount);
    for (let row: usize = 0; row < 4; row++, out += bytes) {
      memory.copy(out, words + row * ((<usize>blockCount) << 4), bytes);
    }
  }
}

/** As {@link fillWords}, with uniforms on [0, 1). */
export function fillUniforms(groups: i32, keys: usize, words: usize, out: usize, width: i32): void {
  const blockCount = (width + 1) >> 1;
  for (let group = 0; group < groups; group++, keys += 64) {
    makeWords(keys, words, blockCount);
    for (let row: usize = 0; row < 4; row++) {
      const from = words + row * ((<usize>blockCount) << 4);
      for (let i = 0; i < width; i++, out += 8) store<f64>(out, uniformAt(from + ((<usize>i) << 3)));
    }
  }
}

/** As {@link fillWords}, with standard normals. */
export function fillNormals(groups: i32, keys: usize, words: usize, out: usize, width: i32): void {
  const blockCount = (width + 1) >> 1;
  pairCount = blockCount << 1;
  for (let group = 0; group < groups; group++) {
    makeWords(keys, words, blockCount);
    for (let row: usize = 0; row < 4; row++, keys += 16, out += (<usize>width) << 3) {
      rowKey = keys;
      rowWords = words + row * ((<usize>blockCount) << 4);
      pair = 0;
      spareBlock = -1;
      normalsOfRow(out, width);
    }
  }
}

/** Two at a time, as long as both fall into the rectangles of the ziggurat, as 97 % do. */
function normalsOfRow(out: usize, width: i32): void {
  for (let i = 0; i < width; ) {
    if (i + 2 <= width && pair + 2 <= pairCount) {
      const w = v128.load(rowWords + ((<usize>pair) << 3));
      const layers = v128.and(w, i32x4.splat(255));
      const first = (<usize>i32x4.extract_lane(layers, 0)) << 3;
      const second = (<usize>i32x4.extract_lane(layers, 2)) << 3;
      const ofLow = f64x2.convert_low_i32x4_u(v128.shuffle<i32>(i32x4.shr_u(w, 11), w, 0, 2, 0, 2));
      const ofHigh = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(w, w, 1, 3, 1, 3));
      const sum = f64x2.add(f64x2.add(f64x2.mul(ofHigh, f64x2.splat(2097152)), ofLow), f64x2.splat(0.5));
      const fraction = f64x2.mul(sum, f64x2.splat(2.220446049250313e-16));
      // An edge and the next one lie side by side.
      const atFirst = v128.load(edges + first);
      const atSecond = v128.load(edges + second);
      const x = f64x2.mul(fraction, v128.shuffle<f64>(atFirst, atSecond, 0, 2));
      if (i64x2.all_true(f64x2.lt(f64x2.abs(x), v128.shuffle<f64>(atFirst, atSecond, 1, 3)))) {
        v128.store(out + ((<usize>i) << 3), x);
        i += 2;
        pair += 2;
        continue;
      }
    }
    store<f64>(out + ((<usize>i) << 3), normal());
    i++;
  }
}

function normal(): f64 {
  while (true) {
    const at = nextPair();
    const word = load<u32>(at);
    const layer = word & 255;
    const edge = edges + ((<usize>layer) << 3);
    const fraction = (<f64>load<i32>(at, 4) * 2097152 + <f64>(word >>> 11) + 0.5) * 2.220446049250313e-16;
    const x = fraction * load<f64>(edge);
    if (Math.abs(x) < load<f64>(edge, 8)) return x;
    if (layer == 0) return x < 0 ? -tail() : tail();
    const base = load<f64>(heights + ((<usize>layer) << 3));
    const height = load<f64>(heights + ((<usize>layer) << 3), 8);
    if (base + uniform() * (height - base) < exp(-0.5 * x * x)) return x;
  }
}

/** A normal beyond the last edge. */
function tail(): f64 {
  const start = load<f64>(edges, 8);
  while (true) {
    const beyond = -log(1 - uniform()) / start;
    const exponential = -log(1 - uniform());
    if (2 * exponential >= beyond * beyond) return start + beyond;
  }
}

function uniform(): f64 {
  return uniformAt(nextPair());
}

// @ts-ignore: decorator
@inline
function uniformAt(at: usize): f64 {
  return (<f64>(load<u32>(at) >>> 5) * 67108864 + <f64>(load<u32>(at, 4) >>> 6)) * 1.1102230246251565e-16;
}

/** Where the next two words of the row are: every number takes two. */
function nextPair(): usize {
  const at = pair++;
  if (at < pairCount) return rowWords + ((<usize>at) << 3);
  const block = at >> 1;
  if (spareBlock < 0 || block >= spareBlock + 4) makeSpare(block);
  return spare + ((<usize>(at - (spareBlock << 1))) << 3);
}

function makeSpare(block: i32): void {
  const zero = i32x4.splat(0);
  fourBlocks(
    v128.load32_splat(rowKey),
    v128.load32_splat(rowKey, 4),
    v128.load32_splat(rowKey, 8),
    v128.load32_splat(rowKey, 12),
    i32x4.add(i32x4.splat(block), i32x4(0, 1, 2, 3)),
    zero,
    zero,
    zero,
  );
  storeBlocks(spare, 16);
  spareBlock = block;
}
