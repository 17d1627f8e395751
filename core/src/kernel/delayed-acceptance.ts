import type { Energy } from '../energy/energy.js';
import { checkedEnergy } from '../energy/weighted-term.js';
import { type Awaitable, whenAll, whenDone } from '../numerics/awaitable.js';
import type { Rng } from '../numerics/rng.js';
import type { Proposal } from '../proposal/proposal.js';
import type { StateSpace } from '../state/state-space.js';
import { betaOf, type ChainState, checkBeta, type Kernel, type StepInfo } from './kernel.js';
import { mergeStates } from './merge-states.js';
import { metropolisKernel } from './metropolis.js';
import { markedRows, proposedEnergy } from './proposed-energy.js';
import { rowStreams } from './row-streams.js';

/** What a kernel of delayed acceptance is put together from. */
export interface DelayedAcceptanceParts<B> {
  readonly space: StateSpace<B>;
  /** The costly energy, which is sampled. */
  readonly energy: Energy<B>;
  /** The cheap one: it must allow whatever the costly one allows. */
  readonly cheap: Energy<B>;
  readonly proposal: Proposal<B>;
  /** Metropolis steps by the cheap energy before the costly one is asked, ≥ 1. */
  readonly cheapSteps: number;
}

/**
 * Metropolis in two stages: the move is made by `cheapSteps` Metropolis steps of the cheap energy E*, and only where it leads
 * elsewhere the costly energy E is evaluated, and the move taken with probability min(1, α),
 * ln α = β((E(x) − E(x′)) − (E*(x) − E*(x′))). The cheap steps are in detailed balance with e^(−βE*), so that the whole is with
 * e^(−βE), however bad the cheap energy is; a bad one only has more moves rejected.
 *
 * The cheap energies of the states stand in `arrays.cheapEnergy`. `evaluations` counts the costly ones alone.
 *
 * @remarks Row r draws its cheap steps from `rng.split(r).split(1)` and on, and its test from `rng.split(r)`.
 * @see Christen & Fox, J. Comput. Graph. Stat. 14, 795 (2005); Liu, Monte Carlo Strategies in Scientific Computing, Springer (2001),
 *   for more than one cheap step.
 */
export function delayedAcceptanceKernel<B>(parts: DelayedAcceptanceParts<B>): Kernel<B> {
  const { space, energy, cheap, proposal } = parts;
  const screen = metropolisKernel({ space, energy: cheap, proposal, energyName: 'cheap energy' });
  return {
    init: (batch) =>
      whenAll([energy.evaluate(batch), cheap.evaluate(batch)], ([costly, cheapEnergy]) => ({
        batch,
        energy: checkedEnergy('energy', costly!),
        arrays: { cheapEnergy: checkedEnergy('cheap energy', cheapEnergy!) },
      })),
    step: (rng, state, beta) => {
      checkBeta(beta, state.energy.length);
      const start: Screened<B> = {
        state: { batch: state.batch, energy: state.arrays!.cheapEnergy! },
        moved: new Uint8Array(state.energy.length),
        evaluations: 0,
      };
      return whenDone(screenSteps(screen, rng, start, beta, parts.cheapSteps), (screened) =>
        whenDone(costlyEnergies(parts, state, screened), (found) => decide(parts, rng, state, screened, found, beta)),
      );
    },
  };
}

/**
 * ln α of the second stage.
 *
 * @param from - Costly and cheap energy of the state, and of the proposed one; NaN for no energy.
 */
export function delayedLogAcceptance(from: EnergyPair, to: EnergyPair, beta: number): number {
  if (Number.isNaN(to.costly)) return Number.NEGATIVE_INFINITY;
  // Out of the forbidden every move is welcome, and among forbidden states too, until an allowed one is found.
  if (from.costly === Number.POSITIVE_INFINITY) return 0;
  if (to.costly === Number.POSITIVE_INFINITY) return Number.NEGATIVE_INFINITY;
  if (from.cheap === Number.POSITIVE_INFINITY) return 0;
  return beta * (from.costly - to.costly - (from.cheap - to.cheap));
}

interface EnergyPair {
  readonly costly: number;
  readonly cheap: number;
}

/** Where the cheap steps led to. */
interface Screened<B> {
  readonly state: ChainState<B>;
  /** 1 for each chain that one of them moved. */
  readonly moved: Uint8Array;
  readonly evaluations: number;
}

function screenSteps<B>(
  screen: Kernel<B>,
  rng: Rng,
  { state, moved, evaluations }: Screened<B>,
  beta: number | Float64Array,
  left: number,
): Awaitable<Screened<B>> {
  const streams = rowStreams(rng, (row) => rng.split(row).split(left));
  return whenDone(screen.step(streams, state, beta), ([next, info]) => {
    const screened = {
      state: next,
      moved: moved.map((is, row) => is | info.accepted[row]!),
      evaluations: evaluations + info.evaluations,
    };
    return left === 1 ? screened : screenSteps(screen, rng, screened, beta, left - 1);
  });
}

interface CostlyEnergies {
  /** Of the states that the chains would move to; those of their own where they stay. */
  readonly energy: Float64Array;
  readonly evaluations: number;
  readonly nonFinite: number;
  readonly fault: StepInfo['fault'];
}

function costlyEnergies<B>(
  { space, energy }: DelayedAcceptanceParts<B>,
  state: ChainState<B>,
  { state: to, moved }: Screened<B>,
): Awaitable<CostlyEnergies> {
  const rows = Int32Array.from(moved.keys()).filter((row) => moved[row] === 1);
  const evaluate = (first: number, end: number): Awaitable<Float64Array> =>
    energy.evaluate(space.take(to.batch, rows.subarray(first, end)));
  if (rows.length === 0) return { energy: state.energy, evaluations: 0, nonFinite: 0, fault: undefined };
  return whenDone(proposedEnergy('energy', rows.length, evaluate), ({ energy: values, nonFinite, fault }) => {
    const all = state.energy.slice();
    for (let i = 0; i < rows.length; i++) all[rows[i]!] = values[i]!;
    return { energy: all, evaluations: rows.length, nonFinite, fault };
  });
}

function decide<B>(
  { space }: DelayedAcceptanceParts<B>,
  rng: Rng,
  state: ChainState<B>,
  { state: to, moved, evaluations: cheapEvaluations }: Screened<B>,
  { energy, evaluations, nonFinite, fault }: CostlyEnergies,
  beta: number | Float64Array,
): readonly [ChainState<B>, StepInfo] {
  const cheapEnergy = state.arrays!.cheapEnergy!;
  const accepted = new Uint8Array(energy.length);
  let forbidden = 0;
  for (let row = 0; row < energy.length; row++) {
    if (moved[row] === 0) continue;
    if (energy[row] === Number.POSITIVE_INFINITY) forbidden++;
    const from = { costly: state.energy[row]!, cheap: cheapEnergy[row]! };
    const logAlpha = delayedLogAcceptance(from, { costly: energy[row]!, cheap: to.energy[row]! }, betaOf(beta, row));
    if (logAlpha >= 0 || rng.split(row).uniform() < Math.exp(logAlpha)) accepted[row] = 1;
  }
  const next = mergeStates(space, state, { batch: to.batch, energy, arrays: { cheapEnergy: to.energy } }, accepted);
  const saved = energy.length - evaluations;
  const counts = { forbidden, nonFinite, costlySaved: saved, cheapEvaluations };
  return [next, { accepted, evaluations, counts, countsByChain: { nonFinite: markedRows(energy) }, fault }];
}
