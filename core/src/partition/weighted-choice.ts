import type { Rng } from '../numerics/rng.js';
import type { StateSpace } from '../state/state-space.js';
import { RunningLogSum } from './running-log-sum.js';

/**
 * One state of each chain out of all that it is offered, drawn with probability proportional to e^(−width · slope): as the place of
 * a path that lies `width` further on would weigh them.
 *
 * @remarks A reservoir: nothing is kept but the state that is chosen so far. O(chains) an offer.
 * @see Chao, Biometrika 69, 653 (1982).
 */
export class WeightedChoice<B> {
  readonly #space: StateSpace<B>;
  readonly #width: number;
  readonly #rng: Rng;
  readonly #totals: readonly RunningLogSum[];
  #chosen: B;

  /** @param first - What is chosen as long as nothing is offered: a state of each chain. */
  constructor(space: StateSpace<B>, first: B, width: number, rng: Rng) {
    this.#space = space;
    this.#width = width;
    this.#rng = rng;
    this.#totals = Array.from({ length: space.size(first) }, () => new RunningLogSum());
    this.#chosen = first;
  }

  /** @param slope - dU/dt of each chain's state, finite. */
  offer(batch: B, slope: Float64Array): void {
    const count = slope.length;
    const rows = Int32Array.from(slope, (value, chain) => {
      const total = this.#totals[chain]!;
      const logWeight = -this.#width * value;
      total.add(logWeight);
      return this.#rng.uniform() < Math.exp(logWeight - total.value) ? count + chain : chain;
    });
    if (rows.every((row) => row < count)) return;
    this.#chosen = this.#space.take(this.#space.concat([this.#chosen, batch]), rows);
  }

  get chosen(): B {
    return this.#chosen;
  }
}
