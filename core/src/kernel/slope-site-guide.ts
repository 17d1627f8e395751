import type { SiteSloped, ValueAndSlopes } from '../energy/energy.js';
import { checkedEnergy } from '../energy/weighted-term.js';
import { DesignError } from '../errors/design-error.js';
import { type Awaitable, whenDone } from '../numerics/awaitable.js';
import { addUnspeakable, firstFault, markedRows, siftRows } from './proposed-energy.js';
import type { ReachedStates, SiteGuide } from './site-guide.js';
import type { FreeSites } from './site-target.js';

/**
 * Proposals guided by slopes: first-order estimates of what every change of a site would cost, for all sites in one evaluation.
 * A state carries them as the array `siteSlopes`, so that a step makes one evaluation of each chain. Where a state is forbidden,
 * slopes tell nothing of the way out: every value is as likely there.
 */
export function slopeSiteGuide<B>(sites: FreeSites<B>, energy: SiteSloped<B>): SiteGuide<B> {
  const reach = (batch: B, rowCount: number) => reachStates(sites, energy, batch, rowCount);
  const init: SiteGuide<B>['init'] = (batch) =>
    whenDone(energy.evaluateWithSlopes(batch), (found) => {
      checkedEnergy('energy', found.energy);
      const siteSlopes = new Float64Array(found.energy.length * sites.freeSites.length * sites.width);
      copyFree(sites, found, 0, siteSlopes);
      return { batch, energy: found.energy.slice(), arrays: { siteSlopes } };
    });
  return {
    ...sites,
    init,
    known: (state) => state.arrays?.siteSlopes ?? whenDone(init(state.batch), (started) => started.arrays!.siteSlopes!),
    missingEvaluations: ({ arrays, energy }) => (arrays?.siteSlopes === undefined ? energy.length : 0),
    carried: (estimates) => ({ siteSlopes: estimates }),
    reach,
    move: (state, _, moves, batch) =>
      whenDone(reach(batch, moves.length), (reached) => ({
        ...reached,
        changes: reached.energy.map((to, row) => changeOf(state.energy[row]!, to)),
        energyAfter: (accepted) => reached.energy.map((to, row) => (accepted[row] === 1 ? to : state.energy[row]!)),
      })),
  };
}

function changeOf(from: number, to: number): number {
  return from === Number.POSITIVE_INFINITY && !Number.isNaN(to) ? 0 : to - from;
}

/** Rows whose energy no distribution has are marked by NaN, and cost the others nothing. */
function reachStates<B>(
  sites: FreeSites<B>,
  target: SiteSloped<B>,
  batch: B,
  rowCount: number,
): Awaitable<ReachedStates> {
  const energy = new Float64Array(rowCount);
  const estimates = new Float64Array(rowCount * sites.freeSites.length * sites.width);
  const sifted = siftRows(rowCount, (first, end) => {
    const part = end - first === rowCount ? batch : sites.space.take(batch, rowRange(first, end));
    return whenDone(target.evaluateWithSlopes(part), (found) => {
      energy.set(found.energy, first);
      copyFree(sites, found, first, estimates);
    });
  });
  return whenDone(sifted, (guilty) => {
    addUnspeakable(guilty, 'energy', energy);
    for (const row of guilty.keys()) energy[row] = Number.NaN;
    return {
      estimates,
      energy,
      evaluations: rowCount,
      nonFinite: guilty.size,
      nonFiniteByChain: markedRows(energy),
      fault: firstFault(guilty),
    };
  });
}

/**
 * Copies slopes of free sites to the rows from `first`; those of states without a finite energy are 0.
 * @throws {DesignError} There are not as many slopes as sites and values.
 */
function copyFree<B>(
  { space, freeSites, width }: FreeSites<B>,
  { energy, slopes }: ValueAndSlopes,
  first: number,
  into: Float64Array,
): void {
  const perRow = space.siteCount * width;
  if (slopes.length !== energy.length * perRow) {
    throw new DesignError(`an energy gave ${slopes.length} slopes for ${energy.length} states of ${perRow} values`);
  }
  for (let row = 0, to = first * freeSites.length * width; row < energy.length; row++) {
    const isAllowed = Number.isFinite(energy[row]!);
    for (let k = 0; k < freeSites.length; k++, to += width) {
      const from = row * perRow + freeSites[k]! * width;
      for (let value = 0; value < width; value++) into[to + value] = isAllowed ? slopes[from + value]! : 0;
    }
  }
}

function rowRange(first: number, end: number): Int32Array {
  return Int32Array.from({ length: end - first }, (_, i) => first + i);
}
