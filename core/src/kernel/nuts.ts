import { z } from 'zod';
import type { ValueAndGradient } from '../energy/energy.js';
import { NonFiniteEnergyError } from '../errors/design-error.js';
import { type Awaitable, repeatWhile, whenDone } from '../numerics/awaitable.js';
import type { Stepped } from './acceptance.js';
import { type GradientParts, GradientTarget, type ProposedPoints, valueAndGradient } from './gradient-target.js';
import { type ChainState, checkBeta, type Kernel, type StepInfo } from './kernel.js';
import { defineKernel, type KernelMaker } from './kernel-definition.js';
import { type Metric, type MetricKind, unitMetric } from './metric.js';
import { checkStepSize, type StepSize } from './step-size.js';
import { TrajectoryTrees, type TreeEnding } from './trajectory-trees.js';
import { tunedKernel } from './tuned-kernel.js';
import { metricOption, refuseIdleOptions, stepSizeOption, tuningOptions } from './tuning-options.js';

export interface NutsParts<B> extends GradientParts<B> {
  /** Of one leapfrog, in units of the metric's scale; > 0. */
  readonly stepSize: StepSize;
  /** Unit when absent. */
  readonly metric?: Metric;
  /** Doublings of a trajectory at most, ≥ 1; 10 when absent. */
  readonly mostDoublings?: number;
  /** Memory that kernels which follow each other share; the kernel's own when absent. */
  readonly groves?: SpareGroves;
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
 * - At the bounds of axes trajectories are reflected; U-turns are seen by the momenta after that.
 * - A chain at a forbidden state takes one leapfrog wherever it leads, until it finds the allowed ones.
 *
 * `acceptanceProbability` is the mean of min(1, e^(H₀ − H)) over all points of the trajectory.
 *
 * @remarks At most 2^mostDoublings − 1 evaluations with gradient a chain and step. Keeps 2 · mostDoublings + 14 numbers for each
 *   coordinate of every chain to work in, and allocates no more than the streams of the chains and what it hands out. Row r draws from `rng.split(r)`.
 * @throws {RangeError} A step size is not finite and > 0.
 * @see Hoffman & Gelman, J. Mach. Learn. Res. 15, 1593 (2014); Betancourt, arXiv:1701.02434 (2017), appendix A, for the weights and
 *   the criterion; Phan, Pradhan & Jankowiak, arXiv:1912.11554 (2019), for trees without recursion.
 */
export function nutsKernel<B>(parts: NutsParts<B>): Kernel<B> {
  checkStepSize(parts.stepSize);
  const { metric = unitMetric, mostDoublings = 10, stepSize } = parts;
  const target = new GradientTarget(parts);
  const groves = parts.groves ?? new SpareGroves();
  return {
    init: (batch) => target.init(batch),
    step: (rng, state, beta): Awaitable<Stepped<B>> => {
      const chainCount = state.energy.length;
      checkBeta(beta, chainCount);
      return whenDone(target.gradientOf(state), (gradient) => {
        const grove = groves.take(target.dimension, mostDoublings, chainCount);
        const position = target.space.coordinates(state.batch);
        const freeze = (momentum: Float64Array): void => target.freeze(momentum);
        grove.trees.begin({
          position,
          gradient,
          energy: state.energy,
          beta,
          stepSize,
          metric,
          walls: target.walls,
          rng,
          freeze,
        });
        const growth = new Growth(target, state, grove);
        return whenDone(
          repeatWhile(() => growth.leap()),
          () => {
            const harvest = growth.harvest();
            groves.give(grove);
            return harvest;
          },
        );
      });
    },
  };
}

/** Trees of so many chains, with memory for their next points. */
interface Grove {
  readonly trees: TrajectoryTrees;
  /** [chains, dimension] */
  readonly points: Float64Array;
  readonly into: ValueAndGradient;
}

/**
 * Memory of trees between the steps of a kernel, or of kernels that follow each other. A step has its grove alone until it gives it
 * back, so that steps which wait for promises can share.
 */
export class SpareGroves {
  #spare: Grove | undefined;

  take(dimension: number, mostDoublings: number, chainCount: number): Grove {
    const spare = this.#spare;
    this.#spare = undefined;
    if (spare?.trees.fits(dimension, mostDoublings, chainCount)) return spare;
    return {
      trees: new TrajectoryTrees(dimension, mostDoublings, chainCount),
      points: new Float64Array(chainCount * dimension),
      into: valueAndGradient(chainCount, dimension),
    };
  }

  give(grove: Grove): void {
    this.#spare = grove;
  }
}

/** The trees of all chains, and what their growth has cost so far. */
class Growth<B> {
  readonly #target: GradientTarget<B>;
  readonly #state: ChainState<B>;
  readonly #grove: Grove;
  /** The states of the chains whose trees grow. */
  #like: B;
  #evaluations: number;
  #outside = 0;
  readonly #nonFinite: Float64Array;
  #fault: NonFiniteEnergyError | undefined;

  constructor(target: GradientTarget<B>, state: ChainState<B>, grove: Grove) {
    this.#target = target;
    this.#state = state;
    this.#grove = grove;
    this.#nonFinite = new Float64Array(grove.trees.chainCount);
    this.#like = state.batch;
    this.#evaluations = target.missingEvaluations(state);
  }

  /** One leapfrog of every tree that grows. @returns Whether any goes on. */
  leap(): Awaitable<boolean> {
    const { trees, points, into } = this.#grove;
    const { growing } = trees;
    const { space, dimension } = this.#target;
    if (growing.length === 0) return false;
    // Views of their own, for a batch is known by its object.
    const to = points.subarray(0, growing.length * dimension);
    const own = { energy: into.energy.subarray(0, growing.length), gradient: into.gradient.subarray(0, to.length) };
    trees.leap(to);
    return whenDone(this.#target.evaluate(this.#like, to, own), (found) => {
      this.#account(found, growing);
      if (!trees.arrive(space.coordinates(found.batch), found.gradient, found.energy)) return true;
      this.#like = space.take(this.#state.batch, trees.growing);
      return trees.growing.length > 0;
    });
  }

  /** Where the chains go. Nothing that the trees hold is handed out. */
  harvest(): Stepped<B> {
    const { trees } = this.#grove;
    const { drawn, acceptance, pointCount } = trees;
    const batch = this.#target.space.withCoordinates(this.#state.batch, drawn.position.slice());
    const divergent = acceptance.map((_, chain) => (trees.endingOf(chain) === 'diverged' ? 1 : 0));
    const statistic = acceptance.map((sum, chain) => sum / pointCount[chain]!);
    const info: StepInfo = {
      accepted: trees.hasMoved.slice(),
      acceptanceProbability: statistic,
      acceptance: statistic,
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
    return [{ batch, energy: drawn.energy.slice(), arrays: { gradient: drawn.gradient.slice() } }, info];
  }

  #account({ evaluations, outside, nonFiniteRows, fault }: ProposedPoints<B>, growing: Int32Array): void {
    this.#evaluations += evaluations;
    this.#outside += outside;
    for (const row of nonFiniteRows) this.#nonFinite[growing[row]!]!++;
    // Rows of a batch of growing trees are not the chains.
    this.#fault ??= fault && new NonFiniteEnergyError(fault.term, growing[fault.row]!, fault.value);
  }
}

function countEndings(trees: TrajectoryTrees, ending: TreeEnding): number {
  let count = 0;
  for (let chain = 0; chain < trees.chainCount; chain++) if (trees.endingOf(chain) === ending) count++;
  return count;
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
  const groves = new SpareGroves();
  return (target) =>
    tunedKernel(target, { stepSize, adapt, targetAcceptance, metric }, (sizes, scales) =>
      nutsKernel({ ...target, stepSize: sizes, mostDoublings, metric: scales, groves }),
    );
}

/** The kernel `nuts`. */
export const nuts = defineKernel({
  name: 'nuts',
  summary: 'The no-U-turn sampler: Hamiltonian trajectories that find their own length',
  details:
    'Each step follows a trajectory until it turns back on itself and draws the next state from it, so that π is exactly kept. ' +
    'Step size and scales are tuned while the chains warm up; a given stepSize stays as it is unless adapt says otherwise. ' +
    'Divergences say that the step is too large for the curvature somewhere. Trajectories are reflected at bounds.',
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
