import { isSiteClassed, type SiteGraph, type SiteLocal } from '../energy/energy.js';
import { type SiteCoins, secondProbability, undecided } from './site-coins.js';

/** Sites in the order of a sweep, and what their classes follow from. */
export interface ClassedPlan {
  readonly sites: Int32Array;
  /** Class of each site of the space when all its neighbours have the value 0. */
  readonly classOffsets: Int32Array;
  readonly graph: SiteGraph;
  /**
   * The four neighbours of each of `sites` in turn, to be read from front to back, where all have four and the class offset 0, as
   * on a square lattice.
   */
  readonly square: Int32Array | undefined;
}

/** What the coins of each class come to at one β. */
export interface ClassedOdds {
  /** [classes, 256]: see {@link SiteCoins.outcomes}. */
  readonly outcomes: Uint8Array;
  readonly rests: Float64Array;
  /** Energy of the second value less that of the first. */
  readonly gaps: Float64Array;
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
  return { sites, classOffsets, graph, square: isSquare ? neighboursInTurn(graph, sites) : undefined };
}

function neighboursInTurn({ offsets, neighbours }: SiteGraph, sites: Int32Array): Int32Array {
  const joined = new Int32Array(4 * sites.length);
  for (let k = 0; k < sites.length; k++) {
    const first = offsets[sites[k]!]!;
    joined.set(neighbours.subarray(first, first + 4), 4 * k);
  }
  return joined;
}

/** @param energies - Of classes of two values: [classes, 2]. @param into - Filled anew where given. */
export function classedOdds(energies: Float64Array, beta: number, coins: SiteCoins, into?: ClassedOdds): ClassedOdds {
  const classCount = energies.length / 2;
  const odds = into ?? {
    outcomes: new Uint8Array(256 * classCount),
    rests: new Float64Array(classCount),
    gaps: new Float64Array(classCount),
  };
  for (let member = 0; member < classCount; member++) {
    const [first, second] = [energies[2 * member]!, energies[2 * member + 1]!];
    odds.gaps[member] = second - first;
    odds.rests[member] = coins.outcomes(secondProbability(beta, first, second), odds.outcomes, 256 * member);
  }
  return odds;
}

/** Where a sweep works: the row that begins at values[start], with its coins from bytes[byte] on. */
export interface SweptRow {
  readonly values: Uint8Array;
  readonly start: number;
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
  return plan.square === undefined
    ? graphSweep(plan, row, odds, coins)
    : squareSweep(plan.sites, plan.square, row, odds, coins);
}

function squareSweep(
  sites: Int32Array,
  neighbours: Int32Array,
  { values, start, chain, byte }: SweptRow,
  { outcomes, rests, gaps }: ClassedOdds,
  coins: SiteCoins,
): number {
  const { bytes } = coins;
  let change = 0;
  for (let k = 0, n = 0; k < sites.length; k++, n += 4) {
    const member =
      values[start + neighbours[n]!]! +
      values[start + neighbours[n + 1]!]! +
      values[start + neighbours[n + 2]!]! +
      values[start + neighbours[n + 3]!]!;
    let value = outcomes[(member << 8) | bytes[byte + k]!]!;
    if (value === undecided) value = coins.settle(chain, rests[member]!);
    const site = start + sites[k]!;
    change += (value - values[site]!) * gaps[member]!;
    values[site] = value;
  }
  return change;
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
