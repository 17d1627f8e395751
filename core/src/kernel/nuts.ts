import { z } from 'zod';
import type { ValueAndGradient } from '../energy/energy.js';
import { NonFiniteEnergyError } from '../errors/design-error.js';
import { type Awaitable, repeatWhile, whenDone } from '../numerics/awaitable.js';
import type { Stepped } from './acceptance.js';
import { type GradientParts, GradientTarget, valueAndGradient } from './gradient-target.js';
import { betaOf, type ChainState, checkBeta, type Kernel, type StepInfo } from './kernel.js';
import { defineKernel, type KernelMaker } from './kernel-definition.js';
import { type Metric, type MetricKind, unitMetric } from './metric.js';
import { checkStepSize, type StepSize, stepSizeOf } from './step-size.js';
import { TrajectoryTree, type TreeEnding } from './trajectory-tree.js';
import { tunedKernel } from './tuned-kernel.js';
import { metricOption, refuseIdleOptions, stepSizeOption, tuningOptions } from './tuning-options.js';

export interface NutsParts<B> extends GradientParts<B> {
  /** Of one leapfrog, in units of the metric's scale; > 0. */
  readonly stepSize: StepSize;
  /** Unit when absent. */
  readonly metric?: Metric;
  /** Doublings of a trajectory at most, ≥ 1; 10 when absent. */
  readonly mostDoublings?: number;
}

/**
 * The no-U-turn sampler, which finds the length of its trajectories: each is doubled, forwards or backwards in time at random, until
 * its ends turn towards each other, and the next state is drawn among its points, weighted by e^(−H), later doublings preferred.
 * Every chain grows its own tree, one leapfrog at a time, and all chains that still grow are evaluated in one batch.
 *
 * - U-turns are seen by the generalised criterion, ρ = ∫ p dt against the velocities at both ends, in every balanced subtree; the
 *   integral is taken by the trapezoidal rule, without which round trajectories can be missed.
 * - A subtree that meets an error of the energy above 1000 (a divergence), a forbidden point, or one without an energy, is left
 *   out and ends the trajectory.
 * - A chain at a forbidden state takes one leapfrog wherever it leads, until it finds the allowed ones.
 *
 * `acceptanceProbability` is the mean of min(1, e^(H₀ − H)) over all points of the trajectory.
 *
 * @remarks At most 2^mostDoublings − 1 evaluations with gradient a chain and step. Keeps 2 · mostDoublings + 12 numbers for each
 *   coordinate of every chain to work in. Row r draws from `rng.split(r)`.
 * @throws {RangeError} A step size is not finite and > 0.
 * @see Hoffman & Gelman, J. Mach. Learn. Res. 15, 1593 (2014); Betancourt, arXiv:1701.02434 (2017), appendix A, for the weights and
 *   the criterion; Phan, Pradhan & Jankowiak, arXiv:1912.11554 (2019), for trees without recursion.
 */
export function nutsKernel<B>(parts: NutsParts<B>): Kernel<B> {
  checkStepSize(parts.stepSize);
  const { metric = unitMetric, mostDoublings = 10, stepSize } = parts;
  const target = new GradientTarget(parts);
  const spare: TrajectoryTree[] = [];
  return {
    init: (batch) => target.init(batch),
    step: (rng, state, beta): Awaitable<Stepped<B>> => {
      checkBeta(beta, state.energy.length);
      return whenDone(target.gradientOf(state), (gradient) => {
        const position = target.space.coordinates(state.batch);
        const trees = Array.from(state.energy, (energy, chain) => {
          const tree = spare.pop() ?? new TrajectoryTree(target.dimension, mostDoublings);
          tree.begin({
            ...{ chain, position, gradient, energy, metric, beta: betaOf(beta, chain), rng: rng.split(chain) },
            stepSize: stepSizeOf(stepSize, chain),
            freeze: (momentum) => target.freeze(momentum),
          });
          return tree;
        });
        const growth = new Growth(target, state, trees);
        return whenDone(
          repeatWhile(() => growth.leap()),
          () => {
            const harvest = growth.harvest();
            spare.push(...trees);
            return harvest;
          },
        );
      });
    },
  };
}

/** The trees of all chains, and what their growth has cost so far. */
class Growth<B> {
  readonly #target: GradientTarget<B>;
  readonly #state: ChainState<B>;
  readonly #trees: readonly TrajectoryTree[];
  #growing: readonly TrajectoryTree[];
  /** The states of the chains whose trees grow. */
  #like: B;
  #into: ValueAndGradient;
  #evaluations = 0;
  #outside = 0;
  readonly #nonFinite: Float64Array;
  #fault: NonFiniteEnergyError | undefined;

  constructor(target: GradientTarget<B>, state: ChainState<B>, trees: readonly TrajectoryTree[]) {
    this.#target = target;
    this.#state = state;
    this.#trees = trees;
    this.#nonFinite = new Float64Array(trees.length);
    this.#growing = trees;
    this.#like = state.batch;
    this.#into = valueAndGradient(trees.length, target.dimension);
  }

  /** One leapfrog of every tree that grows. @returns Whether any goes on. */
  leap(): Awaitable<boolean> {
    const growing = this.#growing;
    if (growing.length === 0) return false;
    const to = new Float64Array(growing.length * this.#target.dimension);
    for (let row = 0; row < growing.length; row++) growing[row]!.leap(to, row);
    return whenDone(this.#target.evaluate(this.#like, to, this.#into), (found) => {
      const position = this.#target.space.coordinates(found.batch);
      let ended = false;
      for (let row = 0; row < growing.length; row++) {
        if (Number.isNaN(found.energy[row]!)) this.#nonFinite[growing[row]!.chain]!++;
        growing[row]!.arrive(position, found.gradient, row, found.energy[row]!);
        ended ||= growing[row]!.ending !== undefined;
      }
      this.#evaluations += found.evaluations;
      this.#outside += found.outside;
      this.#fault ??= found.fault && this.#faultOfChain(found.fault);
      if (ended) this.#leaveEnded();
      return this.#growing.length > 0;
    });
  }

  /** Where the chains go. Nothing that the trees hold is handed out. */
  harvest(): Stepped<B> {
    const { space, dimension } = this.#target;
    const trees = this.#trees;
    const energy = Float64Array.from(trees, ({ drawn }) => drawn.energy);
    const coordinates = new Float64Array(trees.length * dimension);
    const gradient = new Float64Array(trees.length * dimension);
    trees.forEach(({ drawn }, chain) => {
      coordinates.set(drawn.position, chain * dimension);
      gradient.set(drawn.gradient, chain * dimension);
    });
    const batch = space.withCoordinates(this.#state.batch, coordinates);
    const divergent = Float64Array.from(trees, ({ ending }) => (ending === 'diverged' ? 1 : 0));
    const info: StepInfo = {
      accepted: Uint8Array.from(trees, ({ hasMoved }) => (hasMoved ? 1 : 0)),
      acceptanceProbability: Float64Array.from(trees, ({ acceptance, pointCount }) => acceptance / pointCount),
      evaluations: this.#evaluations,
      counts: {
        divergences: countEndings(trees, 'diverged'),
        maximalTrees: countEndings(trees, 'maximal'),
        forbidden: this.#outside + countEndings(trees, 'forbidden'),
        nonFinite: this.#nonFinite.reduce((sum, count) => sum + count, 0),
      },
      countsByChain: { divergences: divergent, nonFinite: this.#nonFinite },
      fault: this.#fault,
    };
    return [{ batch, energy, arrays: { gradient } }, info];
  }

  #leaveEnded(): void {
    const { space, dimension } = this.#target;
    this.#growing = this.#growing.filter(({ ending }) => ending === undefined);
    const chains = Int32Array.from(this.#growing, ({ chain }) => chain);
    this.#like = space.take(this.#state.batch, chains);
    this.#into = valueAndGradient(chains.length, dimension);
  }

  /** Rows of a batch of growing trees are not the chains. */
  #faultOfChain({ term, row, value }: NonFiniteEnergyError): NonFiniteEnergyError {
    return new NonFiniteEnergyError(term, this.#growing[row]!.chain, value);
  }
}

function countEndings(trees: readonly TrajectoryTree[], ending: TreeEnding): number {
  return trees.reduce((count, tree) => (tree.ending === ending ? count + 1 : count), 0);
}

/** What the kernel `nuts` takes; everything has the defaults of the workflow file. */
export interface TunedNutsOptions {
  /** Found while the chains warm up when absent. */
  readonly stepSize?: number | undefined;
  readonly mostDoublings?: number | undefined;
  /** Whether a given step size is tuned too. */
  readonly adapt?: boolean | undefined;
  readonly targetAcceptance?: number | undefined;
  readonly metric?: MetricKind | undefined;
}

/** The no-U-turn sampler that tunes its step size and scales while the chains warm up. */
export function tunedNuts({
  stepSize,
  mostDoublings = 10,
  adapt = stepSize === undefined,
  targetAcceptance = 0.8,
  metric = adapt ? 'diagonal' : 'unit',
}: TunedNutsOptions = {}): KernelMaker {
  return (target) =>
    tunedKernel(target, { stepSize, adapt, targetAcceptance, metric }, (sizes, scales) =>
      nutsKernel({ ...target, stepSize: sizes, mostDoublings, metric: scales }),
    );
}

/** The kernel `nuts`. */
export const nuts = defineKernel({
  name: 'nuts',
  summary: 'The no-U-turn sampler: Hamiltonian trajectories that find their own length',
  details:
    'Each step follows a trajectory until it turns back on itself and draws the next state from it, so that π is exactly kept. ' +
    'Step size and scales are tuned while the chains warm up; a given stepSize stays as it is unless adapt says otherwise. ' +
    'Divergences say that the step is too large for the curvature somewhere.',
  reference: 'Hoffman & Gelman, J. Mach. Learn. Res. 15, 1593 (2014); Betancourt, arXiv:1701.02434 (2017)',
  requires: ['gradient'],
  space: 'continuous',
  exact: true,
  options: z
    .strictObject({
      stepSize: stepSizeOption('Time of one leapfrog, in units of the scales'),
      mostDoublings: z.int().min(1).max(15).default(10).describe('Doublings of a trajectory at most'),
      metric: metricOption,
      ...tuningOptions,
    })
    .superRefine(refuseIdleOptions),
  example: {},
  create: (options) => tunedNuts(options),
});
