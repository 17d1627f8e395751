import { isSiteClassed, type SiteGraph, type SiteLocal } from '../energy/energy.js';
import { type SiteCoins, secondProbability, undecided } from './site-coins.js';

/** Sites in the order of a sweep, and what their classes follow from. */
export interface ClassedPlan {
  readonly sites: Int32Array;
  /** Class of each site of the space when all its neighbours have the value 0. */
  readonly classOffsets: Int32Array;
  readonly graph: SiteGraph;
  /** The sites as runs of equal strides, where all have four neighbours and the class offset 0, as on a square lattice. */
  readonly runs: Int32Array | undefined;
}

/** What the coins of each class come to at one β. */
export interface ClassedOdds {
  /** [classes, 256]: see {@link SiteCoins.outcomes}. */
  readonly outcomes: Uint8Array;
  readonly rests: Float64Array;
  /** What a byte must be below to show 1, of each class: 0 where it is 256, and then `certain` is 255, else 0. */
  readonly thresholds: Uint8Array;
  readonly certain: Uint8Array;
  /** Energy of the second value less that of the first. */
  readonly gaps: Float64Array;
  /** Whether the second value gains as much from every further neighbour that has it, as with couplings of pairs. */
  isLinear: boolean;
}

/** Tables of more classes are not worth their making. */
export const mostClasses = 64;

/** The plan of a sweep over `sites`, in that order, of an energy whose sites have two values; undefined where it is none for it. */
export function classedPlan<B>(energy: SiteLocal<B>, sites: Int32Array): ClassedPlan | undefined {
  if (!isSiteClassed(energy) || energy.classEnergies().length / 2 > mostClasses) return undefined;
  const { siteGraph: graph, classOffsets } = energy;
  const isSquare = sites.every(
    (site) => graph.offsets[site + 1]! - graph.offsets[site]! === 4 && classOffsets[site] === 0,
  );
  return {
    sites,
    classOffsets,
    graph,
    runs: isSquare ? runsOf(graph, sites) : undefined,
  };
}

/**
 * Numbers that describe a run: how many sites, from one to the next, the first site, its four neighbours, and 1 where its sites are
 * every other one and none is a neighbour of another, so that they may change side by side.
 */
export const runWidth = 8;

/**
 * Runs of sites that follow each other at one stride, their neighbours at the same, and the second neighbour of a site the first
 * one of the next: most of a row of a square lattice, every other site of it. Reading along a run needs no lists.
 */
function runsOf({ offsets, neighbours }: SiteGraph, sites: Int32Array): Int32Array {
  const runs: number[] = [];
  let last: readonly number[] = [];
  for (const site of sites) {
    const place = [site, ...neighbours.slice(offsets[site]!, offsets[site]! + 4).sort()];
    if (!extendRun(runs, last, place)) runs.push(1, 0, ...place, 0);
    last = place;
  }
  for (let run = 0; run < runs.length; run += runWidth)
    if (isSideBySide(runs.slice(run, run + runWidth))) runs[run + 7] = 1;
  return Int32Array.from(runs);
}

function isSideBySide([count, stride, site, ...near]: readonly number[]): boolean {
  if (stride !== 2) return false;
  return near.slice(0, 4).every((neighbour) => {
    const distance = Math.abs(neighbour - site!);
    return distance % 2 === 1 || distance >= 2 * count!;
  });
}

/** Takes a site into the last run, where it belongs there. @param place - The site and its neighbours, ascending. */
function extendRun(runs: number[], last: readonly number[], place: readonly number[]): boolean {
  if (runs.length === 0) return false;
  const run = runs.length - runWidth;
  const stride = place[0]! - last[0]!;
  if (!place.every((value, i) => value - last[i]! === stride)) return false;
  if (runs[run]! > 1) {
    if (runs[run + 1] !== stride) return false;
    runs[run]! += 1;
    return true;
  }
  const near = last.slice(1);
  const shared = near.find((value) => near.includes(value + stride));
  if (shared === undefined) return false;
  const others = near.toSpliced(near.indexOf(shared), 1);
  others.splice(others.indexOf(shared + stride), 1);
  runs.splice(run, runWidth, 2, stride, last[0]!, shared, shared + stride, ...others, 0);
  return true;
}

/** @param energies - Of classes of two values: [classes, 2]. @param into - Filled anew where given. */
export function classedOdds(energies: Float64Array, beta: number, coins: SiteCoins, into?: ClassedOdds): ClassedOdds {
  const classCount = energies.length / 2;
  const odds = into ?? {
    outcomes: new Uint8Array(256 * classCount),
    rests: new Float64Array(classCount),
    thresholds: new Uint8Array(classCount),
    certain: new Uint8Array(classCount),
    gaps: new Float64Array(classCount),
    isLinear: false,
  };
  for (let member = 0; member < classCount; member++) {
    const [first, second] = [energies[2 * member]!, energies[2 * member + 1]!];
    odds.gaps[member] = second - first;
    const probability = secondProbability(beta, first, second);
    odds.rests[member] = coins.outcomes(probability, odds.outcomes, 256 * member);
    odds.thresholds[member] = Math.floor(256 * probability);
    odds.certain[member] = probability === 1 ? 255 : 0;
  }
  odds.isLinear = areLinear(odds.gaps);
  return odds;
}

function areLinear(gaps: Float64Array): boolean {
  const slope = gaps[1]! - gaps[0]!;
  for (let member = 0; member < gaps.length; member++) {
    const deviation = Math.abs(gaps[member]! - gaps[0]! - member * slope);
    if (!(deviation <= 1e-13 * (Math.abs(gaps[0]!) + gaps.length * Math.abs(slope)))) return false;
  }
  return true;
}

/** Where a sweep works: the row that begins at values[start], with its coins from bytes[byte] on. */
export interface SweptRow {
  readonly values: Uint8Array;
  readonly start: number;
  readonly siteCount: number;
  /** Chain that the row is, by which coins are settled. */
  readonly chain: number;
  readonly byte: number;
}

/**
 * Heat bath of all sites of a plan, one after the other.
 *
 * @returns Change of the row's energy.
 * @remarks O(neighbours) a site, without exponentials and nearly without branches.
 */
export function classedSweep(plan: ClassedPlan, row: SweptRow, odds: ClassedOdds, coins: SiteCoins): number {
  return plan.runs !== undefined && odds.isLinear
    ? runSweep(plan.runs, row, odds, coins)
    : graphSweep(plan, row, odds, coins);
}

function runSweep(
  runs: Int32Array,
  { values, start, chain, byte: firstByte }: SweptRow,
  { outcomes, rests, gaps }: ClassedOdds,
  coins: SiteCoins,
): number {
  const { bytes } = coins;
  let byte = firstByte;
  // Gaps on a line: the change of energy follows from two sums of integers.
  let ups = 0;
  let memberSum = 0;
  for (let run = 0; run < runs.length; run += runWidth) {
    const stride = runs[run + 1]!;
    let site = start + runs[run + 2]!;
    const toSecond = start + runs[run + 4]! - site;
    const toThird = start + runs[run + 5]! - site;
    const toFourth = start + runs[run + 6]! - site;
    let first = values[start + runs[run + 3]!]!;
    const end = byte + runs[run]!;
    for (; byte < end; byte++, site += stride) {
      const second = values[site + toSecond]!;
      const member = first + second + values[site + toThird]! + values[site + toFourth]!;
      first = second;
      let value = outcomes[(member << 8) | bytes[byte]!]!;
      if (value === undecided) value = coins.settle(chain, rests[member]!);
      const up = value - values[site]!;
      values[site] = value;
      ups += up;
      memberSum += up * member;
    }
  }
  return ups * gaps[0]! + memberSum * (gaps[1]! - gaps[0]!);
}

function graphSweep(
  { sites, classOffsets, graph: { offsets, neighbours } }: ClassedPlan,
  { values, start, chain, byte }: SweptRow,
  { outcomes, rests, gaps }: ClassedOdds,
  coins: SiteCoins,
): number {
  const { bytes } = coins;
  let change = 0;
  for (let k = 0; k < sites.length; k++) {
    const site = sites[k]!;
    const end = offsets[site + 1]!;
    let member = classOffsets[site]!;
    for (let n = offsets[site]!; n < end; n++) member += values[start + neighbours[n]!]!;
    let value = outcomes[(member << 8) | bytes[byte + k]!]!;
    if (value === undecided) value = coins.settle(chain, rests[member]!);
    change += (value - values[start + site]!) * gaps[member]!;
    values[start + site] = value;
  }
  return change;
}
