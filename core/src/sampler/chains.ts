import { ConfigurationError } from '../errors/design-error.js';
import type { ChainState, Kernel } from '../kernel/kernel.js';
import { rowStreams } from '../kernel/row-streams.js';
import { type Awaitable, whenDone } from '../numerics/awaitable.js';
import type { Rng } from '../numerics/rng.js';
import type { SamplingProblem } from './sampler.js';

/** Branch of the root stream that starting states are drawn from; chains have the branches from 0 on. */
const startingStatesLabel = 0xffff_ffff;

/**
 * One starting state per chain: the given ones in turn, again from the first where chains outnumber them; random ones where
 * none are given.
 *
 * @throws {ConfigurationError} `problem.initial` is there and has no rows.
 */
export function startingStates<B>({ space, initial, rng }: SamplingProblem<B>, chainCount: number): Awaitable<B> {
  if (initial === undefined) return space.random(rng.split(startingStatesLabel), chainCount);
  const given = space.size(initial);
  if (given === 0) throw new ConfigurationError([{ path: ['initial'], message: 'there is no state to start from' }]);
  return space.take(
    initial,
    Int32Array.from({ length: chainCount }, (_, chain) => chain % given),
  );
}

/** Chains under way: their state, and what has been counted. Step t of chain c draws from `rng.split(c).split(t)`. */
export class Chains<B> {
  readonly #kernel: Kernel<B>;
  readonly #rng: Rng;
  readonly #streams: readonly Rng[];
  #state: ChainState<B>;
  #evaluations: number;
  #proposed = 0;
  #accepted = 0;

  private constructor(kernel: Kernel<B>, rng: Rng, state: ChainState<B>) {
    this.#kernel = kernel;
    this.#rng = rng;
    this.#streams = Array.from(state.energy, (_, chain) => rng.split(chain));
    this.#state = state;
    this.#evaluations = state.energy.length;
  }

  /** Evaluates the starting states. */
  static async start<B>(kernel: Kernel<B>, problem: SamplingProblem<B>, chainCount: number): Promise<Chains<B>> {
    const state = await kernel.init(await startingStates(problem, chainCount));
    return new Chains(kernel, problem.rng, state);
  }

  get state(): ChainState<B> {
    return this.#state;
  }

  /** Energy evaluations so far, one per state. */
  get evaluations(): number {
    return this.#evaluations;
  }

  /** One step of every chain. */
  advance(step: number, beta: number): Awaitable<void> {
    const streams = rowStreams(this.#rng, (chain) => this.#streams[chain]!.split(step));
    return whenDone(this.#kernel.step(streams, this.#state, beta), ([state, info]) => {
      this.#state = state;
      this.#evaluations += info.evaluations;
      this.#proposed += info.accepted.length;
      for (const moved of info.accepted) this.#accepted += moved;
    });
  }

  /** Puts the chains into other states of known energy. */
  moveTo(state: ChainState<B>): void {
    this.#state = state;
  }

  /** Share of steps that moved their chain since this was last asked; NaN for no steps. */
  takeAcceptanceRate(): number {
    const rate = this.#accepted / this.#proposed;
    this.#accepted = 0;
    this.#proposed = 0;
    return rate;
  }
}
