import { z } from 'zod';
import { type Awaitable, whenDone } from '../numerics/awaitable.js';
import { type GradientParts, GradientTarget, type ProposedPoints, valueAndGradient } from './gradient-target.js';
import { betaOf, type ChainState, checkBeta, type Kernel, type StepInfo } from './kernel.js';
import { defineKernel } from './kernel-definition.js';
import { reflect } from './reflect.js';
import { settleUnadjusted } from './settle.js';
import { checkStepSize, type StepSize, steadyKernel, stepSizeOf } from './step-size.js';

export interface UnderdampedLangevinParts<B> extends GradientParts<B> {
  /** h, in units of the coordinates (the mass is 1 and the temperature of the potential βE is 1); > 0. */
  readonly stepSize: StepSize;
  /** γ, the rate at which momenta are forgotten, in inverse units of h; finite, > 0. */
  readonly friction: number;
}

/**
 * Underdamped Langevin dynamics in the potential βE by the splitting BAOAB:
 *
 *     B  p ← p − ½h β∇E(x)      A  x ← x + ½h p      O  p ← e^(−γh) p + √(1 − e^(−2γh)) ξ      A      B
 *
 * There is no test. Averages over positions are off by order h², with a small constant (by order h⁴ at high friction), and by
 * nothing at all on a Gaussian while h is stable, h < 2s for its least deviation s. At bounds positions are reflected and
 * momenta turned about; so they are where a state without a finite energy is not entered. Momenta begin at 0 and are part of the
 * state.
 *
 * @remarks One evaluation with gradient a step. Row r draws `dimension` normals.
 * @throws {RangeError} A step size or the friction is not finite and > 0.
 * @see Leimkuhler & Matthews, Appl. Math. Res. eXpress 2013, 34 (2013); J. Chem. Phys. 138, 174102 (2013).
 */
export function underdampedLangevinKernel<B>(parts: UnderdampedLangevinParts<B>): Kernel<B> {
  const { stepSize, friction } = parts;
  checkStepSize(stepSize);
  if (!(friction > 0 && friction < Infinity)) {
    throw new RangeError(`friction is ${friction}; it must be finite and > 0`);
  }
  const target = new GradientTarget(parts);
  const { dimension } = target;
  const { axes } = target.space;
  return {
    init: (batch) => whenDone(target.init(batch), withMomentum),
    step: (rng, state, beta): Awaitable<readonly [ChainState<B>, StepInfo]> => {
      checkBeta(beta, state.energy.length);
      return whenDone(target.gradientOf(state), (gradient) => {
        const to = target.space.coordinates(state.batch).slice();
        const momentum = momentumOf(state, to.length).slice();
        const noise = new Float64Array(to.length);
        rng.fillNormalRows(noise, dimension);
        target.freeze(noise);
        target.freeze(momentum);
        forEachRow(stepSize, dimension, to.length, (row, i, h) => {
          const force = 0.5 * h * betaOf(beta, row);
          for (let k = i; k < i + dimension; k++) {
            momentum[k] = momentum[k]! - force * gradient[k]!;
            to[k] = to[k]! + 0.5 * h * momentum[k]!;
          }
        });
        reflect(axes, to, momentum);
        forEachRow(stepSize, dimension, to.length, (_, i, h) => {
          const kept = Math.exp(-friction * h);
          const spread = Math.sqrt(1 - kept * kept);
          for (let k = i; k < i + dimension; k++) {
            momentum[k] = kept * momentum[k]! + spread * noise[k]!;
            to[k] = to[k]! + 0.5 * h * momentum[k]!;
          }
        });
        reflect(axes, to, momentum);
        const into = valueAndGradient(state.energy.length, dimension);
        return whenDone(target.evaluate(state.batch, to, into), (found) => {
          const [next, info] = settleUnadjusted(target, state, gradient, found);
          const old = momentumOf(state, momentum.length);
          const settled = lastKick(found, info.accepted, old, momentum, (row) => {
            return 0.5 * stepSizeOf(stepSize, row) * betaOf(beta, row);
          });
          return [{ ...next, arrays: { ...next.arrays, momentum: settled } }, info] as const;
        });
      });
    },
  };
}

function withMomentum<B>(state: ChainState<B>): ChainState<B> {
  const { gradient } = state.arrays as { readonly gradient: Float64Array };
  return { ...state, arrays: { gradient, momentum: new Float64Array(gradient.length) } };
}

/** The momenta of a state, 0 where whoever made it left them out. */
function momentumOf<B>({ arrays }: ChainState<B>, length: number): Float64Array {
  return arrays?.momentum ?? new Float64Array(length);
}

function forEachRow(
  stepSize: StepSize,
  dimension: number,
  length: number,
  use: (row: number, start: number, h: number) => void,
): void {
  for (let row = 0, i = 0; i < length; row++, i += dimension) use(row, i, stepSizeOf(stepSize, row));
}

/** The last B of chains that moved; the old momentum turned about of those that did not. Changes `momentum`. */
function lastKick<B>(
  { gradient }: ProposedPoints<B>,
  accepted: Uint8Array,
  old: Float64Array,
  momentum: Float64Array,
  factorOf: (row: number) => number,
): Float64Array {
  const dimension = momentum.length / accepted.length;
  for (let row = 0, i = 0; row < accepted.length; row++) {
    const factor = factorOf(row);
    for (const end = i + dimension; i < end; i++) {
      momentum[i] = accepted[row] === 1 ? momentum[i]! - factor * gradient[i]! : -old[i]!;
    }
  }
  return momentum;
}

/** The kernel `underdamped-langevin`. */
export const underdampedLangevin = defineKernel({
  name: 'underdamped-langevin',
  summary: 'Langevin dynamics with momenta, by the splitting BAOAB, untested',
  details:
    'Moves with inertia, friction and noise, without an acceptance test: averages over positions are off by an amount of order ' +
    'stepSize², small beside that of other splittings, and by nothing on a Gaussian. Take hmc or nuts where weights must be ' +
    'exact. Chains are reflected at bounds.',
  reference: 'Leimkuhler & Matthews, Appl. Math. Res. eXpress 2013, 34 (2013)',
  requires: ['gradient'],
  space: 'continuous',
  exact: false,
  options: z.strictObject({
    stepSize: z.number().positive().describe('h, in units of the coordinates: mass and temperature are 1'),
    friction: z.number().positive().default(1).describe('Rate at which momenta are forgotten, in inverse units of h'),
  }),
  example: { stepSize: 0.1 },
  create:
    ({ stepSize, friction }) =>
    (target) =>
      steadyKernel(stepSize, (sizes) => underdampedLangevinKernel({ ...target, stepSize: sizes, friction })),
});
