import { NonFiniteEnergyError } from '../errors/design-error.js';
import { type Awaitable, whenDone } from '../numerics/awaitable.js';
import type { Rng } from '../numerics/rng.js';
import { chooseWeighted, happens } from '../numerics/weighted-choice.js';
import { allSiteEnergies, halfDrop, knownSiteEnergies } from './all-site-energies.js';
import { betaOf, type ChainState, checkBeta, type Kernel, type StepInfo } from './kernel.js';
import type { KernelTarget } from './kernel-definition.js';
import { energiesAfter, startSites } from './site-step.js';
import { type SiteTarget, siteTarget } from './site-target.js';
import { WorkingSites } from './working-sites.js';

/**
 * Gibbs with gradients: one site gets another value, both chosen with probability ∝ e^(−β(E(x′) − E(x))/2) among all such moves,
 * and the Metropolis test makes it exact. Moves that lower the energy are found at once in large spaces. Energies of all moves are
 * exact here, where the paper estimates them by a gradient.
 *
 * The state holds the energies of all values of all sites (array `siteEnergies`), so that a step asks for them once.
 * Row r draws from `rng.split(r)`. A chain at a forbidden state moves to any state as likely until it finds an allowed one.
 *
 * @throws {ConfigurationError} See {@link siteTarget}.
 * @remarks O(sites · neighbours) a step, whatever moves.
 * @see Grathwohl, Swersky, Hashemi, Duvenaud & Maddison, ICML (2021); Zanella, J. Am. Stat. Assoc. 115, 852 (2020).
 */
export function gibbsWithGradientsKernel<B>(of: KernelTarget<B>): Kernel<B> {
  const target = siteTarget(of);
  return {
    init: (batch) => startSites(target, batch),
    step: (rng, state, beta) => {
      checkBeta(beta, state.energy.length);
      return whenDone(knownSiteEnergies(target, state), (energies) => step(target, rng, state, energies, beta));
    },
  };
}

/** A proposed change of one site, or none where a chain has nowhere to go. */
interface SiteMove {
  /** Index into the free sites; −1 for none. */
  readonly k: number;
  readonly before: number;
  readonly after: number;
  /** ln q(x′|x). */
  readonly logForward: number;
}

const noMove: SiteMove = { k: -1, before: 0, after: 0, logForward: 0 };

function step<B>(
  target: SiteTarget<B>,
  rng: Rng,
  state: ChainState<B>,
  energies: Float64Array,
  beta: number | Float64Array,
): Awaitable<readonly [ChainState<B>, StepInfo]> {
  const { freeSites, width } = target;
  const rowCount = state.energy.length;
  const work = new WorkingSites(target.space, state.batch);
  const moveCount = freeSites.length * width;
  const [weights, logWeights] = [new Float64Array(moveCount), new Float64Array(moveCount)];
  const streams = Array.from({ length: rowCount }, (_, row) => rng.split(row));
  const siteAt = (row: number, k: number) => row * work.siteCount + freeSites[k]!;
  const weigh = (of: Float64Array, row: number): number => {
    const energies = of.subarray(row * moveCount, (row + 1) * moveCount);
    return fillWeights(target, work, energies, row, betaOf(beta, row), weights, logWeights);
  };
  const moves = streams.map((stream, row): SiteMove => {
    const logTotal = weigh(energies, row);
    if (logTotal === Number.NEGATIVE_INFINITY) return noMove;
    const choice = chooseWeighted(stream, weights);
    const k = Math.floor(choice / width);
    const before = work.values[siteAt(row, k)]!;
    return { k, before, after: choice % width, logForward: logWeights[choice]! - logTotal };
  });
  for (const [row, { k, after }] of moves.entries()) if (k >= 0) work.values[siteAt(row, k)] = after;
  return whenDone(allSiteEnergies(target, work.batch, rowCount), (there) => {
    const accepted = new Uint8Array(rowCount);
    const acceptanceProbability = new Float64Array(rowCount);
    const changes = new Float64Array(rowCount);
    const kept = energies.slice();
    for (const [row, { k, before, after, logForward }] of moves.entries()) {
      if (k < 0) continue;
      const at = row * moveCount + k * width;
      const logTotal = weigh(there, row);
      const logReverse = logWeights[k * width + before]! - logTotal;
      const change = energies[at + after]! - energies[at + before]!;
      const isForbidden = state.energy[row] === Number.POSITIVE_INFINITY;
      const logAlpha = isForbidden ? 0 : -betaOf(beta, row) * change + logReverse - logForward;
      acceptanceProbability[row] = Math.exp(Math.min(0, logAlpha));
      if (happens(streams[row]!, acceptanceProbability[row]!)) {
        accepted[row] = 1;
        changes[row] = change;
        kept.set(there.subarray(row * moveCount, (row + 1) * moveCount), row * moveCount);
      } else work.values[siteAt(row, k)] = before;
    }
    const { nonFinite, byChain, fault } = unspeakable(energies, moveCount);
    const info: StepInfo = {
      accepted,
      acceptanceProbability,
      evaluations: rowCount * freeSites.length,
      counts: { nonFinite },
      countsByChain: { nonFinite: byChain },
      fault,
    };
    const { batch } = work;
    return whenDone(energiesAfter(target, state.energy, changes, batch), (energy) => [
      { batch, energy, arrays: { siteEnergies: kept } },
      info,
    ]);
  });
}

/**
 * Weights of all moves of a row, e^(−β(E(x′) − E(x))/2) over the greatest of them; 0 for no move and for states without a finite
 * energy. Where the row itself has none, every move to another value weighs the same. The way back from a far better state has a
 * weight below the least number, and is known by its logarithm alone.
 *
 * @param energies - Of every value of every free site: [free sites, width].
 * @param weights - Is filled: [free sites, width].
 * @param logWeights - Is filled with their logarithms: [free sites, width].
 * @returns ln of their sum; −Infinity where there is no move.
 */
function fillWeights<B>(
  { freeSites, width, space }: SiteTarget<B>,
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

/** Values whose energy is NaN or −Infinity. */
function unspeakable(
  energies: Float64Array,
  moveCount: number,
): Pick<StepInfo, 'fault'> & { readonly nonFinite: number; readonly byChain: Float64Array } {
  const byChain = new Float64Array(energies.length / moveCount);
  let nonFinite = 0;
  let fault: NonFiniteEnergyError | undefined;
  for (let i = 0; i < energies.length; i++) {
    if (energies[i]! > Number.NEGATIVE_INFINITY) continue;
    nonFinite++;
    byChain[Math.floor(i / moveCount)]!++;
    fault ??= new NonFiniteEnergyError('energy', Math.floor(i / moveCount), energies[i]!);
  }
  return { nonFinite, byChain, fault };
}
