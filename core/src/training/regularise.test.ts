import { describe, expect, it } from 'vitest';
import { randomStream } from '../numerics/random-stream.js';
import { VectorSpace } from '../state/vector-space.js';
import { waveEnergy } from './fixtures/wave-energy.js';
import { Regularisers } from './regularise.js';

const plane = VectorSpace.ofDimension(2);
const start = [0.3, -0.2, 0.4, -0.1, 0.8];
const data = plane.random(randomStream(1, 'data'), 5);
const drawn = plane.random(randomStream(2, 'model'), 3);
const nothing = { energyMagnitude: 0, gradientPenalty: 0, inputNoise: 0 };

function meanSquares(values: Float64Array, rowCount: number): number {
  return values.reduce((sum, value) => sum + value * value, 0) / rowCount;
}

describe.each([
  ['energyMagnitude', 0.3],
  ['gradientPenalty', 0.2],
] as const)('%s', (name, strength) => {
  const value = (parameters: readonly number[]): number => {
    const energy = waveEnergy(parameters, 2);
    return [data, drawn].reduce((sum, states) => {
      const found = energy.evaluateWithGradient(states) as { energy: Float64Array; gradient: Float64Array };
      const rowCount = states.length / 2;
      return sum + strength * meanSquares(name === 'energyMagnitude' ? found.energy : found.gradient, rowCount);
    }, 0);
  };

  it('adds the gradient of its mean over data and over model states', async () => {
    const energy = waveEnergy(start, 2);
    const subject = { space: plane, energy, set: { examples: data } };
    const gradient = new Float64Array(start.length).fill(1);
    const found = { gradient, figures: {}, evaluations: 0, modelStates: drawn };
    const added = await new Regularisers(subject, { ...nothing, [name]: strength }).add({ examples: data }, found);
    expect(added.figures[name]).toBeCloseTo(value(start), 12);
    start.forEach((_, i) => {
      const at = (h: number) => value(start.map((x, j) => (i === j ? x + h : x)));
      expect(gradient[i]! - 1).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 7);
    });
  });
});

it('noise has its deviation, and does not leave bounds', () => {
  const strip = VectorSpace.ofAxes([{ name: 'x', low: 0, high: 1 }, { name: 'y' }]);
  const examples = Float64Array.from({ length: 4000 }, (_, i) => (i % 2 === 0 ? (i % 4 === 0 ? 0 : 0.5) : 3));
  const subject = { space: strip, energy: waveEnergy([0, 0, 0, 0], 2), set: { examples } };
  const noised = new Regularisers(subject, { ...nothing, inputNoise: 0.1 }).noised(randomStream(3, 'noise'), {
    examples,
  });
  const along = (axis: number) => noised.examples.filter((_, i) => i % 2 === axis);
  expect(along(0).every((x) => x >= 0 && x <= 1)).toBe(true);
  // The deviation of 2,000 draws is known to 1.6 %.
  expect(
    Math.sqrt(
      meanSquares(
        along(1).map((y) => y - 3),
        2000,
      ),
    ),
  ).toBeCloseTo(0.1, 2);
});
