import { NonFiniteEnergyError } from '../errors/design-error.js';
import { type Awaitable, whenDone } from '../numerics/awaitable.js';
import { markedRows, proposedEnergy } from './proposed-energy.js';
import type { GuidedStates, SiteGuide } from './site-guide.js';
import { energiesAfter, startSites } from './site-step.js';
import type { SiteTarget } from './site-target.js';

/**
 * Proposals guided by exact energies of single sites. A state carries them as the array `siteEnergies`, so that a step asks for
 * them once.
 */
export function exactSiteGuide<B>(target: SiteTarget<B>): SiteGuide<B> {
  const { space, energy, freeSites, width } = target;
  const siteEnergies = (batch: B, rowCount: number): Awaitable<Float64Array> => {
    const energies = new Float64Array(rowCount * freeSites.length * width);
    return whenDone(energy.siteEnergies(batch, freeSites, energies), () => energies);
  };
  return {
    space,
    freeSites,
    width,
    init: (batch) => startSites(target, batch),
    known: (state) => state.arrays?.siteEnergies ?? siteEnergies(state.batch, state.energy.length),
    missingEvaluations: () => 0,
    carried: (estimates) => ({ siteEnergies: estimates }),
    reach: (batch, rowCount) =>
      whenDone(siteEnergies(batch, rowCount), (estimates) => {
        const evaluate = (first: number, end: number) =>
          energy.evaluate(
            space.take(
              batch,
              Int32Array.from({ length: end - first }, (_, i) => first + i),
            ),
          );
        return whenDone(proposedEnergy('energy', rowCount, evaluate), (proposed) => ({
          ...proposed,
          estimates,
          evaluations: rowCount * (freeSites.length + 1),
          nonFiniteByChain: markedRows(proposed.energy),
        }));
      }),
    move: (state, known, moves, batch) => {
      const rowCount = moves.length;
      const perRow = freeSites.length * width;
      const changes = Float64Array.from(moves, ({ k, before, after }, row) => {
        const at = row * perRow + k * width;
        return k < 0 || state.energy[row] === Number.POSITIVE_INFINITY ? 0 : known[at + after]! - known[at + before]!;
      });
      return whenDone(siteEnergies(batch, rowCount), (estimates) => ({
        estimates,
        changes,
        evaluations: rowCount * freeSites.length,
        ...unspeakable(known, perRow),
        energyAfter: (accepted, reached) =>
          energiesAfter(
            target,
            state.energy,
            changes.map((change, row) => (accepted[row] === 1 ? change : 0)),
            reached,
          ),
      }));
    },
  };
}

/** Values whose energy is NaN or −Infinity. */
function unspeakable(
  energies: Float64Array,
  perRow: number,
): Pick<GuidedStates, 'nonFinite' | 'nonFiniteByChain' | 'fault'> {
  const nonFiniteByChain = new Float64Array(energies.length / perRow);
  let nonFinite = 0;
  let fault: NonFiniteEnergyError | undefined;
  for (let i = 0; i < energies.length; i++) {
    if (energies[i]! > Number.NEGATIVE_INFINITY) continue;
    nonFinite++;
    nonFiniteByChain[Math.floor(i / perRow)]!++;
    fault ??= new NonFiniteEnergyError('energy', Math.floor(i / perRow), energies[i]!);
  }
  return { nonFinite, nonFiniteByChain, fault };
}
