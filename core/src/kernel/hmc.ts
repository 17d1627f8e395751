import { z } from 'zod';
import { type Awaitable, whenDone } from '../numerics/awaitable.js';
import { ScratchArrays } from '../numerics/scratch-arrays.js';
import { type Stepped, testMoves, testWidth } from './acceptance.js';
import { type GradientParts, GradientTarget } from './gradient-target.js';
import { checkBeta, type Kernel } from './kernel.js';
import { defineKernel } from './kernel-definition.js';
import { Leapfrog } from './leapfrog.js';
import { type Metric, unitMetric } from './metric.js';
import { countRows } from './proposed-energy.js';
import { countForbidden, settle } from './settle.js';
import { checkStepSize, type StepSize, stepSizeOf } from './step-size.js';
import { tunedKernel } from './tuned-kernel.js';
import { metricOption, refuseIdleOptions, stepSizeOption, tuningOptions } from './tuning-options.js';

export interface HmcParts<B> extends GradientParts<B> {
  /** Of one leapfrog, in units of the metric's scale; > 0. */
  readonly stepSize: StepSize;
  /** Leapfrogs a step, ≥ 1. */
  readonly steps: number;
  /** Unit when absent. */
  readonly metric?: Metric;
  /** In each step every chain takes its step size times a uniform number of [1 − jitter, 1 + jitter]; 0 when absent. */
  readonly jitter?: number;
}

/**
 * Hamiltonian Monte Carlo: a normal momentum, a trajectory of leapfrogs in the potential βE, and a Metropolis test of its end.
 *
 * A trajectory that meets a forbidden point or one without an energy ends there and is rejected; the trajectory back would meet
 * it too, so π is kept. At the bounds of axes trajectories are reflected. An error of the energy above 1000 counts as a divergence.
 *
 * @remarks `steps` evaluations with gradient a step: the first gradient of a trajectory is the last of the one before. Row r draws
 *   `dimension` + 2 normals, two more with jitter. O(dimension²) a leapfrog besides for a dense metric.
 * @throws {RangeError} A step size is not finite and > 0.
 * @see Duane, Kennedy, Pendleton & Roweth, Phys. Lett. B 195, 216 (1987); Neal, in Handbook of Markov Chain Monte Carlo (2011).
 */
export function hmcKernel<B>(parts: HmcParts<B>): Kernel<B> {
  checkStepSize(parts.stepSize);
  const { metric = unitMetric, jitter = 0, steps } = parts;
  const target = new GradientTarget(parts);
  const scratch = new ScratchArrays();
  const { dimension } = target;
  const width = dimension + (jitter > 0 ? 2 * testWidth : testWidth);
  return {
    init: (batch) => target.init(batch),
    step: (rng, state, beta): Awaitable<Stepped<B>> => {
      const rowCount = state.energy.length;
      checkBeta(beta, rowCount);
      const noise = scratch.take(rowCount * width);
      rng.fillNormalRows(noise, width);
      target.freeze(noise, width);
      const stepSizes = state.energy.map((_, row) => {
        const size = stepSizeOf(parts.stepSize, row);
        return jitter > 0 ? size * (1 + jitter * (2 * uniformAt(noise, row, width) - 1)) : size;
      });
      const momentum = firstColumns(noise, width, scratch.take(rowCount * dimension), dimension);
      const into = { energy: new Float64Array(rowCount), gradient: scratch.take(rowCount * dimension) };
      const ways = [scratch.take(momentum.length), scratch.take(momentum.length)] as const;
      return whenDone(target.gradientOf(state), (gradient) => {
        const leapfrog = new Leapfrog(target, metric, { state, gradient, beta, stepSizes, momentum, ways, into });
        return whenDone(leapfrog.run(steps), (found): Stepped<B> => {
          const verdict = testMoves(state.energy, found.energy, leapfrog.kineticLoss(), beta, noise);
          const { nonFiniteRows, fault } = found;
          const evaluations = found.evaluations + target.missingEvaluations(state);
          const counts = {
            divergences: leapfrog.divergences,
            forbidden: countForbidden(found),
            nonFinite: nonFiniteRows.length,
          };
          const countsByChain = { divergences: leapfrog.divergent(), nonFinite: countRows(nonFiniteRows, rowCount) };
          const next = settle(target, state, gradient, found, verdict.accepted);
          scratch.give(noise, momentum, into.gradient, ...ways);
          return [next, { ...verdict, evaluations, counts, countsByChain, fault }];
        });
      });
    },
  };
}

/** The first `count` of every `width` numbers, written to `out`. @returns `out` */
function firstColumns(rows: Float64Array, width: number, out: Float64Array, count: number): Float64Array {
  for (let from = 0, to = 0; to < out.length; from += width, to += count) {
    for (let i = 0; i < count; i++) out[to + i] = rows[from + i]!;
  }
  return out;
}

/** A uniform number from the two normals before those of the test. */
function uniformAt(noise: Float64Array, row: number, width: number): number {
  const z1 = noise[(row + 1) * width - 4]!;
  const z2 = noise[(row + 1) * width - 3]!;
  return Math.exp(-0.5 * (z1 * z1 + z2 * z2));
}

/** The kernel `hmc`. */
export const hmc = defineKernel({
  name: 'hmc',
  summary: 'Hamiltonian Monte Carlo with a fixed number of leapfrogs',
  details:
    'Each step draws a momentum, follows the trajectory of so many leapfrogs, and tests its end, so that π is exactly kept. Without ' +
    'a stepSize, step size and scales are tuned while the chains warm up; a given one stays as it is unless adapt says ' +
    'otherwise. Jitter keeps trajectories from ending where they began, as those of one length can in a Gaussian. ' +
    'Where no length suits all places, take nuts. Trajectories are reflected at bounds.',
  reference: 'Duane, Kennedy, Pendleton & Roweth, Phys. Lett. B 195, 216 (1987)',
  requires: ['gradient'],
  space: 'continuous',
  exact: true,
  options: z
    .strictObject({
      steps: z.int().min(1).max(10_000).default(10).describe('Leapfrogs of a trajectory'),
      stepSize: stepSizeOption('Time of one leapfrog, in units of the scales'),
      jitter: z.number().min(0).lt(1).default(0.3).describe('Share by which step sizes vary at random, up and down'),
      metric: metricOption,
      ...tuningOptions,
    })
    .superRefine(refuseIdleOptions),
  example: { steps: 20 },
  create:
    ({ stepSize, steps, jitter, adapt = stepSize === undefined, targetAcceptance = 0.8, metric }) =>
    (target) =>
      tunedKernel(
        target,
        { stepSize, adapt, targetAcceptance, metric: metric ?? (adapt ? 'diagonal' : 'unit') },
        (sizes, scales) => hmcKernel({ ...target, stepSize: sizes, steps, jitter, metric: scales }),
      ),
});
