import { isSiteClassed } from '../energy/energy.js';
import type { Rng } from '../numerics/rng.js';
import { type ClassedOdds, type ClassedPlan, classedOdds, classedSweep, type SweptRow } from './classed-sweep.js';
import { betaOf } from './kernel.js';
import { SiteCoins } from './site-coins.js';
import type { SiteTarget } from './site-target.js';
import { vectorSweep } from './vector-sweep.js';
import type { WorkingSites } from './working-sites.js';

/** Plans of one chain's sweep, in order. */
export type PlansOf = (chain: number) => readonly ClassedPlan[];

/**
 * Heat bath of one step for energies with few classes of conditionals: {@link HeatBath} gives the same distribution from the
 * energies of every site.
 *
 * @param drawCount - Sites in a chain's plans, all together.
 * @returns Change of every chain's energy.
 */
export function classedHeatBath<B>(
  { energy }: SiteTarget<B>,
  rng: Rng,
  beta: number | Float64Array,
  { values, siteCount }: WorkingSites<B>,
  drawCount: number,
  plansOf: PlansOf,
): Float64Array {
  const changes = new Float64Array(values.length / siteCount);
  // A plan is only made of such an energy.
  if (!isSiteClassed(energy)) return changes;
  const coins = new SiteCoins(rng, changes.length, drawCount);
  const energies = energy.classEnergies();
  let odds: ClassedOdds | undefined;
  let oddsBeta = Number.NaN;
  for (let chain = 0, start = 0; chain < changes.length; chain++, start += siteCount) {
    const chainBeta = betaOf(beta, chain);
    if (odds === undefined || chainBeta !== oddsBeta) odds = classedOdds(energies, chainBeta, coins, odds);
    oddsBeta = chainBeta;
    const row: SweptRow = { values, start, siteCount, chain, byte: chain * coins.stride };
    changes[chain] = sweepRow(plansOf(chain), row, odds, coins);
  }
  return changes;
}

function sweepRow(plans: readonly ClassedPlan[], row: SweptRow, odds: ClassedOdds, coins: SiteCoins): number {
  const side = vectorSweep(plans, row, odds, coins);
  if (side !== undefined) return side;
  let change = 0;
  let { byte } = row;
  for (const plan of plans) {
    change += classedSweep(plan, { ...row, byte }, odds, coins);
    byte += plan.sites.length;
  }
  return change;
}
