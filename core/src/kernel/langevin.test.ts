import { expect, it } from 'vitest';
import { VectorSpace } from '../state/vector-space.js';
import { formulaEnergy, standardNormal } from '../testing/point-energies.js';
import { scriptedNormals } from '../testing/scripted-rng.js';
import reference from './fixtures/gradient-kernels.json' with { type: 'json' };
import { langevinKernel } from './langevin.js';

const line = VectorSpace.ofDimension(1);
const normal = formulaEnergy(1, standardNormal);

it('steps by x − λβ∇E + √(2λ)ξ, to one unit in the last place', async () => {
  const quartic = formulaEnergy(1, ([x = 0], gradient) => {
    gradient[0] = 4 * x ** 3;
    return x ** 4;
  });
  const from = Float64Array.of(-1.75, -0.1, 0, 0.3, 2);
  const noise = Float64Array.of(0.5, -2.25, 1.5, 0.125, -0.75);
  const lambda = Float64Array.of(0.01, 0.2, 1, 0.37, 1e-3);
  const beta = Float64Array.of(1, 0, 2, 0.5, 3);
  const kernel = langevinKernel({ space: line, energy: quartic, stepSize: lambda });
  const [next] = await kernel.step(scriptedNormals(noise), await kernel.init(from), beta);
  for (let i = 0; i < from.length; i++) {
    const x = from[i]!;
    const expected = x - lambda[i]! * beta[i]! * 4 * x ** 3 + Math.sqrt(2 * lambda[i]!) * noise[i]!;
    expect(Math.abs(next.batch[i]! - expected)).toBeLessThanOrEqual(Number.EPSILON * Math.abs(expected));
  }
});

// On E = x²/2 a step is x′ = a x + b ξ, whose stationary variance is b² / (1 − a²).
it.each(reference.ula_bias_on_standard_normal)(
  'has the variance $variance on a normal at λ = $h',
  async ({ h, variance }) => {
    const kernel = langevinKernel({ space: line, energy: normal, stepSize: h });
    const [next] = await kernel.step(
      scriptedNormals(Float64Array.of(0, 1)),
      await kernel.init(Float64Array.of(1, 0)),
      1,
    );
    const [a, b] = [next.batch[0]!, next.batch[1]!];
    expect(b ** 2 / (1 - a ** 2)).toBeCloseTo(1 / (1 - h / 2), 12);
    expect(b ** 2 / (1 - a ** 2)).toBeCloseTo(variance, 6);
  },
);

it('refuses step sizes that are none', () => {
  for (const stepSize of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, Float64Array.of(1, 0)]) {
    expect(() => langevinKernel({ space: line, energy: normal, stepSize })).toThrow('it must be finite and > 0');
  }
});

it('is mirrored at walls, as often as it takes', async () => {
  const box = VectorSpace.ofAxes([
    { name: 'x', low: 0, high: 1 },
    { name: 'y', low: 0 },
  ]);
  const flat = formulaEnergy(2, () => 0);
  const kernel = langevinKernel({ space: box, energy: flat, stepSize: 0.5 });
  const begin = await kernel.init(Float64Array.of(0.25, 0.5, 0.25, 0.5, 0.25, 0.5));
  const [next] = await kernel.step(scriptedNormals(Float64Array.of(1, -1, 2.5, 1, -1.5, -0.5)), begin, 1);
  expect(next.batch).toEqual(Float64Array.of(0.75, 0.5, 0.75, 1.5, 0.75, 0));
});
