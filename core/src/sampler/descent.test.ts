import { describe, expect, it } from 'vitest';
import type { Differentiable } from '../energy/energy.js';
import { randomStream } from '../numerics/random-stream.js';
import { type VectorBatch, VectorSpace } from '../state/vector-space.js';
import { runSampler } from '../testing/run-sampler.js';
import { type DescentSettings, descentSampler } from './descent.js';

const settings: DescentSettings = {
  method: 'lbfgs',
  starts: 5,
  steps: 20_000,
  count: 5,
  apart: 1e-3,
  tolerance: 1e-8,
  firstStep: 0.1,
};

/** An energy of two coordinates by its value and slopes. */
function surface(at: (x: number, y: number) => readonly [number, number, number]): Differentiable<Float64Array> {
  const evaluateWithGradient = (batch: Float64Array) => {
    const energy = new Float64Array(batch.length / 2);
    const gradient = new Float64Array(batch.length);
    for (let row = 0; row < energy.length; row++) {
      [energy[row], gradient[2 * row], gradient[2 * row + 1]] = at(batch[2 * row]!, batch[2 * row + 1]!);
    }
    return { energy, gradient };
  };
  return { evaluate: (batch) => evaluateWithGradient(batch).energy, evaluateWithGradient };
}

/** (1 − x)² + 100 (y − x²)²: minimum 0 at (1, 1). Rosenbrock, Comput. J. 3, 175 (1960). */
const rosenbrock = surface((x, y) => [
  (1 - x) ** 2 + 100 * (y - x * x) ** 2,
  -2 * (1 - x) - 400 * x * (y - x * x),
  200 * (y - x * x),
]);
/** Condition number 2000. */
const narrow = surface((x, y) => [0.5 * (x * x + 2000 * y * y), x, 2000 * y]);

const plane = VectorSpace.ofDimension(2);

function problem(energy: Differentiable<Float64Array>, space = plane, initial?: Float64Array) {
  return { space, energy, initial, rng: randomStream(9, 'descent'), signal: undefined };
}

describe('descentSampler', () => {
  it.each(['gradient', 'nesterov', 'lbfgs'] as const)('%s finds the minimum of a narrow valley', async (method) => {
    const { result } = await runSampler(descentSampler({ ...settings, method, steps: 200_000 }), problem(narrow));
    expect(result.stopReason).toBe('converged');
    expect(result.facts).toContainEqual({ name: 'share of points that rest', value: 1 });
    for (const value of result.energy) expect(value).toBeLessThan(1e-15);
  });

  it('needs few steps where curvature is learned, and fewer with momentum than without', async () => {
    const steps = async (method: DescentSettings['method'], energy = narrow) => {
      const sampler = descentSampler<Float64Array>({ ...settings, method, steps: 200_000, tolerance: 1e-6 });
      const { result } = await runSampler(sampler, problem(energy, plane, Float64Array.of(-1.2, 1)));
      expect(result.stopReason).toBe('converged');
      return result.evaluations;
    };
    // L-BFGS on Rosenbrock's function from (−1.2, 1) takes some 45 evaluations in published programs.
    expect(await steps('lbfgs', rosenbrock)).toBeLessThan(5 * 100);
    const [gradient, nesterov, lbfgs] = [await steps('gradient'), await steps('nesterov'), await steps('lbfgs')];
    expect(nesterov).toBeLessThan(gradient / 2);
    expect(lbfgs).toBeLessThan(nesterov / 2);
  });

  it('never goes uphill', async () => {
    for (const method of ['gradient', 'nesterov', 'lbfgs'] as const) {
      const { progress } = await runSampler(descentSampler({ ...settings, method, steps: 300 }), problem(rosenbrock));
      const best = progress.map(({ bestEnergy }) => bestEnergy);
      expect(best).toEqual(best.toSorted((a, b) => b - a));
    }
  });

  it('stops at bounds where the energy falls beyond them', async () => {
    const box = VectorSpace.ofAxes([
      { name: 'x', low: -2, high: 0.5 },
      { name: 'y', low: -1, high: 3 },
    ]);
    for (const method of ['gradient', 'nesterov', 'lbfgs'] as const) {
      const { result } = await runSampler<VectorBatch>(
        descentSampler({ ...settings, method, steps: 100_000 }),
        problem(rosenbrock, box),
      );
      expect(result.stopReason).toBe('converged');
      // With x ≤ ½ the minimum is at x = ½, y = ¼, of energy ¼.
      expect(result.energy[0]).toBeCloseTo(0.25, 9);
      expect(result.batch[0]).toBe(0.5);
      expect(result.batch[1]).toBeCloseTo(0.25, 6);
    }
  });

  it('keeps away from forbidden states and those without an energy', async () => {
    const cliff = surface((x, y) =>
      x < 1 ? [x < 0 ? Number.NaN : Number.POSITIVE_INFINITY, 0, 0] : [x + y * y, 1, 2 * y],
    );
    const start = Float64Array.of(3, 2);
    const { result } = await runSampler(
      descentSampler({ ...settings, starts: 1, count: 1 }),
      problem(cliff, plane, start),
    );
    expect(result.energy[0]).toBeGreaterThanOrEqual(1);
    expect(result.energy[0]).toBeLessThan(3);
    expect(result.stopReason).toBe('converged');
    expect(result.facts).toContainEqual({ name: 'share of points that rest', value: 0 });
  });
});
