import type { ChainArrays, ChainState, TunableKernel } from '../kernel/kernel.js';
import type { KernelMaker } from '../kernel/kernel-definition.js';
import { takeArrays } from '../kernel/take-states.js';
import type { Rng } from '../numerics/rng.js';
import { median } from '../numerics/statistics.js';
import type { TrainingSubject } from './trainer.js';

/** How a trainer samples its model. */
export interface ModelChainSettings {
  readonly kernel: KernelMaker;
  /** Steps of the kernel in every training step, k. */
  readonly steps: number;
  /** β at which the chains run; 1 is the model. */
  readonly beta: number;
  /** Steps before the first training step in which the kernel tunes itself; it never does later. */
  readonly tuning: number;
}

/** Chains after their steps. */
export interface MovedChains<B> {
  readonly state: ChainState<B>;
  /** Share of the moves that were accepted. */
  readonly acceptanceRate: number;
  /** Mean energy of the states that they started from. */
  readonly startEnergy: number;
  readonly evaluations: number;
}

/** What chains of a trainer share: parameters of the kernel, of one row, that hold for every chain. */
export interface TunedKernel {
  readonly parameters: ChainArrays;
  readonly evaluations: number;
}

/**
 * Chains that sample the model as it is now. Their kernel is tuned once, on the model that training begins with, and then left
 * alone: chains that tune themselves while the model changes under them would follow neither. What the chains of the tuning
 * learned is made one: the median of step sizes, the mean of scales.
 */
export class ModelChains<B> {
  readonly #settings: ModelChainSettings;
  readonly #kernel: TunableKernel<B>;

  /** @throws {ConfigurationError} The space or the energy lacks what the kernel needs. */
  constructor({ space, energy }: TrainingSubject<B>, settings: ModelChainSettings) {
    this.#settings = settings;
    this.#kernel = settings.kernel({ space, energy });
    // Only the kernel of some parameters has made all that it needs.
    this.#kernel.at({});
  }

  /** The kernel's parameters for the model as it is, found by chains that start at `states`. */
  async tune(rng: Rng, states: B): Promise<TunedKernel> {
    const { beta, tuning } = this.#settings;
    let state = await this.#kernel.at({}).init(states);
    const first = await this.#kernel.initialParameters(rng.split(0), state, beta);
    let { parameters } = first;
    let evaluations = state.energy.length + first.evaluations;
    for (let step = 1; step <= tuning && this.#kernel.tune !== undefined; step++) {
      const [next, info] = await this.#kernel.at(parameters).step(rng.split(step), state, beta);
      state = next;
      evaluations += info.evaluations;
      parameters = this.#kernel.tune(parameters, { step, stepCount: tuning, state, info });
    }
    return { parameters: commonParameters(parameters, state.energy.length), evaluations };
  }

  /** Moves chains k steps from `states`, a chain each; step s of chain r draws from `rng.split(s).split(r)`. */
  async move(rng: Rng, parameters: ChainArrays, states: B): Promise<MovedChains<B>> {
    const { beta, steps } = this.#settings;
    let state = await this.#kernel.at({}).init(states);
    const { energy } = state;
    const chainCount = energy.length;
    const kernel = this.#kernel.at(takeArrays(parameters, 1, new Int32Array(chainCount)));
    const startEnergy = energy.reduce((sum, value) => sum + value, 0) / chainCount;
    let evaluations = chainCount;
    let accepted = 0;
    for (let step = 0; step < steps; step++) {
      const stepped = kernel.step(rng.split(step), state, beta);
      const [next, info] = stepped instanceof Promise ? await stepped : stepped;
      state = next;
      evaluations += info.evaluations;
      for (let chain = 0; chain < chainCount; chain++) accepted += info.accepted[chain]!;
    }
    return { state, acceptanceRate: accepted / (chainCount * steps), startEnergy, evaluations };
  }
}

/** One row for all chains: medians of single numbers, means of what has more of them. */
function commonParameters(parameters: ChainArrays, chainCount: number): ChainArrays {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, values]) => [
      name,
      values.length === chainCount ? Float64Array.of(median(values)) : meanRow(values, chainCount),
    ]),
  );
}

function meanRow(values: Float64Array, rowCount: number): Float64Array {
  const width = values.length / rowCount;
  const mean = new Float64Array(width);
  for (let i = 0; i < values.length; i++) mean[i % width]! += values[i]! / rowCount;
  return mean;
}
