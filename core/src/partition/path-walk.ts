import type { ChainStreams } from '../kernel/chain-streams.js';
import type { AnnealingPath } from '../path/annealing-path.js';

/** Kernel steps on a path, counted. */
export class PathWalk<B> {
  readonly path: AnnealingPath<B>;
  readonly #steps: number;
  /** Energy evaluations of the steps so far, one per state. */
  evaluations = 0;

  /** @param steps - Kernel steps of a stop. */
  constructor(path: AnnealingPath<B>, steps: number) {
    this.path = path;
    this.#steps = steps;
  }

  /** The k-th stop of the streams' chains, at a place. */
  async at(place: number, streams: ChainStreams, k: number, batch: B, steps = this.#steps): Promise<B> {
    const first = k * (this.#steps + 1);
    const { kernel, ...start } = await this.path.startAt(place, streams.at(first), batch);
    let { state } = start;
    this.evaluations += start.evaluations;
    for (let step = 1; step <= steps; step++) {
      const [next, info] = await kernel.step(streams.at(first + step), state, 1);
      state = next;
      this.evaluations += info.evaluations;
    }
    return state.batch;
  }
}
