import { ChainStreams } from '../kernel/chain-streams.js';
import type { ChainArrays, ChainState, Kernel, StepInfo, TunableKernel } from '../kernel/kernel.js';
import type { KernelTarget } from '../kernel/kernel-definition.js';
import { takeArrays, takeStates } from '../kernel/take-states.js';
import { type Awaitable, whenDone } from '../numerics/awaitable.js';
import { concatNumbers } from '../numerics/concat-numbers.js';
import type { Columns } from '../state/columns.js';
import { concatColumns } from '../state/concat-columns.js';
import type { StateSpace } from '../state/state-space.js';
import { type CheckpointValue, packState, unpackState } from './checkpoint.js';
import type { SamplingProblem, SamplingTarget } from './sampler.js';
import { startAllowed } from './starting-states.js';
import { joinPackedCounts, StepCounts } from './step-counts.js';

/** Makes the kernel for what is sampled: a `KernelMaker`, or a function for one kind of state. */
export type KernelFor<B> = (target: KernelTarget<B>) => TunableKernel<B>;

/** @throws {ConfigurationError} The space or the energy lacks what the kernel needs. */
export function checkKernel<B>(kernel: KernelFor<B>, target: SamplingTarget<B>): void {
  // Only the kernel of some parameters has made all that it needs.
  kernel(target).at({});
}

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
  static async start<B>(problem: SamplingProblem<B>, settings: ChainSettings<B>, beta: Beta): Promise<Chains<B>> {
    const { space, initial } = problem;
    const { chains, firstChain = 0, rowsPerChain: width = 1, kernel } = settings;
    const tunable = kernel(problem);
    // All rows of a chain begin at its starting state.
    const rows = Int32Array.from({ length: chains }, (_, row) => Math.floor(row / width));
    const { started: state, tries } = await startAllowed(
      problem,
      { chains: chains / width, firstChain: firstChain / width },
      (batch) => tunable.at({}).init(width === 1 ? batch : space.take(batch, rows)),
      ({ energy }) => energy.filter((_, row) => row % width === 0),
    );
    const streams = new ChainStreams(problem.rng, chains, firstChain).at(0);
    const { parameters, evaluations } = await tunable.initialParameters(streams, state, beta);
    const started = new Chains(problem, tunable, settings, state, parameters);
    started.counts.addEvaluations((tries === 0 ? chains : 2 * chains + tries) + evaluations);
    if (initial !== undefined) started.counts.addStarts(state.energy);
    return started;
  }

  /** Chains as {@link pack} left them; of all chains of a run, those of the settings. What was counted goes on with the first. */
  static async resume<B>(
    problem: SamplingProblem<B>,
    settings: ChainSettings<B>,
    packed: CheckpointValue,
  ): Promise<Chains<B>> {
    // What pack wrote; a checkpoint file is checked as a whole.
    const { state, parameters, counts } = packed as unknown as PackedChains;
    const { chains, firstChain = 0 } = settings;
    const all = await unpackState(problem.space, state);
    const rows = Int32Array.from({ length: chains }, (_, chain) => firstChain + chain);
    const own = takeStates(problem.space, all, rows);
    const tuned = takeArrays(parameters, all.energy.length, rows);
    const resumed = new Chains(problem, settings.kernel(problem), settings, own, tuned);
    if (firstChain === 0) resumed.counts.restore(counts);
    else resumed.counts.goOnAfter(counts);
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

/** What {@link Chains.pack} gives. */
export interface PackedChains {
  readonly state: CheckpointValue;
  readonly parameters: ChainArrays;
  readonly counts: CheckpointValue;
}

/** Chains of ranges that follow on each other, each as {@link Chains.pack} gave it, as all together would be packed. */
export function joinPackedChains(packed: readonly CheckpointValue[]): CheckpointValue {
  if (packed.length === 1) return packed[0]!;
  // What pack wrote.
  const ranges = packed as readonly unknown[] as readonly PackedChains[];
  const states = ranges.map(({ state }) => state as unknown as PackedState);
  const arrays = states.every((state) => state.arrays !== null)
    ? joinArrays(states.map((state) => state.arrays ?? {}))
    : null;
  const state = {
    columns: concatColumns(states.map(({ columns }) => columns)) as unknown as CheckpointValue,
    energy: concatNumbers(states.map(({ energy }) => energy)),
    arrays: arrays as CheckpointValue,
  };
  const parameters = joinArrays(ranges.map((range) => range.parameters)) as CheckpointValue;
  return { state, parameters, counts: joinPackedCounts(ranges.map(({ counts }) => counts)) };
}

interface PackedState {
  readonly columns: Columns;
  readonly energy: Float64Array;
  readonly arrays: ChainArrays | null;
}

/** Arrays of the same names, chain after chain. */
function joinArrays(parts: readonly ChainArrays[]): ChainArrays {
  return Object.fromEntries(
    Object.keys(parts[0]!).map((name) => [name, concatNumbers(parts.map((part) => part[name]!))]),
  );
}
