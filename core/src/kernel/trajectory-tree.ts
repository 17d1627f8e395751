import { logAddExp } from '../numerics/log-sum-exp.js';
import type { Rng } from '../numerics/rng.js';
import { divergenceLimit } from './leapfrog.js';
import { drift, kick, kineticEnergy, type Metric } from './metric.js';

/** Where a tree begins. */
export interface TreeRoot {
  /** Row of the chain in the arrays below, and in the metric. */
  readonly chain: number;
  /** [chains, dimension] each. */
  readonly position: Float64Array;
  readonly gradient: Float64Array;
  readonly energy: number;
  readonly beta: number;
  readonly stepSize: number;
  readonly metric: Metric;
  readonly rng: Rng;
  /** Sets what a clamp holds to 0. */
  freeze(momentum: Float64Array): void;
}

/** Why a tree no longer grows. */
export type TreeEnding = 'turned' | 'maximal' | 'diverged' | 'forbidden' | 'impossible';

/** A point of phase space, each part [dimension]. */
interface PhasePoint {
  readonly position: Float64Array;
  readonly momentum: Float64Array;
  readonly gradient: Float64Array;
}

/** A point drawn from a tree. */
interface DrawnPoint {
  readonly position: Float64Array;
  readonly gradient: Float64Array;
  energy: number;
}

/**
 * The tree of one chain of the no-U-turn sampler. After k doublings it holds 2^k points of a trajectory, of which it keeps the two
 * ends, the sum of all momenta, the weight and one drawn point. The subtree that doubles it grows point by point beyond one end;
 * when it is left out, the tree has ended too, so that the end may move on in place.
 *
 * A tree is used for one step after another: `begin`, then `leap` and `arrive` until it ends.
 */
export class TrajectoryTree {
  readonly drawn: DrawnPoint;
  /** Σ min(1, e^(H₀ − H)) over the points beyond the root, and their number. */
  acceptance = 0;
  pointCount = 0;
  /** Whether the drawn point is another than the root. */
  hasMoved = false;
  ending: TreeEnding | undefined;

  readonly #dimension: number;
  readonly #mostDoublings: number;
  readonly #past: PhasePoint;
  readonly #future: PhasePoint;
  readonly #momentumSum: Float64Array;
  readonly #subtreeSum: Float64Array;
  readonly #subtreeDrawn: DrawnPoint;
  /** Momenta at the beginnings of subtrees of the subtree that are still open, and the sums before them. [slots, dimension] */
  readonly #openMomenta: Float64Array;
  readonly #openSums: Float64Array;
  #root!: TreeRoot;
  #energyAtRoot = 0;
  /** ln Σ e^(H₀ − H) over the tree, and over the subtree. */
  #logWeight = 0;
  #subtreeLogWeight = 0;
  #doublings = 0;
  #leaf = 0;
  #isForward = true;

  constructor(dimension: number, mostDoublings: number) {
    const array = (): Float64Array => new Float64Array(dimension);
    const point = (): PhasePoint => ({ position: array(), momentum: array(), gradient: array() });
    this.#dimension = dimension;
    this.#mostDoublings = mostDoublings;
    this.#past = point();
    this.#future = point();
    this.#momentumSum = array();
    this.#subtreeSum = array();
    this.drawn = { position: array(), gradient: array(), energy: 0 };
    this.#subtreeDrawn = { position: array(), gradient: array(), energy: 0 };
    this.#openMomenta = new Float64Array(mostDoublings * dimension);
    this.#openSums = new Float64Array(mostDoublings * dimension);
  }

  /** Draws a momentum and makes the root the only point. */
  begin(root: TreeRoot): void {
    const { chain, position, gradient, energy, beta, rng } = root;
    const [from, to] = [chain * this.#dimension, (chain + 1) * this.#dimension];
    this.#root = root;
    const { momentum } = this.#past;
    rng.fillNormal(momentum);
    root.freeze(momentum);
    this.#future.momentum.set(momentum);
    this.#momentumSum.set(momentum);
    for (const point of [this.#past, this.#future, this.drawn]) {
      point.position.set(position.subarray(from, to));
      point.gradient.set(gradient.subarray(from, to));
    }
    this.drawn.energy = energy;
    this.#energyAtRoot = beta * energy + kineticEnergy(momentum, 0, this.#dimension);
    this.#logWeight = 0;
    this.#doublings = 0;
    this.acceptance = 0;
    this.pointCount = 0;
    this.hasMoved = false;
    this.ending = undefined;
    this.#beginSubtree();
  }

  /** Writes the next point of the trajectory to row `row` of `to` [rows, dimension]. */
  leap(to: Float64Array, row: number): void {
    const { chain, metric } = this.#root;
    const end = this.#movingEnd();
    this.#halfKick(end);
    drift(metric, chain, this.#dimension, end.position, end.momentum, end.position, 0, this.#time());
    to.set(end.position, row * this.#dimension);
  }

  /**
   * Takes in what was found at the point that `leap` gave; `ending` is set where the tree has ended with it.
   *
   * @param position - [rows, dimension]: the point, perhaps taken round a circle.
   * @param energy - +Infinity where it is forbidden, NaN where no chain may be.
   */
  arrive(position: Float64Array, gradient: Float64Array, row: number, energy: number): void {
    const [from, to] = [row * this.#dimension, (row + 1) * this.#dimension];
    const end = this.#movingEnd();
    end.position.set(position.subarray(from, to));
    end.gradient.set(gradient.subarray(from, to));
    this.#halfKick(end);
    this.pointCount++;
    if (Number.isNaN(energy)) this.ending = 'impossible';
    else if (this.#energyAtRoot === Number.POSITIVE_INFINITY) this.#wander(end, energy);
    else if (energy === Number.POSITIVE_INFINITY) this.ending = 'forbidden';
    else this.#addLeaf(end, energy);
  }

  get chain(): number {
    return this.#root.chain;
  }

  #movingEnd(): PhasePoint {
    return this.#isForward ? this.#future : this.#past;
  }

  #time(): number {
    return this.#isForward ? this.#root.stepSize : -this.#root.stepSize;
  }

  #halfKick({ momentum, gradient }: PhasePoint): void {
    const { metric, chain, beta } = this.#root;
    kick(metric, chain, this.#dimension, momentum, 0, gradient, 0, 0.5 * this.#time() * beta);
  }

  #beginSubtree(): void {
    this.#isForward = this.#root.rng.uint32() >= 0x8000_0000;
    this.#leaf = 0;
    this.#subtreeLogWeight = Number.NEGATIVE_INFINITY;
    this.#subtreeSum.fill(0);
  }

  /** From a forbidden state every point is taken, and ends the trajectory. */
  #wander(end: PhasePoint, energy: number): void {
    this.acceptance = 1;
    this.#keep(this.drawn, end, energy);
    this.hasMoved = true;
    this.ending = energy === Number.POSITIVE_INFINITY ? 'forbidden' : 'turned';
  }

  #addLeaf(end: PhasePoint, energy: number): void {
    const error = this.#root.beta * energy + kineticEnergy(end.momentum, 0, this.#dimension) - this.#energyAtRoot;
    if (error <= 0) this.acceptance += 1;
    else if (error < divergenceLimit) this.acceptance += Math.exp(-error);
    if (!(error <= divergenceLimit)) {
      this.ending = 'diverged';
      return;
    }
    this.#subtreeLogWeight = logAddExp(this.#subtreeLogWeight, -error);
    const share = Math.exp(-error - this.#subtreeLogWeight);
    if (this.#leaf === 0 || this.#root.rng.uniform() < share) this.#keep(this.#subtreeDrawn, end, energy);
    if (this.#leaf % 2 === 0) this.#openSubtrees(end.momentum);
    for (let i = 0; i < this.#dimension; i++) this.#subtreeSum[i]! += end.momentum[i]!;
    if (this.#leaf % 2 === 1 && this.#someSubtreeTurns(end.momentum)) {
      this.ending = 'turned';
      return;
    }
    this.#leaf++;
    if (this.#leaf === 2 ** this.#doublings) this.#join();
  }

  #keep(drawn: DrawnPoint, { position, gradient }: PhasePoint, energy: number): void {
    drawn.position.set(position);
    drawn.gradient.set(gradient);
    drawn.energy = energy;
  }

  /** Subtrees begin at every even leaf; the number of ones in its binary form says how many open ones it stands in. */
  #openSubtrees(momentum: Float64Array): void {
    const at = onesIn(this.#leaf) * this.#dimension;
    this.#openMomenta.set(momentum, at);
    this.#openSums.set(this.#subtreeSum, at);
  }

  /** Leaf n is the last of as many balanced subtrees as its binary form ends in ones. */
  #someSubtreeTurns(momentum: Float64Array): boolean {
    const last = onesIn(this.#leaf >> 1);
    const first = last - onesAtEndOf(this.#leaf) + 1;
    for (let slot = last; slot >= first; slot--) {
      if (this.#turns(this.#openMomenta, slot * this.#dimension, momentum, this.#subtreeSum, this.#openSums))
        return true;
    }
    return false;
  }

  /** The subtree is whole: its drawn point is preferred to the tree's by the ratio of their weights. */
  #join(): void {
    const preference = Math.exp(this.#subtreeLogWeight - this.#logWeight);
    if (preference >= 1 || this.#root.rng.uniform() < preference) {
      const { position, gradient, energy } = this.#subtreeDrawn;
      this.drawn.position.set(position);
      this.drawn.gradient.set(gradient);
      this.drawn.energy = energy;
      this.hasMoved = true;
    }
    this.#logWeight = logAddExp(this.#logWeight, this.#subtreeLogWeight);
    for (let i = 0; i < this.#dimension; i++) this.#momentumSum[i]! += this.#subtreeSum[i]!;
    this.#doublings++;
    if (this.#turns(this.#past.momentum, 0, this.#future.momentum, this.#momentumSum, undefined))
      this.ending = 'turned';
    else if (this.#doublings === this.#mostDoublings) this.ending = 'maximal';
    else this.#beginSubtree();
  }

  /**
   * Whether a piece of the trajectory has turned: ρ · p ≤ 0 at one of its ends, with ρ = Σ p less half of both ends.
   *
   * @param one - Momentum at one end, from `at` on. @param other - Momentum at the other end.
   * @param sum - Of all momenta up to the other end. @param before - Of those before the piece, from `at` on.
   */
  #turns(
    one: Float64Array,
    at: number,
    other: Float64Array,
    sum: Float64Array,
    before: Float64Array | undefined,
  ): boolean {
    let atOne = 0;
    let atOther = 0;
    for (let i = 0; i < this.#dimension; i++) {
      const p = one[at + i]!;
      const q = other[i]!;
      const rho = sum[i]! - (before === undefined ? 0 : before[at + i]!) - 0.5 * (p + q);
      atOne += p * rho;
      atOther += q * rho;
    }
    return atOne <= 0 || atOther <= 0;
  }
}

function onesIn(value: number): number {
  let ones = 0;
  for (let rest = value; rest > 0; rest &= rest - 1) ones++;
  return ones;
}

function onesAtEndOf(value: number): number {
  let ones = 0;
  for (let rest = value; rest % 2 === 1; rest >>= 1) ones++;
  return ones;
}
