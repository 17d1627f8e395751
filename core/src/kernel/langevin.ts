import { z } from 'zod';
import { type Awaitable, whenDone } from '../numerics/awaitable.js';
import { type GradientParts, GradientTarget, valueAndGradient } from './gradient-target.js';
import { betaOf, type ChainState, checkBeta, type Kernel, type StepInfo } from './kernel.js';
import { defineKernel } from './kernel-definition.js';
import { reflect } from './reflect.js';
import { settleUnadjusted } from './settle.js';
import { checkStepSize, type StepSize, steadyKernel, stepSizeOf } from './step-size.js';

export interface LangevinParts<B> extends GradientParts<B> {
  /** λ, in squared units of the coordinates; > 0. */
  readonly stepSize: StepSize;
}

/**
 * The unadjusted Langevin algorithm (ULA): x′ = x − λβ∇E(x) + √(2λ) ξ with ξ standard normal.
 *
 * There is no test, so π is met only as λ → 0: on a Gaussian of variance s² at β = 1 the variance comes out as
 * s² / (1 − λ/2s²), and the chain flies apart where λ exceeds 2s². At bounds it is reflected. A state without a finite energy
 * is not entered.
 *
 * @remarks One evaluation with gradient a step. Row r draws `dimension` normals.
 * @throws {RangeError} A step size is not finite and > 0.
 * @see Roberts & Tweedie, Bernoulli 2, 341 (1996).
 */
export function langevinKernel<B>(parts: LangevinParts<B>): Kernel<B> {
  checkStepSize(parts.stepSize);
  const target = new GradientTarget(parts);
  return {
    init: (batch) => target.init(batch),
    step: (rng, state, beta): Awaitable<readonly [ChainState<B>, StepInfo]> => {
      checkBeta(beta, state.energy.length);
      return whenDone(target.gradientOf(state), (gradient) => {
        const { dimension } = target;
        const from = target.space.coordinates(state.batch);
        const to = new Float64Array(from.length);
        rng.fillNormalRows(to, dimension);
        target.freeze(to);
        for (let row = 0, i = 0; i < to.length; row++) {
          const lambda = stepSizeOf(parts.stepSize, row);
          const drift = lambda * betaOf(beta, row);
          const spread = Math.sqrt(2 * lambda);
          for (const end = i + dimension; i < end; i++) to[i] = from[i]! - drift * gradient[i]! + spread * to[i]!;
        }
        reflect(target.space.axes, to);
        const into = valueAndGradient(state.energy.length, dimension);
        return whenDone(target.evaluate(state.batch, to, into), (found) =>
          settleUnadjusted(target, state, gradient, found),
        );
      });
    },
  };
}

/** The kernel `langevin`. */
export const langevin = defineKernel({
  name: 'langevin',
  summary: 'Unadjusted Langevin steps (ULA): downhill by the gradient, with noise, untested',
  details:
    'x′ = x − λβ∇E + √(2λ)ξ, without an acceptance test, so that what it draws is off by an amount that grows with λ: on a ' +
    'Gaussian the variance is 1/(1 − λ/2) times too large, λ in units of the variance and β = 1. Take mala where weights ' +
    'matter. Chains are reflected at bounds.',
  reference: 'Roberts & Tweedie, Bernoulli 2, 341 (1996)',
  requires: ['gradient'],
  space: 'continuous',
  exact: false,
  options: z.strictObject({
    stepSize: z.number().positive().describe('λ, in squared units of the coordinates'),
  }),
  example: { stepSize: 0.01 },
  create:
    ({ stepSize }) =>
    (target) =>
      steadyKernel(stepSize, (sizes) => langevinKernel({ ...target, stepSize: sizes })),
});
