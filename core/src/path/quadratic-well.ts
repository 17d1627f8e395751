import type { Differentiable, Tailed } from '../energy/energy.js';
import type { Continuous } from '../state/continuous.js';

/** ½ Σ (x / deviation)² over some axes of a continuous space: minus the log density of a normal, up to its constant. */
export function quadraticWell<B>(
  space: Continuous<B>,
  axes: Int32Array,
  deviation: number,
): Differentiable<B> & Tailed<B> {
  const precision = 1 / (deviation * deviation);
  const { dimension } = space;
  const form = new Float64Array(dimension * dimension);
  for (const axis of axes) form[axis * dimension + axis] = precision;
  const fill = (points: Float64Array, energy: Float64Array, gradient: Float64Array | undefined): void => {
    for (let row = 0; row < energy.length; row++) {
      let sum = 0;
      for (let a = 0; a < axes.length; a++) {
        const i = row * dimension + axes[a]!;
        const x = points[i]!;
        sum += x * x;
        if (gradient !== undefined) gradient[i] = precision * x;
      }
      energy[row] = 0.5 * precision * sum;
    }
  };
  return {
    tail: { growth: 'quadratic', form },
    evaluate(batch) {
      const energy = new Float64Array(space.size(batch));
      fill(space.coordinates(batch), energy, undefined);
      return energy;
    },
    evaluateWithGradient(batch, into) {
      const rows = space.size(batch);
      const result = into ?? { energy: new Float64Array(rows), gradient: new Float64Array(rows * dimension) };
      result.gradient.fill(0);
      fill(space.coordinates(batch), result.energy, result.gradient);
      return result;
    },
  };
}
