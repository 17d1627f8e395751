import { describe, expect, it } from 'vitest';
import type { Differentiable } from '../energy/energy.js';
import { hmcKernel } from '../kernel/hmc.js';
import type { Kernel } from '../kernel/kernel.js';
import { langevinKernel } from '../kernel/langevin.js';
import { malaKernel } from '../kernel/mala.js';
import { nutsKernel } from '../kernel/nuts.js';
import { underdampedLangevinKernel } from '../kernel/underdamped-langevin.js';
import { type VectorBatch, VectorSpace } from '../state/vector-space.js';
import { checkGeweke, type JointModel } from './geweke.js';
import { clampedEnergy, formulaEnergy } from './point-energies.js';

/*
 * A location x₀ ~ N(0, 1), a log scale x₁ ~ N(0, ½²), and two data yᵢ ~ N(x₀, e^(2 x₁)). States are (x₀, x₁, y₀, y₁), and the energy
 * is clamped at the data, of each chain its own. Five standard errors of seven quantities: 4 · 10⁻⁶ for each kernel.
 */
const space = VectorSpace.ofDimension(4);
const joint = formulaEnergy(4, (state, gradient) => {
  const [location = 0, logScale = 0, ...data] = state;
  const precision = Math.exp(-2 * logScale);
  let energy = 0.5 * location ** 2 + 2 * logScale ** 2 + 2 * logScale;
  gradient[0] = location;
  gradient[1] = 4 * logScale + 2;
  for (const value of data) {
    const offset = value - location;
    energy += 0.5 * precision * offset ** 2;
    gradient[0]! -= precision * offset;
    gradient[1]! -= precision * offset ** 2;
  }
  return energy;
});
const energy: Differentiable<VectorBatch> = clampedEnergy(joint, 4, Int32Array.of(2, 3), new Float64Array(2));

const model: JointModel<VectorBatch> = {
  draw: (rng, count) => {
    const batch = new Float64Array(4 * count);
    for (let i = 0; i < batch.length; i += 4) {
      batch[i] = rng.normal();
      batch[i + 1] = 0.5 * rng.normal();
    }
    return model.renew(rng.split(0), batch);
  },
  renew: (rng, batch) =>
    batch.map((value, i) => {
      const start = i - (i % 4);
      return i % 4 < 2 ? value : batch[start]! + Math.exp(batch[start + 1]!) * rng.normal();
    }),
  quantities: (batch) => {
    const column = (of: (x: number, s: number, y: number) => number): Float64Array =>
      Float64Array.from({ length: batch.length / 4 }, (_, row) =>
        of(batch[4 * row]!, batch[4 * row + 1]!, batch[4 * row + 2]!),
      );
    return {
      location: column((x) => x),
      'log scale': column((_, s) => s),
      'squared location': column((x) => x * x),
      'squared log scale': column((_, s) => s * s),
      'location × data': column((x, _, y) => x * Math.tanh(y)),
      'log scale × data': column((_, s, y) => s * Math.tanh(y * y)),
      'location × log scale': column((x, s) => x * s),
    };
  },
};

const exactKernels: readonly [string, Kernel<VectorBatch>][] = [
  ['mala', malaKernel({ space, energy, stepSize: 0.1 })],
  ['hmc', hmcKernel({ space, energy, stepSize: 0.3, steps: 4, jitter: 0.3 })],
  [
    'hmc with a metric',
    hmcKernel({
      space,
      energy,
      stepSize: 0.5,
      steps: 3,
      metric: { kind: 'diagonal', scale: Float64Array.of(0.8, 0.4, 1, 1), stride: 0 },
    }),
  ],
  ['nuts', nutsKernel({ space, energy, stepSize: 0.35 })],
];

describe('Geweke’s joint distribution test', () => {
  it.each(exactKernels)('passes %s', async (name, kernel) => {
    await checkGeweke(kernel, model, { name });
  });

  it.each([
    ['langevin', langevinKernel({ space, energy, stepSize: 0.15 })],
    ['underdamped-langevin', underdampedLangevinKernel({ space, energy, stepSize: 1, friction: 1 })],
  ])('finds the bias of %s', async (name, kernel) => {
    await expect(checkGeweke(kernel, model, { name, sweeps: 100 })).rejects.toThrow('standard errors apart');
  });

  it('finds a kernel that takes every trajectory', async () => {
    const hmc = hmcKernel({ space, energy, stepSize: 0.6, steps: 3 });
    const careless: Kernel<VectorBatch> = {
      init: (batch) => hmc.init(batch),
      // β = 0 in the test only: the ends of free flights, all of them accepted.
      step: (rng, state) => hmc.step(rng, state, 0),
    };
    await expect(checkGeweke(careless, model, { name: 'careless' })).rejects.toThrow("kernel 'careless'");
  });
});
