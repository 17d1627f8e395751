import { type Awaitable, whenDone } from '../numerics/awaitable.js';
import type { ChainState } from './kernel.js';
import type { SiteTarget } from './site-target.js';

/** Energies of every value of every free site of all rows: [rows, free sites, width]. */
export function allSiteEnergies<B>(
  { energy, freeSites, width }: SiteTarget<B>,
  batch: B,
  rowCount: number,
): Awaitable<Float64Array> {
  const energies = new Float64Array(rowCount * freeSites.length * width);
  return whenDone(energy.siteEnergies(batch, freeSites, energies), () => energies);
}

/** Those that the state holds already, else new ones. */
export function knownSiteEnergies<B>(target: SiteTarget<B>, state: ChainState<B>): Awaitable<Float64Array> {
  return state.arrays?.siteEnergies ?? allSiteEnergies(target, state.batch, state.energy.length);
}

/** β(E − E′)/2; −∞ to a state without a finite energy, and 0 from one. */
export function halfDrop(beta: number, from: number, to: number): number {
  if (!Number.isFinite(from)) return 0;
  return Number.isFinite(to) ? 0.5 * beta * (from - to) : Number.NEGATIVE_INFINITY;
}
