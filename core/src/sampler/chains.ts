import { ChainStreams } from '../kernel/chain-streams.js';
import type { ChainArrays, ChainState, Kernel, StepInfo, TunableKernel } from '../kernel/kernel.js';
import type { KernelTarget } from '../kernel/kernel-definition.js';
import { type Awaitable, whenDone } from '../numerics/awaitable.js';
import type { StateSpace } from '../state/state-space.js';
import { type CheckpointValue, packState, unpackState } from './checkpoint.js';
import type { SamplingProblem } from './sampler.js';
import { startingStates } from './starting-states.js';
import { StepCounts } from './step-counts.js';

/** Makes the kernel for what is sampled: a `KernelMaker`, or a function for one kind of state. */
export type KernelFor<B> = (target: KernelTarget<B>) => TunableKernel<B>;

/** Which chains are driven, and with what. */
export interface ChainSettings<B> {
  readonly kernel: KernelFor<B>;
  readonly chains: number;
  /** Number of the first: chains driven apart from the others take the same paths. 0 when absent. */
  readonly firstChain?: number;
  /** Rows that belong to one chain of draws, the first being the one that draws. 1 when absent. */
  readonly rowsPerChain?: number;
  /** Steps in which the kernel tunes itself; their states are no draws. */
  readonly warmUp: number;
}

type Beta = number | Float64Array;

/** Chains under way: their states, the kernel's parameters, and what has been counted. Step t of chain c draws from `rng.split(c).split(t)`. */
export class Chains<B> {
  readonly counts: StepCounts;
  readonly #space: StateSpace<B>;
  readonly #tunable: TunableKernel<B>;
  readonly #streams: ChainStreams;
  readonly #warmUp: number;
  #parameters: ChainArrays;
  #kernel: Kernel<B>;
  #state: ChainState<B>;

  private constructor(
    { space, rng }: SamplingProblem<B>,
    tunable: TunableKernel<B>,
    { chains, firstChain = 0, rowsPerChain = 1, warmUp }: ChainSettings<B>,
    state: ChainState<B>,
    parameters: ChainArrays,
  ) {
    this.counts = new StepCounts(rowsPerChain);
    this.#space = space;
    this.#tunable = tunable;
    this.#streams = new ChainStreams(rng, chains, firstChain);
    this.#warmUp = warmUp;
    this.#state = state;
    this.#parameters = parameters;
    this.#kernel = tunable.at(parameters);
  }

  /**
   * Evaluates the starting states, and finds the parameters to begin with.
   *
   * @param beta - Of the first step.
   */
  static async start<B>(
    problem: SamplingProblem<B>,
    settings: ChainSettings<B>,
    beta: Beta,
    initial?: B,
  ): Promise<Chains<B>> {
    const { chains, firstChain = 0, kernel } = settings;
    const tunable = kernel(problem);
    const batch = initial ?? (await startingStates(problem, chains, firstChain));
    const state = await tunable.at({}).init(batch);
    const streams = new ChainStreams(problem.rng, chains, firstChain).at(0);
    const parameters = await tunable.initialParameters(streams, state, beta);
    const started = new Chains(problem, tunable, settings, state, parameters);
    started.counts.addEvaluations(chains);
    return started;
  }

  /** Chains as {@link pack} left them. */
  static async resume<B>(
    problem: SamplingProblem<B>,
    settings: ChainSettings<B>,
    packed: CheckpointValue,
  ): Promise<Chains<B>> {
    // What pack wrote; a checkpoint file is checked as a whole.
    const { state, parameters, counts } = packed as unknown as Packed;
    const resumed = new Chains(
      problem,
      settings.kernel(problem),
      settings,
      await unpackState(problem.space, state),
      parameters,
    );
    resumed.counts.restore(counts);
    return resumed;
  }

  get state(): ChainState<B> {
    return this.#state;
  }

  /** The kernel's, as tuned so far. */
  get parameters(): ChainArrays {
    return this.#parameters;
  }

  /** One step of every chain, from 1 on; those up to the end of the warm-up tune the kernel. */
  advance(step: number, beta: Beta): Awaitable<StepInfo> {
    return whenDone(this.#kernel.step(this.#streams.at(step), this.#state, beta), ([state, info]) => {
      this.#state = state;
      const isWarmUp = step <= this.#warmUp;
      this.counts.observe(info, !isWarmUp);
      if (isWarmUp) this.#tune(step, info);
      return info;
    });
  }

  /** Puts the chains into other states of known energy. */
  moveTo(state: ChainState<B>): void {
    this.#state = state;
  }

  pack(): CheckpointValue {
    // Arrays of numbers by name are what a checkpoint holds.
    const parameters = this.#parameters as CheckpointValue;
    return { state: packState(this.#space, this.#state), parameters, counts: this.counts.pack() };
  }

  #tune(step: number, info: StepInfo): void {
    if (this.#tunable.tune === undefined) return;
    const finished = { step, stepCount: this.#warmUp, state: this.#state, info };
    this.#parameters = this.#tunable.tune(this.#parameters, finished);
    this.#kernel = this.#tunable.at(this.#parameters);
  }
}

interface Packed {
  readonly state: CheckpointValue;
  readonly parameters: ChainArrays;
  readonly counts: CheckpointValue;
}
