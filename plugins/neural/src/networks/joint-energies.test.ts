import {
  coordinateEncoder,
  type Energy,
  freeEnergy,
  given,
  isDifferentiable,
  isTrainable,
  latentPoints,
  latentVariables,
  randomStream,
  VectorSpace,
} from '@basin/core';
import { energyContextOf } from '@basin/core/testing';
import { describe, expect, it } from 'vitest';
import { referenceEngine } from '../engines/reference-engine.js';
import { createNetwork } from './create-network.js';
import { multilayerPerceptron } from './multilayer-perceptron.js';

/** x₀, x₁ and a label y of three kinds. */
const space = VectorSpace.ofAxes([{ name: 'x0' }, { name: 'x1' }, { name: 'y', low: 0, high: 2 }]);
const engine = await referenceEngine.create({}, 'cpu', { workerCount: 1, onDispose: () => undefined });
const context = energyContextOf(space, {
  encoder: () => coordinateEncoder(space, { centre: 0, scale: 1, kinds: { y: 3 } }),
  engine: () => engine,
});
const layers = { hidden: [8], activation: 'silu', residual: false, layerNorm: false } as const;
const joint = await createNetwork(
  {
    name: 'joint',
    choice: { device: 'cpu', seed: 3 },
    architecture: (x, weights) => multilayerPerceptron({ ...layers, hidden: [8] }, x, weights),
    quadratic: 0.3,
  },
  context,
);
const term = { name: 'joint', energy: joint, weight: 1 };

function withLabel(points: Float64Array, y: number): Float64Array {
  return points.map((x, i) => (i % 3 === 2 ? y : x));
}

/** The energies of rows with each label: [3][rows]. */
async function byLabel(points: Float64Array): Promise<readonly Float64Array[]> {
  return Promise.all([0, 1, 2].map((y) => joint.evaluate(withLabel(points, y))));
}

describe('a joint energy E(x, y)', async () => {
  const points = await space.random(randomStream(1, 'points'), 6);

  it('is conditioned on its label by given', async () => {
    const held = given(term, { indices: Int32Array.of(2), values: Float64Array.of(1) }, space);
    expect(await held.evaluate(points)).toEqual((await byLabel(points))[1]);
    await expectGradient(held, points);
  });

  it('is summed over its labels by free-energy', async () => {
    const latents = latentVariables(space, Int32Array.of(2));
    const free = freeEnergy(term, latentPoints(latents, { name: 'enumerate', options: { kinds: true } }));
    const energies = await byLabel(points);
    (await free.evaluate(points)).forEach((value, row) => {
      expect(value).toBeCloseTo(-Math.log(energies.reduce((sum, energy) => sum + Math.exp(-energy[row]!), 0)), 10);
    });
    await expectGradient(free, points);
    expect(isTrainable(free)).toBe(true);
  });
});

async function expectGradient(energy: Energy<Float64Array>, points: Float64Array): Promise<void> {
  if (!isDifferentiable(energy)) throw new Error('the composition has gradients');
  const { gradient } = await energy.evaluateWithGradient(points);
  for (const axis of [0, 1, 2]) {
    const at = (by: number) => energy.evaluate(points.map((x, i) => (i % 3 === axis ? x + by : x)));
    const [ahead, behind] = [await at(1e-5), await at(-1e-5)];
    ahead.forEach((value, row) => {
      expect(gradient[3 * row + axis]).toBeCloseTo((value - behind[row]!) / 2e-5, 6);
    });
  }
}
