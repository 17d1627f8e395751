import { logAddExp } from '../numerics/log-sum-exp.js';
import type { Rng } from '../numerics/rng.js';
import { betaOf } from './kernel.js';
import { divergenceLimit } from './leapfrog.js';
import { drift, kick, kineticEnergy, type Metric } from './metric.js';
import type { Walls } from './reflect.js';
import { type StepSize, stepSizeOf } from './step-size.js';
import { hasTurned } from './u-turn.js';
import { driftBetweenWalls } from './walled-drift.js';

/** Where the trees of all chains begin. */
export interface TreeRoots {
  /** [chains, dimension] each. */
  readonly position: Float64Array;
  readonly gradient: Float64Array;
  /** [chains] */
  readonly energy: Float64Array;
  readonly beta: number | Float64Array;
  readonly stepSize: StepSize;
  readonly metric: Metric;
  /** What trajectories bounce off; nothing when absent. */
  readonly walls?: Walls | undefined;
  /** The tree of row r draws from `rng.split(r)`. */
  readonly rng: Rng;
  /** Sets what a clamp holds to 0, in rows of momenta. */
  freeze(momentum: Float64Array): void;
}

/** Why a tree no longer grows. */
export type TreeEnding = 'turned' | 'maximal' | 'diverged' | 'forbidden' | 'impossible';

/** Codes of endings are places in this list, counted from 1: 0 is a tree that grows. */
const endings: readonly TreeEnding[] = ['turned', 'maximal', 'diverged', 'forbidden', 'impossible'];
const [turned, maximal, diverged, forbidden, impossible] = [1, 2, 3, 4, 5];

const [past, future] = [0, 1];

/** A point drawn from each tree: [chains, dimension] twice, and [chains]. */
interface DrawnPoints {
  readonly position: Float64Array;
  readonly gradient: Float64Array;
  readonly energy: Float64Array;
}

/**
 * The trees of all chains of the no-U-turn sampler. After k doublings a tree holds 2^k points of a trajectory, of which it keeps the
 * two ends, the sum of all momenta, the weight and one drawn point. The subtree that doubles it grows point by point beyond one end;
 * when it is left out, the tree has ended too, so that the end may move on in place.
 *
 * Trees are used for one step after another: `begin`, then `leap` and `arrive` until none is `growing`. Every number of every tree
 * stands in a flat array of all trees, so that a step allocates no more than the chains' streams.
 */
export class TrajectoryTrees {
  readonly chainCount: number;
  readonly drawn: DrawnPoints;
  /** Σ min(1, e^(H₀ − H)) over the points beyond the root, and their number. [chains] */
  readonly acceptance: Float64Array;
  readonly pointCount: Int32Array;
  /** 1 where the drawn point is another than the root. [chains] */
  readonly hasMoved: Uint8Array;

  readonly #dimension: number;
  readonly #mostDoublings: number;
  /** Phase points at both ends, [2, chains, dimension] each: pasts first. */
  readonly #position: Float64Array;
  readonly #momentum: Float64Array;
  readonly #gradient: Float64Array;
  /** [chains, dimension] */
  readonly #momentumSum: Float64Array;
  readonly #subtreeSum: Float64Array;
  readonly #subtreeDrawn: DrawnPoints;
  /** Momenta at the beginnings of subtrees of the subtree that are still open, and the sums before them. [chains, slots, dimension] */
  readonly #openMomenta: Float64Array;
  readonly #openSums: Float64Array;
  /** β E + ½|q|² of the roots. */
  readonly #energyAtRoot: Float64Array;
  /** ln Σ e^(H₀ − H) over the trees, and over their subtrees. */
  readonly #logWeight: Float64Array;
  readonly #subtreeLogWeight: Float64Array;
  readonly #doublings: Uint8Array;
  readonly #leaf: Int32Array;
  readonly #side: Uint8Array;
  readonly #ending: Uint8Array;
  readonly #streams: Rng[] = [];
  readonly #noise: Float64Array;
  readonly #growing: Int32Array;
  #growingCount = 0;
  #roots!: TreeRoots;

  constructor(dimension: number, mostDoublings: number, chainCount: number) {
    const rows = (width: number): Float64Array => new Float64Array(chainCount * width);
    const points = (): DrawnPoints => ({ position: rows(dimension), gradient: rows(dimension), energy: rows(1) });
    this.chainCount = chainCount;
    this.#dimension = dimension;
    this.#mostDoublings = mostDoublings;
    this.drawn = points();
    this.#subtreeDrawn = points();
    this.#position = rows(2 * dimension);
    this.#momentum = rows(2 * dimension);
    this.#gradient = rows(2 * dimension);
    this.#momentumSum = rows(dimension);
    this.#subtreeSum = rows(dimension);
    this.#openMomenta = rows(mostDoublings * dimension);
    this.#openSums = rows(mostDoublings * dimension);
    this.acceptance = rows(1);
    this.pointCount = new Int32Array(chainCount);
    this.hasMoved = new Uint8Array(chainCount);
    this.#energyAtRoot = rows(1);
    this.#logWeight = rows(1);
    this.#subtreeLogWeight = rows(1);
    this.#doublings = new Uint8Array(chainCount);
    this.#leaf = new Int32Array(chainCount);
    this.#side = new Uint8Array(chainCount);
    this.#ending = new Uint8Array(chainCount);
    this.#noise = new Float64Array(dimension);
    this.#growing = new Int32Array(chainCount);
  }

  /** Whether these are trees of that shape. */
  fits(dimension: number, mostDoublings: number, chainCount: number): boolean {
    return dimension === this.#dimension && mostDoublings === this.#mostDoublings && chainCount === this.chainCount;
  }

  /** Chains whose trees grow, ascending; a view that the next `arrive` writes to. */
  get growing(): Int32Array {
    return this.#growing.subarray(0, this.#growingCount);
  }

  /** Why a chain's tree has ended; undefined while it grows. */
  endingOf(chain: number): TreeEnding | undefined {
    return endings[this.#ending[chain]! - 1];
  }

  /** Draws momenta and makes the roots the only points. */
  begin(roots: TreeRoots): void {
    this.#roots = roots;
    const dimension = this.#dimension;
    const momenta = this.#momentum.subarray(0, this.chainCount * dimension);
    for (let chain = 0; chain < this.chainCount; chain++) {
      const stream = roots.rng.split(chain);
      this.#streams[chain] = stream;
      stream.fillNormal(this.#noise);
      momenta.set(this.#noise, chain * dimension);
    }
    roots.freeze(momenta);
    this.#momentum.copyWithin(momenta.length, 0, momenta.length);
    this.#momentumSum.set(momenta);
    for (const points of [this.#position, this.drawn.position]) points.set(roots.position);
    for (const points of [this.#gradient, this.drawn.gradient]) points.set(roots.gradient);
    this.#position.set(roots.position, momenta.length);
    this.#gradient.set(roots.gradient, momenta.length);
    this.drawn.energy.set(roots.energy);
    for (const numbers of [this.#logWeight, this.acceptance, this.pointCount, this.hasMoved]) numbers.fill(0);
    for (const numbers of [this.#doublings, this.#ending]) numbers.fill(0);
    for (let chain = 0; chain < this.chainCount; chain++) {
      const kinetic = kineticEnergy(momenta, chain * dimension, dimension);
      this.#energyAtRoot[chain] = betaOf(roots.beta, chain) * roots.energy[chain]! + kinetic;
      this.#beginSubtree(chain);
      this.#growing[chain] = chain;
    }
    this.#growingCount = this.chainCount;
  }

  /** Writes the next point of every growing tree to the rows of `to`, [growing, dimension]. */
  leap(to: Float64Array): void {
    const dimension = this.#dimension;
    for (let row = 0, i = 0; row < this.#growingCount; row++) {
      const chain = this.#growing[row]!;
      const at = this.#movingEnd(chain);
      this.#halfKick(chain, at);
      this.#drift(chain, at);
      for (let j = at, end = at + dimension; j < end; j++, i++) to[i] = this.#position[j]!;
    }
  }

  /**
   * Takes in what was found at the points that `leap` gave, row by row.
   *
   * @param position - [growing, dimension]: the points, perhaps taken round a circle.
   * @param energy - +Infinity where a point is forbidden, NaN where no chain may be. [growing]
   * @returns Whether some tree has ended: `growing` are fewer from now on.
   */
  arrive(position: Float64Array, gradient: Float64Array, energy: Float64Array): boolean {
    const dimension = this.#dimension;
    let kept = 0;
    for (let row = 0, i = 0; row < this.#growingCount; row++) {
      const chain = this.#growing[row]!;
      const at = this.#movingEnd(chain);
      for (let j = at, end = at + dimension; j < end; j++, i++) {
        this.#position[j] = position[i]!;
        this.#gradient[j] = gradient[i]!;
      }
      this.#halfKick(chain, at);
      this.pointCount[chain]!++;
      this.#ending[chain] = this.#endingAt(chain, at, energy[row]!);
      if (this.#ending[chain] === 0) this.#growing[kept++] = chain;
    }
    const isFewer = kept < this.#growingCount;
    this.#growingCount = kept;
    return isFewer;
  }

  /** Where the end that moves begins in the arrays of phase points. */
  #movingEnd(chain: number): number {
    return (this.#side[chain]! * this.chainCount + chain) * this.#dimension;
  }

  #time(chain: number): number {
    const { stepSize } = this.#roots;
    return this.#side[chain] === future ? stepSizeOf(stepSize, chain) : -stepSizeOf(stepSize, chain);
  }

  #drift(chain: number, at: number): void {
    const { metric, walls } = this.#roots;
    const [x, q, time] = [this.#position, this.#momentum, this.#time(chain)];
    if (walls === undefined) drift(metric, chain, this.#dimension, x, q, x, at, time);
    else driftBetweenWalls(walls, metric, chain, this.#dimension, x, q, x, at, time);
  }

  #halfKick(chain: number, at: number): void {
    const { metric, beta } = this.#roots;
    const factor = 0.5 * this.#time(chain) * betaOf(beta, chain);
    kick(metric, chain, this.#dimension, this.#momentum, at, this.#gradient, at, factor);
  }

  #beginSubtree(chain: number): void {
    this.#side[chain] = this.#streams[chain]!.uint32() >= 0x8000_0000 ? future : past;
    this.#leaf[chain] = 0;
    this.#subtreeLogWeight[chain] = Number.NEGATIVE_INFINITY;
    const at = chain * this.#dimension;
    this.#subtreeSum.fill(0, at, at + this.#dimension);
  }

  /** Adds the point at the moving end, which begins at `at`. @returns The code of the ending, or 0. */
  #endingAt(chain: number, at: number, energy: number): number {
    if (Number.isNaN(energy)) return impossible;
    if (this.#energyAtRoot[chain] === Number.POSITIVE_INFINITY) return this.#wander(chain, at, energy);
    return energy === Number.POSITIVE_INFINITY ? forbidden : this.#addLeaf(chain, at, energy);
  }

  /** From a forbidden state every point is taken, and ends the trajectory. */
  #wander(chain: number, at: number, energy: number): number {
    this.acceptance[chain] = 1;
    this.#keep(this.drawn, chain, at, energy);
    this.hasMoved[chain] = 1;
    return energy === Number.POSITIVE_INFINITY ? forbidden : turned;
  }

  #addLeaf(chain: number, at: number, energy: number): number {
    const kinetic = kineticEnergy(this.#momentum, at, this.#dimension);
    const error = betaOf(this.#roots.beta, chain) * energy + kinetic - this.#energyAtRoot[chain]!;
    if (error <= 0) this.acceptance[chain]! += 1;
    else if (error < divergenceLimit) this.acceptance[chain]! += Math.exp(-error);
    if (!(error <= divergenceLimit)) return diverged;
    const logWeight = logAddExp(this.#subtreeLogWeight[chain]!, -error);
    this.#subtreeLogWeight[chain] = logWeight;
    const leaf = this.#leaf[chain]!;
    const share = Math.exp(-error - logWeight);
    if (leaf === 0 || this.#streams[chain]!.uniform() < share) this.#keep(this.#subtreeDrawn, chain, at, energy);
    if (leaf % 2 === 0) this.#openSubtrees(chain, at, leaf);
    const sum = chain * this.#dimension;
    for (let i = 0; i < this.#dimension; i++) this.#subtreeSum[sum + i]! += this.#momentum[at + i]!;
    if (leaf % 2 === 1 && this.#someSubtreeTurns(chain, at, leaf)) return turned;
    this.#leaf[chain] = leaf + 1;
    return leaf + 1 === 2 ** this.#doublings[chain]! ? this.#join(chain) : 0;
  }

  #keep(drawn: DrawnPoints, chain: number, from: number, energy: number): void {
    const to = chain * this.#dimension;
    for (let i = 0; i < this.#dimension; i++) {
      drawn.position[to + i] = this.#position[from + i]!;
      drawn.gradient[to + i] = this.#gradient[from + i]!;
    }
    drawn.energy[chain] = energy;
  }

  /** Subtrees begin at every even leaf; the number of ones in its binary form says how many open ones it stands in. */
  #openSubtrees(chain: number, from: number, leaf: number): void {
    const to = this.#slot(chain, onesIn(leaf));
    const sum = chain * this.#dimension;
    for (let i = 0; i < this.#dimension; i++) {
      this.#openMomenta[to + i] = this.#momentum[from + i]!;
      this.#openSums[to + i] = this.#subtreeSum[sum + i]!;
    }
  }

  /** Leaf n is the last of as many balanced subtrees as its binary form ends in ones. */
  #someSubtreeTurns(chain: number, at: number, leaf: number): boolean {
    const last = onesIn(leaf >> 1);
    const first = last - onesAtEndOf(leaf) + 1;
    const dimension = this.#dimension;
    const [open, before] = [this.#openMomenta, this.#openSums];
    for (let number = last; number >= first; number--) {
      const slot = this.#slot(chain, number);
      if (hasTurned(dimension, open, slot, this.#momentum, at, this.#subtreeSum, chain * dimension, before, slot))
        return true;
    }
    return false;
  }

  #slot(chain: number, number: number): number {
    return (chain * this.#mostDoublings + number) * this.#dimension;
  }

  /** The subtree is whole: its drawn point is preferred to the tree's by the ratio of their weights. */
  #join(chain: number): number {
    const own = this.#logWeight[chain]!;
    const added = this.#subtreeLogWeight[chain]!;
    const preference = Math.exp(added - own);
    if (preference >= 1 || this.#streams[chain]!.uniform() < preference) this.#prefer(chain);
    this.#logWeight[chain] = logAddExp(own, added);
    const dimension = this.#dimension;
    const at = chain * dimension;
    for (let i = at; i < at + dimension; i++) this.#momentumSum[i]! += this.#subtreeSum[i]!;
    this.#doublings[chain]!++;
    const other = at + this.chainCount * dimension;
    if (hasTurned(dimension, this.#momentum, at, this.#momentum, other, this.#momentumSum, at)) return turned;
    if (this.#doublings[chain] === this.#mostDoublings) return maximal;
    this.#beginSubtree(chain);
    return 0;
  }

  /** The subtree's drawn point becomes the tree's. */
  #prefer(chain: number): void {
    const { position, gradient, energy } = this.#subtreeDrawn;
    for (let i = chain * this.#dimension, end = i + this.#dimension; i < end; i++) {
      this.drawn.position[i] = position[i]!;
      this.drawn.gradient[i] = gradient[i]!;
    }
    this.drawn.energy[chain] = energy[chain]!;
    this.hasMoved[chain] = 1;
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
