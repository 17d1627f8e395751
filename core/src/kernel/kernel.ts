import type { NonFiniteEnergyError } from '../errors/design-error.js';
import type { Awaitable } from '../numerics/awaitable.js';
import type { Rng } from '../numerics/rng.js';

/** Numbers of every chain beside its state, by name: [chains, width] each, row-major. */
export type ChainArrays = Readonly<Record<string, Float64Array>>;

/** What every kernel's state holds: one row per chain, and whatever the next step would otherwise compute again. */
export interface ChainState<B> {
  readonly batch: B;
  /** +Infinity marks a chain that has not yet left the forbidden states. */
  readonly energy: Float64Array;
  /** More that is known of each row: 'gradient', 'momentum'. A function of (batch, chain's past), never tuning. */
  readonly arrays?: ChainArrays;
}

/** What every kernel says of a step. Nothing here is needed for the next one. */
export interface StepInfo {
  /** 1 for each chain that moved, else 0. */
  readonly accepted: Uint8Array;
  /** Energy evaluations of the step, one per state; an evaluation with its gradient counts as one, and so do a difference and the energies of one site. */
  readonly evaluations: number;
  /** Probability with which each chain's move was (or would have been) taken, where the kernel has a test; adaptation reads it. */
  readonly acceptanceProbability?: Float64Array;
  /**
   * What the acceptance rate is the mean of, [chains], where that is not `accepted`: the statistic of trajectories that tuning
   * goes by, of which a move is drawn. 'none', or NaN of a chain, where nothing is proposed that could be rejected.
   */
  readonly acceptance?: Float64Array | 'none';
  /** Things worth counting, summed over the chains: 'forbidden', 'nonFinite', 'divergences', 'maximalTrees'. */
  readonly counts?: Readonly<Record<string, number>>;
  /** Of `counts`, those that are known of each chain, [chains]; a driver may look at some chains alone. */
  readonly countsByChain?: ChainArrays;
  /** The first proposed state whose energy was NaN or −Infinity, with its term: those that 'nonFinite' counts. */
  readonly fault?: NonFiniteEnergyError | undefined;
}

/** What a chain's step adds to the acceptance rate; NaN where nothing was proposed that could be rejected. */
export function acceptanceOf({ accepted, acceptance }: StepInfo, row: number): number {
  return acceptance === 'none' ? Number.NaN : (acceptance ?? accepted)[row]!;
}

/**
 * One transition of a Markov chain, over a batch of chains at once. Kernels are values: `step` changes neither its state nor
 * itself, and β belongs to the schedule of whoever drives it.
 *
 * Row r draws from `rng.split(r)` and the streams below it (or from `rng.fillNormalRows` and the like, which are the same
 * numbers faster), and from nothing else. A driver that runs chains 8 … 15 apart from the others hands over streams that start
 * at chain 8, and every chain takes the path it takes among all of them.
 */
export interface Kernel<B> {
  init(batch: B): Awaitable<ChainState<B>>;
  /**
   * @param beta - Inverse temperature, one for all chains or one for each; finite, ≥ 0. @throws {RangeError} One is not.
   * @throws {NonFiniteEnergyError} The energy of a state that a chain is at is NaN or −Infinity. A *proposed* state without a
   *   finite energy is rejected and counted, never repaired.
   */
  step(rng: Rng, state: ChainState<B>, beta: number | Float64Array): Awaitable<readonly [ChainState<B>, StepInfo]>;
}

/**
 * A kernel with parameters (step sizes, masses) that are tuned while the chains warm up and fixed afterwards. Parameters are
 * arrays of every chain, so that chains tune themselves alone and may be run apart from each other; a checkpoint holds them as
 * they are.
 */
export interface TunableKernel<B> {
  /** The kernel with these parameters, cheap to make. The kernel of no parameters, `{}`, can `init`. */
  at(parameters: ChainArrays): Kernel<B>;
  /** Parameters to warm up from. */
  initialParameters(rng: Rng, state: ChainState<B>, beta: number | Float64Array): Awaitable<InitialParameters>;
  /** What warm-up step `step` of `stepCount` (from 1) teaches. Absent where there is nothing to tune. */
  tune?(parameters: ChainArrays, step: WarmUpStep<B>): ChainArrays;
}

/** Parameters that were found, or are known, before the first step. */
export interface InitialParameters {
  readonly parameters: ChainArrays;
  /** Energy evaluations that finding them took, as {@link StepInfo.evaluations} counts them. */
  readonly evaluations: number;
}

/** A finished step of the warm-up. */
export interface WarmUpStep<B> {
  /** From 1. After step `stepCount` the parameters are final: averages, where tuning averages. */
  readonly step: number;
  readonly stepCount: number;
  /** After the step. */
  readonly state: ChainState<B>;
  readonly info: StepInfo;
}

/** A kernel without parameters as a tunable one. */
export function fixedKernel<B>(kernel: Kernel<B>): TunableKernel<B> {
  return { at: () => kernel, initialParameters: () => ({ parameters: {}, evaluations: 0 }) };
}

/** @throws {RangeError} A β is negative or not finite, or there are not as many as chains. */
export function checkBeta(beta: number | Float64Array, chainCount: number): void {
  if (typeof beta === 'number') {
    if (!(Number.isFinite(beta) && beta >= 0)) throw new RangeError(`beta is ${beta}; it must be finite and ≥ 0`);
    return;
  }
  if (beta.length !== chainCount) throw new RangeError(`there are ${beta.length} betas for ${chainCount} chains`);
  const wrong = beta.find((value) => !(Number.isFinite(value) && value >= 0));
  if (wrong !== undefined) throw new RangeError(`beta is ${wrong}; it must be finite and ≥ 0`);
}

/** β of a chain. */
export function betaOf(beta: number | Float64Array, chain: number): number {
  return typeof beta === 'number' ? beta : beta[chain]!;
}
