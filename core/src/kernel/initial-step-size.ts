import { type Awaitable, repeatWhile, whenDone } from '../numerics/awaitable.js';
import type { Rng } from '../numerics/rng.js';
import { type GradientTarget, valueAndGradient } from './gradient-target.js';
import { betaOf, type ChainState } from './kernel.js';
import { kick, kineticEnergy, unitMetric } from './metric.js';
import { reflect } from './reflect.js';

/** Doublings or halvings at most; a target that is flat for so long says nothing of its scale. */
const mostTrials = 50;

/** Acceptance probability between whose two sides the wanted step size lies. */
const middling = 0.5;

/** Step sizes, [chains], and the evaluations that finding them took. */
export interface FoundStepSizes {
  readonly stepSizes: Float64Array;
  readonly evaluations: number;
}

/**
 * A step size for each chain to begin tuning from: doubled from 1 while one leapfrog is accepted with more than probability ½, or
 * halved while with less, a new momentum each time. 1 where the chain is at a forbidden state, or where 50 doublings find no end.
 *
 * @remarks About log₂ of the answer evaluations with gradient a chain. Row r draws `dimension` normals of `rng.split(r).split(trial)`.
 * @see Hoffman & Gelman, J. Mach. Learn. Res. 15, 1593 (2014), algorithm 4.
 */
export function initialStepSizes<B>(
  target: GradientTarget<B>,
  rng: Rng,
  state: ChainState<B>,
  beta: number | Float64Array,
): Awaitable<FoundStepSizes> {
  const stepSize = new Float64Array(state.energy.length).fill(1);
  const direction = new Int8Array(stepSize.length);
  let rows = Int32Array.from(stepSize.keys()).filter((row) => Number.isFinite(state.energy[row]!));
  let trial = 0;
  let evaluations = target.missingEvaluations(state);
  const goOn = ({ log, evaluations: made }: Trial): boolean => {
    evaluations += made;
    rows = rows.filter((row, i) => {
      const way = log[i]! > Math.log(middling) ? 1 : -1;
      if (direction[row] === -way) return false;
      direction[row] = way;
      stepSize[row] = stepSize[row]! * 2 ** way;
      return true;
    });
    return rows.length > 0 && ++trial < mostTrials;
  };
  return whenDone(target.gradientOf(state), (gradient) => {
    const step = (): Awaitable<boolean> =>
      whenDone(tryLeapfrogs(target, rng, state, gradient, beta, rows, stepSize, trial), goOn);
    return whenDone(rows.length === 0 ? undefined : repeatWhile(step), () => {
      for (const row of rows) stepSize[row] = 1;
      return { stepSizes: stepSize, evaluations };
    });
  });
}

/** ln of the acceptance probability of one leapfrog of each listed chain, not capped at 0; −Infinity where it leads nowhere. */
interface Trial {
  readonly log: Float64Array;
  readonly evaluations: number;
}

/** One leapfrog of each listed chain. */
function tryLeapfrogs<B>(
  target: GradientTarget<B>,
  rng: Rng,
  state: ChainState<B>,
  gradient: Float64Array,
  beta: number | Float64Array,
  rows: Int32Array,
  stepSize: Float64Array,
  trial: number,
): Awaitable<Trial> {
  const { dimension, space } = target;
  const from = space.coordinates(state.batch);
  const momentum = new Float64Array(rows.length * dimension);
  rows.forEach((row, i) => {
    const own = momentum.subarray(i * dimension, (i + 1) * dimension);
    rng.split(row).split(trial).fillNormal(own);
  });
  target.freeze(momentum);
  const before = Float64Array.from(rows, (_, i) => kineticEnergy(momentum, i * dimension, dimension));
  const to = new Float64Array(momentum.length);
  const halfKick = (i: number, slopes: Float64Array, at: number): void => {
    const row = rows[i]!;
    const factor = 0.5 * stepSize[row]! * betaOf(beta, row);
    kick(unitMetric, 0, dimension, momentum, i * dimension, slopes, at, factor);
  };
  rows.forEach((row, i) => {
    halfKick(i, gradient, row * dimension);
    for (let j = 0; j < dimension; j++) {
      to[i * dimension + j] = from[row * dimension + j]! + stepSize[row]! * momentum[i * dimension + j]!;
    }
  });
  reflect(space.axes, to, momentum);
  const into = valueAndGradient(rows.length, dimension);
  return whenDone(target.evaluate(space.take(state.batch, rows), to, into), (found) => {
    const log = Float64Array.from(rows, (row, i) => {
      halfKick(i, found.gradient, i * dimension);
      const loss = before[i]! - kineticEnergy(momentum, i * dimension, dimension);
      const sum = betaOf(beta, row) * (state.energy[row]! - found.energy[i]!) + loss;
      return Number.isNaN(sum) ? Number.NEGATIVE_INFINITY : sum;
    });
    return { log, evaluations: found.evaluations };
  });
}
