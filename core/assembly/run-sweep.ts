/**
 * Heat bath of spins with four neighbours, run by run: what `runSweep` in core/src/kernel/classed-sweep.ts does site by site, in the same
 * order, with the same coins. Eight sites of a run stand side by side where every other site belongs to it and none is a neighbour
 * of another.
 *
 * Memory: thresholds of the classes at 0, a byte each; at 16 a byte of 255 for each class that is certain to give 1; the two sums of the
 * result at 32; room for eight sites at 64 and 80. What the caller places stands above `freeMemory`, with 16 bytes to spare behind it.
 */

/** The throw of a coin whose byte does not decide. */
@external('coins', 'settle') declare function settle(member: i32): i32;

const certainAt: usize = 16;
const sumsAt: usize = 32;
const membersAt: usize = 64;
const valuesAt: usize = 80;
export const freeMemory: usize = 96;

/** Bytes that describe a run: count, stride, site, four neighbours, and whether its sites may change side by side. */
const runBytes: usize = 32;

/** Up less down, and the same times the class, of all sites so far. */
let ups: i32 = 0;
let memberSum: i32 = 0;

/** @param values - Of the row, a byte a site. @param bytes - Coins, one for each site of the runs in turn. */
export function sweep(runs: usize, runCount: i32, values: usize, bytes: usize): void {
  ups = 0;
  memberSum = 0;
  for (let run = 0; run < runCount; run++, runs += runBytes) {
    const count = load<i32>(runs);
    const site = values + load<u32>(runs, 8);
    if (load<i32>(runs, 28)) {
      sweepSideBySide(runs, count, values, site, bytes);
    } else {
      sweepInTurn(runs, count, values, site, bytes);
    }
    bytes += count;
  }
  store<i32>(sumsAt, ups);
  store<i32>(sumsAt, memberSum, 4);
}

function sweepInTurn(run: usize, count: i32, values: usize, site: usize, bytes: usize): void {
  const stride = load<u32>(run, 4);
  let a = values + load<u32>(run, 12);
  let b = values + load<u32>(run, 16);
  let c = values + load<u32>(run, 20);
  let d = values + load<u32>(run, 24);
  for (let i = 0; i < count; i++) {
    const member = <i32>load<u8>(a) + <i32>load<u8>(b) + <i32>load<u8>(c) + <i32>load<u8>(d);
    const byte = <i32>load<u8>(bytes + i);
    const threshold = <i32>load<u8>(member);
    let value = byte < threshold ? 1 : 0;
    if (load<u8>(certainAt + member)) value = 1;
    else if (byte == threshold) value = settle(member);
    const up = value - <i32>load<u8>(site);
    store<u8>(site, value);
    ups += up;
    memberSum += up * member;
    site += stride;
    a += stride;
    b += stride;
    c += stride;
    d += stride;
  }
}

function sweepSideBySide(run: usize, count: i32, values: usize, site: usize, bytes: usize): void {
  const thresholds = v128.load(0);
  const certain = v128.load(certainAt);
  const lanes = i16x8(0, 1, 2, 3, 4, 5, 6, 7);
  let a = values + load<u32>(run, 12);
  let b = values + load<u32>(run, 16);
  let c = values + load<u32>(run, 20);
  let d = values + load<u32>(run, 24);
  let upSums = i32x4.splat(0);
  let memberSums = i32x4.splat(0);
  for (let left = count; left > 0; left -= 8) {
    // The low byte of each of the first `left` pairs of bytes: the sites of the run.
    const own = v128.and(i16x8.lt_s(lanes, i16x8.splat(<i16>min(left, 8))), i16x8.splat(255));
    const member = i8x16.add(i8x16.add(v128.load(a), v128.load(b)), i8x16.add(v128.load(c), v128.load(d)));
    const threshold = i8x16.swizzle(thresholds, member);
    const isCertain = i8x16.swizzle(certain, member);
    const coins = v128.load8x8_u(bytes);
    let value = v128.and(v128.or(i8x16.lt_u(coins, threshold), isCertain), i8x16.splat(1));
    const undecided = v128.and(v128.andnot(i8x16.eq(coins, threshold), isCertain), own);
    if (v128.any_true(undecided)) value = settled(value, member, i8x16.bitmask(undecided));
    const before = v128.load(site);
    v128.store(site, v128.bitselect(value, before, own));
    // Only even bytes are left, and so sums of pairs are the bytes themselves, with their signs.
    const up = i16x8.extadd_pairwise_i8x16_s(v128.and(i8x16.sub(value, before), own));
    upSums = i32x4.add(upSums, i32x4.extadd_pairwise_i16x8_s(up));
    memberSums = i32x4.add(memberSums, i32x4.dot_i16x8_s(up, v128.and(member, i16x8.splat(255))));
    site += 16;
    a += 16;
    b += 16;
    c += 16;
    d += 16;
    bytes += 8;
  }
  ups += total(upSums);
  memberSum += total(memberSums);
}

/** The values with those settled that are listed in `undecided`, a bit a byte. */
function settled(value: v128, member: v128, undecided: i32): v128 {
  v128.store(valuesAt, value);
  v128.store(membersAt, member);
  for (let rest = undecided; rest; rest &= rest - 1) {
    const lane = ctz(rest);
    store<u8>(valuesAt + lane, settle(<i32>load<u8>(membersAt + lane)));
  }
  return v128.load(valuesAt);
}

// @ts-ignore: decorator
@inline
function total(lanes: v128): i32 {
  return (
    i32x4.extract_lane(lanes, 0) +
    i32x4.extract_lane(lanes, 1) +
    i32x4.extract_lane(lanes, 2) +
    i32x4.extract_lane(lanes, 3)
  );
}
