import { z } from 'zod';
import { type Awaitable, whenDone } from '../numerics/awaitable.js';
import { type Stepped, testMoves, testWidth } from './acceptance.js';
import { type GradientParts, GradientTarget, valueAndGradient } from './gradient-target.js';
import { betaOf, checkBeta, type Kernel } from './kernel.js';
import { defineKernel } from './kernel-definition.js';
import { countRows } from './proposed-energy.js';
import { countForbidden, settle } from './settle.js';
import { checkStepSize, type StepSize, stepSizeOf } from './step-size.js';
import { tunedKernel } from './tuned-kernel.js';
import { refuseIdleOptions, stepSizeOption, tuningOptions } from './tuning-options.js';

export interface MalaParts<B> extends GradientParts<B> {
  /** λ, in squared units of the coordinates; > 0. */
  readonly stepSize: StepSize;
}

/**
 * The Metropolis-adjusted Langevin algorithm: the move of ULA, x′ = x − λβ∇E(x) + √(2λ) ξ, with the test that makes it exact.
 * A Langevin move is normal about x − λβ∇E(x) with variance 2λ, so ln q(x′|x) = −|x′ − x + λβ∇E(x)|² / 4λ. Points outside
 * bounds are rejected without being evaluated.
 *
 * @remarks One evaluation with gradient a step. Row r draws `dimension` + 2 normals.
 * @throws {RangeError} A step size is not finite and > 0.
 * @see Roberts & Tweedie, Bernoulli 2, 341 (1996); Roberts & Rosenthal, J. R. Stat. Soc. B 60, 255 (1998), for 0.574.
 */
export function malaKernel<B>(parts: MalaParts<B>): Kernel<B> {
  checkStepSize(parts.stepSize);
  const target = new GradientTarget(parts);
  return {
    init: (batch) => target.init(batch),
    step: (rng, state, beta): Awaitable<Stepped<B>> => {
      checkBeta(beta, state.energy.length);
      return whenDone(target.gradientOf(state), (gradient) => {
        const rowCount = state.energy.length;
        const { dimension } = target;
        const width = dimension + testWidth;
        const noise = new Float64Array(rowCount * width);
        rng.fillNormalRows(noise, width);
        target.freeze(noise, width);
        const from = target.space.coordinates(state.batch);
        const to = new Float64Array(from.length);
        for (let row = 0, i = 0, k = 0; row < rowCount; row++, k += testWidth) {
          const lambda = stepSizeOf(parts.stepSize, row);
          const drift = lambda * betaOf(beta, row);
          const spread = Math.sqrt(2 * lambda);
          for (const end = i + dimension; i < end; i++, k++)
            to[i] = from[i]! - drift * gradient[i]! + spread * noise[k]!;
        }
        const into = valueAndGradient(rowCount, dimension);
        return whenDone(target.evaluate(state.batch, to, into), (found): Stepped<B> => {
          const logRatio = logProposalRatios(target, parts.stepSize, beta, gradient, found.gradient, noise);
          const verdict = testMoves(state.energy, found.energy, logRatio, beta, noise);
          const next = settle(target, state, gradient, found, verdict.accepted);
          const { nonFiniteRows, fault } = found;
          const evaluations = found.evaluations + target.missingEvaluations(state);
          const counts = { forbidden: countForbidden(found), nonFinite: nonFiniteRows.length };
          const countsByChain = { nonFinite: countRows(nonFiniteRows, rowCount) };
          return [next, { ...verdict, evaluations, counts, countsByChain, fault }];
        });
      });
    },
  };
}

/**
 * ln q(x|x′) − ln q(x′|x) of each row. With x′ − x = √(2λ)ξ − λβ∇E(x), the way there needed √(2λ)ξ of noise and the way back
 * needs λβ(∇E(x) + ∇E(x′)) − √(2λ)ξ: no difference of positions is taken, which on a circle could go the other way round.
 */
function logProposalRatios(
  { dimension }: GradientTarget<unknown>,
  stepSize: StepSize,
  beta: number | Float64Array,
  gradient: Float64Array,
  gradientThere: Float64Array,
  noise: Float64Array,
): Float64Array {
  const logRatio = new Float64Array(gradient.length / dimension);
  for (let row = 0, i = 0, k = 0; row < logRatio.length; row++, k += testWidth) {
    const lambda = stepSizeOf(stepSize, row);
    const drift = lambda * betaOf(beta, row);
    const spread = Math.sqrt(2 * lambda);
    let there = 0;
    let back = 0;
    for (const end = i + dimension; i < end; i++, k++) {
      const noiseThere = spread * noise[k]!;
      const noiseBack = drift * (gradient[i]! + gradientThere[i]!) - noiseThere;
      there += noiseThere * noiseThere;
      back += noiseBack * noiseBack;
    }
    logRatio[row] = (there - back) / (4 * lambda);
  }
  return logRatio;
}

/** The kernel `mala`. */
export const mala = defineKernel({
  name: 'mala',
  summary: 'Langevin steps with a Metropolis test (MALA)',
  details:
    'A step downhill by the gradient with noise, taken or not so that π is exactly kept. Without a stepSize it is tuned while ' +
    'the chains warm up; a given one stays as it is unless adapt says otherwise.',
  reference: 'Roberts & Tweedie, Bernoulli 2, 341 (1996)',
  requires: ['gradient'],
  space: 'continuous',
  exact: true,
  options: z
    .strictObject({ ...tuningOptions, stepSize: stepSizeOption('λ, in squared units of the coordinates') })
    .superRefine(refuseIdleOptions),
  example: {},
  create:
    ({ stepSize, adapt = stepSize === undefined, targetAcceptance = 0.574 }) =>
    (target) =>
      tunedKernel(
        target,
        { stepSize, adapt, targetAcceptance, metric: 'unit', fromLeapfrog: (epsilon) => 0.5 * epsilon * epsilon },
        (sizes) => malaKernel({ ...target, stepSize: sizes }),
      ),
});
