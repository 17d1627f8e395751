import { describe, expect, it } from 'vitest';
import { adam, addToAverage, averageOf, clipByNorm, norm, type Optimiser, stochasticDescent } from './optimiser.js';

/** Four steps down Σ ½ aᵢ xᵢ² + cos(k xᵢ) at step k, from (0.5, −1.5, 2) with a = (1, 3, 0.2). */
function fourSteps(optimiser: Optimiser): Float64Array {
  const x = Float64Array.of(0.5, -1.5, 2);
  const stiffness = [1, 3, 0.2];
  const moments = optimiser.begin(3);
  for (let k = 1; k <= 4; k++) {
    const gradient = x.map((value, i) => stiffness[i]! * value - k * Math.sin(k * value));
    optimiser.update(x, gradient, moments, k, 1);
  }
  return x;
}

describe('optimisers take the steps that PyTorch 2.13 takes (float64)', () => {
  it.each<[string, Optimiser, readonly number[]]>([
    [
      'torch.optim.AdamW',
      adam({ rate: 0.1, beta1: 0.8, beta2: 0.95, epsilon: 1e-6, decay: 0.05 }),
      [0.6444936495924445, -1.0726619453558741, 1.951960316850076],
    ],
    [
      'torch.optim.SGD with momentum',
      stochasticDescent({ rate: 0.1, momentum: 0.9, nesterov: false, decay: 0 }),
      [0.9105820099400348, -0.20885778336050553, 1.1421070727545521],
    ],
    [
      'torch.optim.SGD with Nesterov’s momentum',
      stochasticDescent({ rate: 0.1, momentum: 0.9, nesterov: true, decay: 0 }),
      [0.4059748131357791, -0.7922962298089606, 0.00207056848709407],
    ],
  ])('%s', (_, optimiser, expected) => {
    fourSteps(optimiser).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 13);
    });
  });

  it('weight decay takes the same share whatever the gradient', () => {
    const x = Float64Array.of(2);
    const optimiser = stochasticDescent({ rate: 0.1, momentum: 0, nesterov: false, decay: 0.5 });
    optimiser.update(x, Float64Array.of(0), optimiser.begin(1), 1, 1);
    expect(x[0]).toBeCloseTo(1.9, 14);
  });
});

it('long gradients are shortened to the norm and keep their direction; short ones stay', () => {
  const long = Float64Array.of(3, -4);
  clipByNorm(long, norm(long), 1);
  expect([...long]).toEqual([0.6000000000000001, -0.8]);
  const short = Float64Array.of(0.3, 0.4);
  clipByNorm(short, norm(short), 1);
  expect([...short]).toEqual([0.3, 0.4]);
});

it('averages of equal vectors are that vector from the first step on, and otherwise weigh the later more', () => {
  const average = new Float64Array(1);
  addToAverage(average, Float64Array.of(4), 0.9);
  expect(averageOf(average, 0.9, 1)[0]).toBeCloseTo(4, 14);
  addToAverage(average, Float64Array.of(5), 0.9);
  // Weights 0.09 and 0.1 over their sum.
  expect(averageOf(average, 0.9, 2)[0]).toBeCloseTo((0.09 * 4 + 0.1 * 5) / 0.19, 14);
});
