import { GradientTarget, valueAndGradient } from '../kernel/gradient-target.js';
import type { ChainState } from '../kernel/kernel.js';
import type { KernelTarget } from '../kernel/kernel-definition.js';
import { type Awaitable, whenDone } from '../numerics/awaitable.js';
import type { CheckpointValue } from './checkpoint.js';
import { type CurvatureMemory, emptyMemory, lbfgsDirection, remember } from './descent-direction.js';
import { distinctPoints } from './distinct-points.js';

/** How directions are chosen: −∇E, −∇E from a point ahead (Nesterov), or −H∇E with H learned on the way. */
export type DescentMethod = 'gradient' | 'nesterov' | 'lbfgs';

export interface DescentRules {
  readonly method: DescentMethod;
  /** A point rests where no component of its gradient that may still move it is larger. */
  readonly tolerance: number;
  /** Length of the first step, in units of the coordinates. */
  readonly firstStep: number;
}

/** Pairs that L-BFGS remembers of every point. */
const memorySize = 10;

/** Share of the decrease that the slope promises which a step must bring; a half is what Nesterov's method asks for. */
const leastDecrease = { gradient: 1e-4, nesterov: 0.5, lbfgs: 1e-4 } as const;

/** Relative error of energies that are sums of some thousand terms. */
const rounding = 1e-14;

/** A step is halved this often before its point counts as stuck. */
const mostHalvings = 40;

const active = 0;
const resting = 1;
const stuck = 2;

/** Where a step starts from: its points with their energies and gradients. */
interface Bases {
  readonly points: Float64Array;
  readonly energy: Float64Array;
  readonly gradient: Float64Array;
}

/**
 * Points that go downhill beside each other, each with its own step size, until each rests. Bounds are kept by projection. No
 * step leads uphill by more than energies are rounded, nor to a forbidden state or to one without an energy.
 *
 * @see Armijo, Pac. J. Math. 16, 1 (1966); Hager & Zhang, SIAM J. Optim. 16, 170 (2005), for the test by slopes.
 * @remarks All points that still move are evaluated in one batch, once for every halving of the worst of them.
 */
export class DescendingPoints<B> {
  readonly #target: GradientTarget<B>;
  readonly #rules: DescentRules;
  readonly #like: B;
  /** Not wrapped at periodic axes, so that displacements are what they are. [rows, dimension] */
  readonly #points: Float64Array;
  readonly #energy: Float64Array;
  readonly #gradient: Float64Array;
  readonly #steps: Float64Array;
  readonly #status: Uint8Array;
  readonly #memory: CurvatureMemory;
  /** Nesterov: the points before, and steps since the momentum was last lost. */
  readonly #before: Float64Array;
  readonly #streak: Float64Array;
  #evaluations = 0;

  private constructor(target: GradientTarget<B>, rules: DescentRules, like: B, start: Bases) {
    const rowCount = start.energy.length;
    this.#target = target;
    this.#rules = rules;
    this.#like = like;
    this.#points = start.points;
    this.#energy = start.energy;
    this.#gradient = start.gradient;
    this.#steps = new Float64Array(rowCount);
    this.#status = new Uint8Array(rowCount);
    this.#memory = emptyMemory(rules.method === 'lbfgs' ? rowCount : 1, memorySize, target.dimension);
    this.#before = start.points.slice();
    this.#streak = new Float64Array(rowCount);
  }

  /** Evaluates the starting points. */
  static async start<B>(parts: KernelTarget<B>, rules: DescentRules, batch: B): Promise<DescendingPoints<B>> {
    const target = new GradientTarget(parts);
    const { energy, arrays } = await target.init(batch);
    const points = target.space.coordinates(batch).slice();
    const descent = new DescendingPoints(target, rules, batch, { points, energy, gradient: arrays!.gradient! });
    descent.#evaluations = energy.length;
    descent.#settleAll();
    return descent;
  }

  get energy(): Float64Array {
    return this.#energy;
  }

  get batch(): B {
    return this.#target.space.withCoordinates(this.#like, this.#points.slice());
  }

  /** The best `limit` points that are `apart` from each other, best first. */
  best(limit: number, apart: number): ChainState<B> {
    return distinctPoints(this.#target.space, { batch: this.batch, energy: this.#energy }, limit, apart);
  }

  get evaluations(): number {
    return this.#evaluations;
  }

  /** Counts evaluations that were made before. */
  addEvaluations(count: number): void {
    this.#evaluations += count;
  }

  /** Whether no point moves any more. */
  get isDone(): boolean {
    return !this.#status.includes(active);
  }

  /** How many points rest where their gradient vanishes. */
  get restingCount(): number {
    return this.#status.reduce((count, status) => count + (status === resting ? 1 : 0), 0);
  }

  /** One step of every point that still moves. */
  step(): Awaitable<void> {
    const rows = Int32Array.from(this.#status.keys()).filter((row) => this.#status[row] === active);
    return whenDone(this.#bases(rows), (bases) => {
      const directions = this.#directions(rows, bases);
      return this.#search(
        rows,
        bases,
        directions,
        rows.map((_, i) => i),
        0,
      );
    });
  }

  pack(): { readonly [key: string]: CheckpointValue } {
    return {
      points: this.#points.slice(),
      energy: this.#energy.slice(),
      gradient: this.#gradient.slice(),
      steps: this.#steps.slice(),
      status: this.#status.slice(),
      displacements: this.#memory.displacements.slice(),
      changes: this.#memory.changes.slice(),
      counts: this.#memory.counts.slice(),
      before: this.#before.slice(),
      streak: this.#streak.slice(),
      evaluations: this.#evaluations,
    };
  }

  /** Goes on from what {@link pack} gave. */
  static resume<B>(
    parts: KernelTarget<B>,
    rules: DescentRules,
    like: B,
    packed: Readonly<Record<string, CheckpointValue>>,
  ): DescendingPoints<B> {
    const numbers = (name: string): Float64Array => packed[name] as Float64Array;
    const start = { points: numbers('points'), energy: numbers('energy'), gradient: numbers('gradient') };
    const descent = new DescendingPoints(new GradientTarget(parts), rules, like, start);
    descent.#steps.set(numbers('steps'));
    descent.#status.set(packed.status as Uint8Array);
    descent.#memory.displacements.set(numbers('displacements'));
    descent.#memory.changes.set(numbers('changes'));
    descent.#memory.counts.set(numbers('counts'));
    descent.#before.set(numbers('before'));
    descent.#streak.set(numbers('streak'));
    descent.#evaluations = packed.evaluations as number;
    return descent;
  }

  /** Where steps start: at the points themselves, or ahead of them on the line that they came by. */
  #bases(rows: Int32Array): Awaitable<Bases> {
    const { dimension } = this.#target;
    const own: Bases = {
      points: gather(this.#points, rows, dimension),
      energy: gather(this.#energy, rows, 1),
      gradient: gather(this.#gradient, rows, dimension),
    };
    if (this.#rules.method !== 'nesterov' || rows.every((row) => this.#streak[row] === 0)) return own;
    const ahead = own.points.slice();
    for (let i = 0; i < rows.length; i++) {
      const streak = this.#streak[rows[i]!]!;
      const momentum = streak / (streak + 3);
      for (let j = i * dimension, from = rows[i]! * dimension; j < (i + 1) * dimension; j++, from++) {
        ahead[j]! += momentum * (ahead[j]! - this.#before[from]!);
      }
    }
    this.#project(ahead);
    return whenDone(this.#evaluate(rows, ahead), (found) => {
      // A point ahead that has no energy, or lies above, is none to start from.
      for (let i = 0; i < rows.length; i++) {
        if (found.energy[i]! < Number.POSITIVE_INFINITY) continue;
        this.#streak[rows[i]!] = 0;
        found.energy[i] = own.energy[i]!;
        for (const name of ['points', 'gradient'] as const) {
          found[name].set(own[name].subarray(i * dimension, (i + 1) * dimension), i * dimension);
        }
      }
      return found;
    });
  }

  #directions(rows: Int32Array, { points, gradient }: Bases): Float64Array {
    const { dimension } = this.#target;
    const directions = gradient.map((slope) => -slope);
    if (this.#rules.method === 'lbfgs') {
      for (let i = 0; i < rows.length; i++) {
        const [from, to] = [i * dimension, (i + 1) * dimension];
        lbfgsDirection(this.#memory, rows[i]!, gradient.subarray(from, to), directions.subarray(from, to));
      }
    }
    this.#stopAtBounds(points, directions);
    for (let i = 0; i < rows.length; i++) this.#steps[rows[i]!] = this.#firstTrial(rows[i]!, directions, i);
    return directions;
  }

  /** Step size, as a multiple of the direction, to try first. */
  #firstTrial(row: number, directions: Float64Array, i: number): number {
    const { dimension } = this.#target;
    const last = this.#steps[row]!;
    if (this.#rules.method === 'lbfgs' && this.#memory.counts[row]! > 0) return 1;
    if (last > 0 && this.#rules.method !== 'lbfgs') return this.#rules.method === 'gradient' ? 2 * last : last;
    const length = Math.hypot(...directions.subarray(i * dimension, (i + 1) * dimension));
    return length > 0 ? this.#rules.firstStep / length : 1;
  }

  /** Tries the steps of the waiting rows, and halves those that bring too little. `waiting` are indices into `rows`. */
  #search(
    rows: Int32Array,
    bases: Bases,
    directions: Float64Array,
    waiting: Int32Array,
    halvings: number,
  ): Awaitable<void> {
    const { dimension } = this.#target;
    const trial = gather(bases.points, waiting, dimension);
    for (let k = 0; k < waiting.length; k++) {
      const step = this.#steps[rows[waiting[k]!]!]!;
      for (let j = 0; j < dimension; j++) trial[k * dimension + j]! += step * directions[waiting[k]! * dimension + j]!;
    }
    this.#project(trial);
    const trialRows = waiting.map((i) => rows[i]!);
    return whenDone(this.#evaluate(trialRows, trial), (found) => {
      const again: number[] = [];
      for (let k = 0; k < waiting.length; k++) {
        const i = waiting[k]!;
        const row = rows[i]!;
        if (this.#isDecrease(bases, i, found, k)) this.#take(row, found, k);
        else if (halvings < mostHalvings) {
          this.#steps[row]! /= 2;
          again.push(i);
        } else this.#giveUp(row);
      }
      if (again.length === 0) return;
      return this.#search(rows, bases, directions, Int32Array.from(again), halvings + 1);
    });
  }

  /**
   * Armijo's condition on the step that projection left. Where the energies differ by no more than they are rounded, slopes tell:
   * the energy must not rise at the end of the step more steeply than it fell at its start.
   */
  #isDecrease(bases: Bases, i: number, found: Bases, k: number): boolean {
    const { dimension } = this.#target;
    const least = leastDecrease[this.#rules.method];
    let promised = 0;
    let atEnd = 0;
    for (let j = 0; j < dimension; j++) {
      const moved = found.points[k * dimension + j]! - bases.points[i * dimension + j]!;
      promised += bases.gradient[i * dimension + j]! * moved;
      atEnd += found.gradient[k * dimension + j]! * moved;
    }
    if (!(promised < 0)) return false;
    const change = found.energy[k]! - bases.energy[i]!;
    if (Math.abs(change) <= rounding * Math.abs(bases.energy[i]!)) return atEnd <= (2 * least - 1) * promised;
    return change <= least * promised;
  }

  #take(row: number, found: Bases, k: number): void {
    const { dimension } = this.#target;
    const [from, to] = [row * dimension, (row + 1) * dimension];
    const point = found.points.subarray(k * dimension, (k + 1) * dimension);
    const gradient = found.gradient.subarray(k * dimension, (k + 1) * dimension);
    if (this.#rules.method === 'nesterov') {
      // The way led uphill from the point itself: without its momentum it starts anew.
      if (this.#streak[row]! > 0 && found.energy[k]! > this.#energy[row]!) {
        this.#streak[row] = 0;
        return;
      }
      this.#before.set(this.#points.subarray(from, to), from);
      this.#streak[row]!++;
    }
    if (this.#rules.method === 'lbfgs') {
      const displacement = point.map((x, j) => x - this.#points[from + j]!);
      const change = gradient.map((slope, j) => slope - this.#gradient[from + j]!);
      remember(this.#memory, row, displacement, change);
    }
    this.#points.set(point, from);
    this.#gradient.set(gradient, from);
    this.#energy[row] = found.energy[k]!;
    this.#settle(row);
  }

  /** A direction along which nothing falls: once more along the gradient, and then the point is stuck. */
  #giveUp(row: number): void {
    const isPlain =
      this.#rules.method === 'nesterov'
        ? this.#streak[row] === 0
        : this.#rules.method === 'gradient' || this.#memory.counts[row] === 0;
    this.#steps[row] = 0;
    this.#streak[row] = 0;
    if (this.#rules.method === 'lbfgs') this.#memory.counts[row] = 0;
    if (isPlain) this.#status[row] = stuck;
  }

  #settleAll(): void {
    for (let row = 0; row < this.#energy.length; row++) this.#settle(row);
  }

  /** A point rests where nothing that may move it is steeper than the tolerance; a forbidden one stays where it is. */
  #settle(row: number): void {
    const { dimension } = this.#target;
    const [from, to] = [row * dimension, (row + 1) * dimension];
    const slopes = this.#gradient.slice(from, to).map((slope) => -slope);
    this.#stopAtBounds(this.#points.subarray(from, to), slopes);
    if (this.#energy[row] === Number.POSITIVE_INFINITY) this.#status[row] = stuck;
    else if (slopes.every((slope) => Math.abs(slope) <= this.#rules.tolerance)) this.#status[row] = resting;
  }

  #evaluate(rows: Int32Array, points: Float64Array): Awaitable<Bases> {
    const { dimension, space } = this.#target;
    this.#evaluations += rows.length;
    const into = valueAndGradient(rows.length, dimension);
    return whenDone(
      this.#target.evaluate(space.take(this.#like, rows), points.slice(), into),
      ({ energy, gradient }) => ({
        points,
        energy: energy.map((value) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value)),
        gradient,
      }),
    );
  }

  #project(points: Float64Array): void {
    const { low, high, periodic } = this.#target.space.axes;
    const { dimension } = this.#target;
    for (let i = 0; i < points.length; i++) {
      const axis = i % dimension;
      if (periodic[axis] === 0) points[i] = Math.min(high[axis]!, Math.max(low[axis]!, points[i]!));
    }
  }

  /** Sets the components of directions to 0 that lead out of bounds at which their points are. */
  #stopAtBounds(points: Float64Array, directions: Float64Array): void {
    const { low, high, periodic } = this.#target.space.axes;
    const { dimension } = this.#target;
    for (let i = 0; i < points.length; i++) {
      const axis = i % dimension;
      if (periodic[axis] === 1) continue;
      if (points[i]! <= low[axis]! && directions[i]! < 0) directions[i] = 0;
      else if (points[i]! >= high[axis]! && directions[i]! > 0) directions[i] = 0;
    }
  }
}

function gather(values: Float64Array, rows: Int32Array, width: number): Float64Array {
  const taken = new Float64Array(rows.length * width);
  for (let i = 0; i < rows.length; i++) taken.set(values.subarray(rows[i]! * width, (rows[i]! + 1) * width), i * width);
  return taken;
}
