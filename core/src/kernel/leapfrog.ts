import type { ValueAndGradient } from '../energy/energy.js';
import { type Awaitable, repeatWhile, whenDone } from '../numerics/awaitable.js';
import type { GradientTarget, ProposedPoints } from './gradient-target.js';
import { betaOf, type ChainState } from './kernel.js';
import { kickRows, kineticEnergies, leapRows, type Metric, type Motion } from './metric.js';
import { isBetween, type Walls } from './reflect.js';
import { driftBetweenWalls } from './walled-drift.js';

/** An error of βE + ½|q|² beyond which a trajectory has left the true one and says nothing of it. */
export const divergenceLimit = 1000;

/** Where trajectories begin. The state and its gradient are not written to. */
export interface LeapfrogStart<B> {
  readonly state: ChainState<B>;
  /** Of the state. */
  readonly gradient: Float64Array;
  readonly beta: number | Float64Array;
  /** Of each chain; negative ones go back in time. */
  readonly stepSizes: Float64Array;
  /** q of each chain, [chains, dimension]; belongs to the trajectories, which end with the momenta of their ends in it. */
  readonly momentum: Float64Array;
  /** Memory for the points on the way, [chains, dimension] each; those of the ends have their own. */
  readonly ways: readonly [Float64Array, Float64Array];
  /** Receives energies and gradients of the points on the way, and at last those of the ends. */
  readonly into: ValueAndGradient;
}

/**
 * Trajectories of all chains side by side, by the leapfrog (Störmer–Verlet) method in the potential βE: half a kick, a drift, a
 * kick, a drift … and half a kick. Each leap is reversible and keeps volumes; its error of the energy is of order ε². Drifts bounce off
 * the bounds of axes.
 *
 * A trajectory that meets a forbidden point, or one without an energy, ends there; one that begins at a forbidden point may
 * pass through others.
 *
 * @see Leimkuhler & Reich, Simulating Hamiltonian Dynamics, Cambridge (2004).
 */
export class Leapfrog<B> {
  readonly #target: GradientTarget<B>;
  readonly #motion: Motion;
  readonly #start: LeapfrogStart<B>;
  readonly #kinetic: Float64Array;
  readonly #into: ValueAndGradient;
  /** Trajectories that ended early, with the energy that they ended at. */
  readonly #ended = new Map<number, number>();
  readonly #diverged = new Set<number>();
  #position: Float64Array;

  constructor(target: GradientTarget<B>, metric: Metric, start: LeapfrogStart<B>) {
    this.#target = target;
    this.#start = start;
    const { stepSizes, beta, momentum } = start;
    this.#motion = {
      metric,
      dimension: target.dimension,
      times: stepSizes,
      forces: stepSizes.map((time, chain) => time * betaOf(beta, chain)),
      momentum,
    };
    this.#kinetic = this.#kineticEnergies();
    this.#into = start.into;
    this.#position = target.space.coordinates(start.state.batch);
  }

  /** Trajectories whose energy went astray. */
  get divergences(): number {
    return this.#diverged.size;
  }

  /** 1 for each chain whose trajectory is among those. */
  divergent(): Float64Array {
    return this.#kinetic.map((_, row) => (this.#diverged.has(row) ? 1 : 0));
  }

  /** Makes `count` ≥ 1 leaps; once only. @returns The ends of the trajectories, with what all of their points cost. */
  run(count: number): Awaitable<ProposedPoints<B>> {
    const { state, gradient } = this.#start;
    let left = count;
    let sum: ProposedPoints<B> | undefined;
    const leap = (): Awaitable<boolean> => {
      const to = left === 1 ? new Float64Array(this.#position.length) : this.#way(left);
      if (left === count) this.#move(gradient, 0.5, to);
      else this.#move(this.#into.gradient, 1, to);
      return whenDone(this.#target.evaluate(state.batch, to, this.#into), (found) => {
        this.#position = this.#target.space.coordinates(found.batch);
        this.#watch(found.energy);
        sum = sum === undefined ? found : added(sum, found);
        return --left > 0;
      });
    };
    return whenDone(repeatWhile(leap), () => {
      kickRows(this.#motion, this.#into.gradient, 0.5);
      for (const [row, energy] of this.#ended) this.#into.energy[row] = energy;
      return sum!;
    });
  }

  /** ½|q|² at the beginning less ½|q|² now. */
  kineticLoss(): Float64Array {
    const now = this.#kineticEnergies();
    return this.#kinetic.map((before, row) => before - now[row]!);
  }

  #kineticEnergies(): Float64Array {
    const { times, dimension, momentum } = this.#motion;
    return kineticEnergies(momentum, times.length, dimension);
  }

  /** Where the next points go, not where the last ones are. A view of its own, for a batch is known by its object. */
  #way(left: number): Float64Array {
    const { buffer, byteOffset, length } = this.#start.ways[left % 2]!;
    return new Float64Array(buffer, byteOffset, length);
  }

  /** A kick of `share` of a leap, and a drift to new positions. */
  #move(gradient: Float64Array, share: number, to: Float64Array): void {
    leapRows(this.#motion, gradient, share, this.#position, to);
    if (this.#target.walls !== undefined) this.#bounce(this.#target.walls, to);
    if (this.#ended.size > 0) this.#putBack(to);
  }

  /** Does drifts over again that led out of bounds, which a leap keeps the momenta for. */
  #bounce(walls: Walls, to: Float64Array): void {
    const { metric, dimension, times, momentum } = this.#motion;
    for (let row = 0, at = 0; row < times.length; row++, at += dimension) {
      if (isBetween(walls, to, at)) continue;
      driftBetweenWalls(walls, metric, row, dimension, this.#position, momentum, to, at, times[row]!);
    }
  }

  /** Ended trajectories wait at their beginning, where the energy can be evaluated. */
  #putBack(to: Float64Array): void {
    const { dimension, space } = this.#target;
    const begin = space.coordinates(this.#start.state.batch);
    for (const row of this.#ended.keys()) {
      for (let i = row * dimension, end = i + dimension; i < end; i++) to[i] = begin[i]!;
    }
  }

  /** Ends trajectories, and notes those that have diverged: a kinetic energy cannot make up for that much. */
  #watch(energy: Float64Array): void {
    const { state, beta } = this.#start;
    for (let row = 0; row < energy.length; row++) {
      const from = state.energy[row]!;
      const to = energy[row]!;
      if (to < Number.POSITIVE_INFINITY) {
        if (betaOf(beta, row) * (to - from) - this.#kinetic[row]! > divergenceLimit) this.#diverged.add(row);
      } else if (!this.#ended.has(row) && (Number.isNaN(to) || from < to)) this.#ended.set(row, to);
    }
  }
}

function added<B>(before: ProposedPoints<B>, after: ProposedPoints<B>): ProposedPoints<B> {
  return {
    ...after,
    evaluations: before.evaluations + after.evaluations,
    outside: before.outside + after.outside,
    nonFiniteRows:
      after.nonFiniteRows.length === 0 ? before.nonFiniteRows : [...before.nonFiniteRows, ...after.nonFiniteRows],
    fault: before.fault ?? after.fault,
  };
}
