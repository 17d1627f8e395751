import { type CertificateCheck, check } from '../diagnostics/certificate.js';
import { totalVariation } from '../diagnostics/total-variation.js';
import type { Energy } from '../energy/energy.js';
import { freeSites } from '../path/free-variables.js';
import { type Discrete, isDiscrete } from '../state/discrete.js';
import type { StateSpace } from '../state/state-space.js';

/**
 * Total variation fails at twice its expected noise, or at so many deviations above it where that is more: of two states it is the
 * size of one normal number, which goes beyond twice its mean in one of 10 runs, and beyond this in one of 300.
 */
const deviationsAllowed = 5;

/** Discrete spaces up to so many states are held against their exact probabilities. */
const enumerationLimit = 4096;

/** All draws of a target, correlated as they came. */
export interface SharesEvidence<B> {
  readonly space: StateSpace<B>;
  readonly energy: Energy<B>;
  readonly beta: number;
  readonly draws: B;
  /** Independent draws that they are worth. */
  readonly sampleSize: number;
}

/**
 * Total variation of the shares of the states among all draws from the exact probabilities, over the sites that the energy leaves
 * free; none where these have more than 4096 states, and in other spaces.
 *
 * @remarks One evaluation a state.
 */
export async function exactSharesChecks<B>({
  space,
  energy,
  beta,
  draws,
  sampleSize,
}: SharesEvidence<B>): Promise<readonly CertificateCheck[]> {
  if (!isDiscrete(space)) return [];
  const free = freeSites(space, energy);
  const stateCount = free.reduce((product, site) => product * space.valueCounts[site]!, 1);
  const sites = space.sites(draws);
  const drawCount = sites.length / space.siteCount;
  if (stateCount > enumerationLimit || stateCount < 2 || drawCount < 2) return [];
  const counts = new Float64Array(stateCount);
  for (let row = 0; row < drawCount; row++) counts[stateNumber(space, free, sites, row)]! += 1;
  const probabilities = await exactProbabilities(
    space,
    energy,
    beta,
    free,
    space.take(draws, new Int32Array(stateCount)),
  );
  const { value, noiseFloor, noiseDeviation } = totalVariation(counts, probabilities, Math.min(drawCount, sampleSize));
  const advice = 'The shares of the states are not those of e^(−βE): raise `steps`, or use another kernel.';
  return [
    check(
      `total variation of ${drawCount} draws from the exact distribution`,
      value,
      0,
      noiseFloor + Math.max(noiseFloor, deviationsAllowed * noiseDeviation),
      advice,
    ),
  ];
}

/** e^(−βE)/Z of every state of the free sites. @param like - As many states: what the other sites are held at. */
async function exactProbabilities<B>(
  space: Discrete<B>,
  energy: Energy<B>,
  beta: number,
  free: Int32Array,
  like: B,
): Promise<Float64Array> {
  const energies = await energy.evaluate(space.withSites(like, everyState(space, free, space.sites(like))));
  const lowest = energies.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const weights = energies.map((value) =>
    value === Number.POSITIVE_INFINITY ? 0 : Math.exp(-beta * (value - lowest)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** All states of the free sites, row by row, the last site fastest. */
function everyState<B>({ siteCount, valueCounts }: Discrete<B>, free: Int32Array, held: Uint8Array): Uint8Array {
  const sites = held.slice();
  const stateCount = sites.length / siteCount;
  for (let state = 0; state < stateCount; state++) {
    let number = state;
    for (let i = free.length - 1; i >= 0; i--) {
      const site = free[i]!;
      sites[state * siteCount + site] = number % valueCounts[site]!;
      number = Math.floor(number / valueCounts[site]!);
    }
  }
  return sites;
}

function stateNumber<B>(
  { siteCount, valueCounts }: Discrete<B>,
  free: Int32Array,
  sites: Uint8Array,
  row: number,
): number {
  let number = 0;
  for (const site of free) number = number * valueCounts[site]! + sites[row * siteCount + site]!;
  return number;
}
