import { type Awaitable, whenDone } from '../numerics/awaitable.js';
import type { Rng } from '../numerics/rng.js';
import { chooseWeighted, happens } from '../numerics/weighted-choice.js';
import { halfDrop } from './half-drop.js';
import { betaOf, type ChainState, checkBeta, type Kernel, type StepInfo } from './kernel.js';
import type { KernelTarget } from './kernel-definition.js';
import type { SiteGuide, SiteMove } from './site-guide.js';
import { siteGuideOf } from './site-guide-of.js';
import type { FreeSites } from './site-target.js';
import { WorkingSites } from './working-sites.js';

/**
 * Gibbs with gradients: one site gets another value, both chosen with probability ∝ e^(−β(E(x′) − E(x))/2) among all such moves,
 * and the Metropolis test makes it exact. Moves that lower the energy are found at once in large spaces. Energies of all moves are
 * exact where the energy gives those of single sites; else E(x′) − E(x) is estimated by slopes, as in the paper, and the test uses
 * exact energies.
 *
 * The state holds the energies of all values of all sites, or their slopes, so that a step asks for them once.
 * Row r draws from `rng.split(r)`. A chain at a forbidden state moves to any state as likely until it finds an allowed one.
 *
 * @throws {ConfigurationError} See {@link siteGuideOf}.
 * @remarks O(sites · neighbours) a step, whatever moves; with slopes one evaluation.
 * @see Grathwohl, Swersky, Hashemi, Duvenaud & Maddison, ICML (2021); Zanella, J. Am. Stat. Assoc. 115, 852 (2020).
 */
export function gibbsWithGradientsKernel<B>(of: KernelTarget<B>): Kernel<B> {
  const guide = siteGuideOf(of);
  return {
    init: (batch) => guide.init(batch),
    step: (rng, state, beta) => {
      checkBeta(beta, state.energy.length);
      return whenDone(guide.known(state), (estimates) => step(guide, rng, state, estimates, beta));
    },
  };
}

/** A move and how likely it was proposed. */
interface WeighedMove extends SiteMove {
  /** ln q(x′|x). */
  readonly logForward: number;
}

const noMove: WeighedMove = { k: -1, before: 0, after: 0, logForward: 0 };

function step<B>(
  guide: SiteGuide<B>,
  rng: Rng,
  state: ChainState<B>,
  estimates: Float64Array,
  beta: number | Float64Array,
): Awaitable<readonly [ChainState<B>, StepInfo]> {
  const { freeSites, width, space } = guide;
  const rowCount = state.energy.length;
  const proposed = new WorkingSites(space, state.batch);
  const moveCount = freeSites.length * width;
  const [weights, logWeights] = [new Float64Array(moveCount), new Float64Array(moveCount)];
  const streams = Array.from({ length: rowCount }, (_, row) => rng.split(row));
  const siteAt = (row: number, k: number) => row * space.siteCount + freeSites[k]!;
  const weigh = (of: Float64Array, row: number): number => {
    const ofRow = of.subarray(row * moveCount, (row + 1) * moveCount);
    return fillWeights(guide, proposed, ofRow, row, betaOf(beta, row), weights, logWeights);
  };
  const moves = streams.map((stream, row): WeighedMove => {
    const logTotal = weigh(estimates, row);
    if (logTotal === Number.NEGATIVE_INFINITY) return noMove;
    const choice = chooseWeighted(stream, weights);
    const k = Math.floor(choice / width);
    const before = proposed.values[siteAt(row, k)]!;
    return { k, before, after: choice % width, logForward: logWeights[choice]! - logTotal };
  });
  for (const [row, { k, after }] of moves.entries()) if (k >= 0) proposed.values[siteAt(row, k)] = after;
  return whenDone(guide.move(state, estimates, moves, proposed.batch), (there) => {
    const accepted = new Uint8Array(rowCount);
    const acceptanceProbability = new Float64Array(rowCount);
    const reached = new WorkingSites(space, state.batch);
    const kept = estimates.slice();
    for (const [row, { k, before, after, logForward }] of moves.entries()) {
      if (k < 0) continue;
      const logTotal = weigh(there.estimates, row);
      const logReverse = logWeights[k * width + before]! - logTotal;
      const isForbidden = state.energy[row] === Number.POSITIVE_INFINITY;
      const logRatio = isForbidden ? 0 : testRatio(betaOf(beta, row), there.changes[row]!, logReverse, logForward);
      acceptanceProbability[row] = Number.isNaN(there.changes[row]!) ? 0 : Math.exp(Math.min(0, logRatio));
      if (!happens(streams[row]!, acceptanceProbability[row]!)) continue;
      accepted[row] = 1;
      reached.values[siteAt(row, k)] = after;
      kept.set(there.estimates.subarray(row * moveCount, (row + 1) * moveCount), row * moveCount);
    }
    const { nonFinite, nonFiniteByChain, fault } = there;
    const info: StepInfo = {
      accepted,
      acceptanceProbability,
      evaluations: there.evaluations + guide.missingEvaluations(state),
      counts: { nonFinite },
      countsByChain: { nonFinite: nonFiniteByChain },
      fault,
    };
    const { batch } = reached;
    return whenDone(there.energyAfter(accepted, batch), (energy) => [
      { batch, energy, arrays: guide.carried(kept) },
      info,
    ]);
  });
}

/** ln of what a move from an allowed state is tested by; −∞ where no chain may be, and where no way leads back. */
function testRatio(beta: number, change: number, logReverse: number, logForward: number): number {
  // β = 0 forgives no wall: 0 · ∞ must not arise.
  if (!(change < Number.POSITIVE_INFINITY && logReverse > Number.NEGATIVE_INFINITY)) return Number.NEGATIVE_INFINITY;
  return -beta * change + logReverse - logForward;
}

/**
 * Weights of all moves of a row, e^(−β(E(x′) − E(x))/2) over the greatest of them; 0 for no move and for states without a finite
 * energy. Where the row itself has none, every move to another value weighs the same. The way back from a far better state has a
 * weight below the least number, and is known by its logarithm alone.
 *
 * @param energies - Of every value of every free site, or estimates of them: [free sites, width].
 * @param weights - Is filled: [free sites, width].
 * @param logWeights - Is filled with their logarithms: [free sites, width].
 * @returns ln of their sum; −Infinity where there is no move.
 */
function fillWeights<B>(
  { freeSites, width, space }: FreeSites<B>,
  { values, siteCount }: WorkingSites<B>,
  energies: Float64Array,
  row: number,
  beta: number,
  weights: Float64Array,
  logWeights: Float64Array,
): number {
  let greatest = Number.NEGATIVE_INFINITY;
  for (let k = 0, i = 0; k < freeSites.length; k++) {
    const site = freeSites[k]!;
    const present = values[row * siteCount + site]!;
    const here = energies[k * width + present]!;
    for (let value = 0; value < width; value++, i++) {
      const isMove = value !== present && value < space.valueCounts[site]!;
      logWeights[i] = isMove ? halfDrop(beta, here, energies[i]!) : Number.NEGATIVE_INFINITY;
      greatest = Math.max(greatest, logWeights[i]!);
    }
  }
  if (greatest === Number.NEGATIVE_INFINITY) return greatest;
  let total = 0;
  for (let i = 0; i < weights.length; i++) {
    logWeights[i] = logWeights[i]! - greatest;
    weights[i] = Math.exp(logWeights[i]!);
    total += weights[i]!;
  }
  return Math.log(total);
}
