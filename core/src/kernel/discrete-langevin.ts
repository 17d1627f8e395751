import { type Awaitable, whenDone } from '../numerics/awaitable.js';
import type { Rng } from '../numerics/rng.js';
import { chooseWeighted, happens } from '../numerics/weighted-choice.js';
import { halfDrop } from './half-drop.js';
import { betaOf, type ChainState, checkBeta, type Kernel, type StepInfo } from './kernel.js';
import type { KernelTarget } from './kernel-definition.js';
import { mergeStates } from './merge-states.js';
import { logAcceptance } from './metropolis.js';
import type { SiteGuide } from './site-guide.js';
import { siteGuideOf } from './site-guide-of.js';
import type { FreeSites } from './site-target.js';
import { checkStepSize, type StepSize, stepSizeOf } from './step-size.js';
import { WorkingSites } from './working-sites.js';

/**
 * Discrete Langevin with the Metropolis test (DMALA): every site draws a new value at once, each from
 * qᵢ(v) ∝ e^(−β(E(x with xᵢ = v) − E(x))/2 − [v ≠ xᵢ]/(2α)), and the test makes the whole move exact. Energies of single sites are
 * exact where the energy gives them; else they are estimated by slopes, as in the paper, and the test uses exact energies.
 *
 * The state holds the energies of all values of all sites, or their slopes, so that a step asks for them once.
 * Row r draws from `rng.split(r)`.
 *
 * @param stepSize - α > 0: the larger, the more sites change at once. For values 0 and 1 it is the α of the paper.
 * @throws {ConfigurationError} See {@link siteGuideOf}. @throws {RangeError} A step size is not finite and > 0.
 * @remarks O(sites · neighbours) and one evaluation a step; with slopes one evaluation.
 * @see Zhang, Liu & Liu, "A Langevin-like sampler for discrete distributions", ICML (2022).
 */
export function discreteLangevinKernel<B>(of: KernelTarget<B>, stepSize: StepSize): Kernel<B> {
  checkStepSize(stepSize);
  const guide = siteGuideOf(of);
  return {
    init: (batch) => guide.init(batch),
    step: (rng, state, beta) => {
      checkBeta(beta, state.energy.length);
      return whenDone(guide.known(state), (estimates) => step(guide, rng, state, estimates, beta, stepSize));
    },
  };
}

function step<B>(
  guide: SiteGuide<B>,
  rng: Rng,
  state: ChainState<B>,
  estimates: Float64Array,
  beta: number | Float64Array,
  stepSize: StepSize,
): Awaitable<readonly [ChainState<B>, StepInfo]> {
  const { space } = guide;
  const rowCount = state.energy.length;
  const from = space.sites(state.batch);
  const work = new WorkingSites(space, state.batch);
  const streams = Array.from({ length: rowCount }, (_, row) => rng.split(row));
  const proposal = new SiteProposal(guide);
  const logForward = Float64Array.from(streams, (stream, row) => {
    proposal.at(estimates, row, betaOf(beta, row), stepSizeOf(stepSize, row));
    return proposal.draw(stream, from, work.values, row * work.siteCount);
  });
  const { batch } = work;
  return whenDone(guide.reach(batch, rowCount), (there) => {
    const { energy, nonFinite, nonFiniteByChain, fault } = there;
    const logRatio = logForward.map((forward, row) => {
      // From a forbidden state every allowed one is taken, though no way leads back.
      if (state.energy[row] === Number.POSITIVE_INFINITY) return 0;
      proposal.at(there.estimates, row, betaOf(beta, row), stepSizeOf(stepSize, row));
      return proposal.logProbability(work.values, from, row * work.siteCount) - forward;
    });
    const accepted = new Uint8Array(rowCount);
    const acceptanceProbability = logRatio.map((ratio, row) =>
      Math.exp(Math.min(0, logAcceptance(state.energy[row]!, energy[row]!, ratio, betaOf(beta, row)))),
    );
    for (const [row, stream] of streams.entries()) accepted[row] = happens(stream, acceptanceProbability[row]!) ? 1 : 0;
    const reached = { batch, energy, arrays: guide.carried(there.estimates) };
    const next = mergeStates(space, { ...state, arrays: guide.carried(estimates) }, reached, accepted);
    const info: StepInfo = {
      accepted,
      acceptanceProbability,
      evaluations: there.evaluations + guide.missingEvaluations(state),
      counts: { nonFinite },
      countsByChain: { nonFinite: nonFiniteByChain },
      fault,
    };
    return [next, info];
  });
}

/** Probabilities by which every site of a row draws its value, from the energies at one state, or estimates of them. */
class SiteProposal<B> {
  readonly #sites: FreeSites<B>;
  readonly #weights: Float64Array;
  /** Those that are below the least number have a logarithm still. */
  readonly #logWeights: Float64Array;
  #energies: Float64Array = new Float64Array(0);
  #first = 0;
  #beta = 0;
  #penalty = 0;

  constructor(sites: FreeSites<B>) {
    this.#sites = sites;
    this.#weights = new Float64Array(sites.width);
    this.#logWeights = new Float64Array(sites.width);
  }

  /** @param energies - Of every row. */
  at(energies: Float64Array, row: number, beta: number, stepSize: number): void {
    this.#energies = energies;
    this.#first = row * this.#sites.freeSites.length * this.#sites.width;
    this.#beta = beta;
    this.#penalty = 0.5 / stepSize;
  }

  /** Draws all free sites of the row that begins at `start`. @returns ln of the probability of what was drawn. */
  draw(stream: Rng, from: Uint8Array, to: Uint8Array, start: number): number {
    const { freeSites } = this.#sites;
    let logProbability = 0;
    for (let k = 0; k < freeSites.length; k++) {
      const site = start + freeSites[k]!;
      const logTotal = this.#weigh(k, from[site]!);
      const value = chooseWeighted(stream, this.#weights);
      to[site] = value;
      logProbability += this.#logWeights[value]! - logTotal;
    }
    return logProbability;
  }

  /** ln of the probability of drawing the values of `to` where the values are those of `from`. */
  logProbability(from: Uint8Array, to: Uint8Array, start: number): number {
    const { freeSites } = this.#sites;
    let logProbability = 0;
    for (let k = 0; k < freeSites.length; k++) {
      const site = start + freeSites[k]!;
      const logTotal = this.#weigh(k, from[site]!);
      logProbability += this.#logWeights[to[site]!]! - logTotal;
    }
    return logProbability;
  }

  /**
   * Weights of a site's values, the greatest 1. Values without a finite energy weigh nothing, unless the present one has none
   * either: then only the penalty counts.
   *
   * @returns ln of their sum.
   */
  #weigh(k: number, present: number): number {
    const [weights, logWeights] = [this.#weights, this.#logWeights];
    const { width, freeSites, space } = this.#sites;
    const count = space.valueCounts[freeSites[k]!]!;
    const at = this.#first + k * width;
    const here = this.#energies[at + present]!;
    let greatest = 0;
    for (let value = 0; value < width; value++) {
      const penalty = value === present ? 0 : this.#penalty;
      const gain = halfDrop(this.#beta, here, this.#energies[at + value]!);
      logWeights[value] = value < count ? gain - penalty : Number.NEGATIVE_INFINITY;
      greatest = Math.max(greatest, logWeights[value]!);
    }
    let total = 0;
    for (let value = 0; value < width; value++) {
      logWeights[value] = logWeights[value]! - greatest;
      weights[value] = Math.exp(logWeights[value]!);
      total += weights[value]!;
    }
    return Math.log(total);
  }
}
