import { describe, expect, it } from 'vitest';
import { randomStream } from '../numerics/random-stream.js';
import { VectorSpace } from '../state/vector-space.js';
import { EntropyTerm } from './entropy-term.js';
import { waveEnergy, withoutDirections } from './fixtures/wave-energy.js';

const plane = VectorSpace.ofDimension(2);
const start = [0.3, -0.2, 0.4, -0.1, 0.8];
const stepSize = 0.05;
const states = plane.random(randomStream(5, 'chains'), 6);
const others = plane.random(randomStream(6, 'buffer'), 40);
const stream = () => randomStream(9, 'last step');

/** x̃ = x − λ∇E(x) + √(2λ)ξ with the same ξ at any parameters. */
function lastStep(parameters: Float64Array): Float64Array {
  const { gradient } = waveEnergy([...parameters], 2).evaluateWithGradient(states) as { gradient: Float64Array };
  const noise = new Float64Array(states.length);
  stream().fillNormalRows(noise, 2);
  return states.map((x, i) => x - stepSize * gradient[i]! + Math.sqrt(2 * stepSize) * noise[i]!);
}

function distanceToNearest(points: Float64Array, row: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < others.length; i += 2) {
    nearest = Math.min(nearest, Math.hypot(points[2 * row]! - others[i]!, points[2 * row + 1]! - others[i + 1]!));
  }
  return nearest;
}

/** ⟨E(x̃(θ))⟩ with the energy itself held, less the entropy ⟨2 ln distance⟩. */
function divergence(parameters: Float64Array): number {
  const points = lastStep(parameters);
  const energies = waveEnergy(start, 2).evaluate(points) as Float64Array;
  return energies.reduce((sum, energy, row) => sum + energy - 2 * Math.log(distanceToNearest(points, row)), 0) / 6;
}

describe('the entropy term', () => {
  const energy = waveEnergy(start, 2);
  const settings = { weight: 1, stepSize, neighbours: 100 };
  const slopes = start.map((_, i) => {
    const moved = (h: number) => divergence(Float64Array.from(start, (value, j) => (i === j ? value + h : value)));
    return (moved(1e-5) - moved(-1e-5)) / 2e-5;
  });

  it('is the gradient of the divergence through one step, with the same noise', async () => {
    const term = new EntropyTerm({ space: plane, energy, set: { examples: states } }, settings);
    const found = await term.stepped(stream(), states, others);
    expect([...found.states]).toEqual([...lastStep(energy.parameters())].map((x) => expect.closeTo(x, 12)));
    found.gradient.forEach((slope, i) => {
      expect(slope).toBeCloseTo(slopes[i]!, 7);
    });
    expect(Math.hypot(...slopes)).toBeGreaterThan(0.01);
    const mean = Array.from({ length: 6 }, (_, row) => 2 * Math.log(distanceToNearest(found.states, row)));
    expect(found.entropy).toBeCloseTo(mean.reduce((sum, value) => sum + value, 0) / 6, 10);
  });

  it('needs no derivatives along directions', async () => {
    const plain = { space: plane, energy: withoutDirections(energy), set: { examples: states } };
    const term = new EntropyTerm(plain, settings);
    expect(term.isExact).toBe(false);
    const found = await term.stepped(stream(), states, others);
    found.gradient.forEach((slope, i) => {
      expect(slope).toBeCloseTo(slopes[i]!, 5);
    });
  });

  it('a chain is not its own neighbour, and a chain that would leave the bounds stays', async () => {
    const box = VectorSpace.ofAxes([{ name: 'x', low: 0, high: 1 }]);
    const steep = waveEnergy([1000, 0], 1);
    const points = Float64Array.of(0.2, 0.5);
    const term = new EntropyTerm({ space: box, energy: steep, set: { examples: points } }, settings);
    const found = await term.stepped(stream(), points, points);
    expect([...found.states]).toEqual([0.2, 0.5]);
    expect([...found.gradient].map(Math.abs)).toEqual([0, 0]);
    expect(found.entropy).toBeCloseTo(Math.log(0.3), 12);
  });

  it('a chain that moved is no neighbour of where it was', async () => {
    const flat = waveEnergy([0, -30], 1);
    const points = Float64Array.of(1, 4);
    const line = VectorSpace.ofDimension(1);
    const term = new EntropyTerm(
      { space: line, energy: flat, set: { examples: points } },
      { ...settings, stepSize: 1e-12 },
    );
    expect((await term.stepped(stream(), points, points)).entropy).toBeCloseTo(Math.log(3), 4);
  });

  it('looks for neighbours the short way round a circle', async () => {
    const circle = VectorSpace.ofAxes([{ name: 'angle', low: 0, high: 10, periodic: true }]);
    const flat = waveEnergy([0, -30], 1);
    const points = Float64Array.of(9.9, 4);
    const term = new EntropyTerm(
      { space: circle, energy: flat, set: { examples: points } },
      { ...settings, stepSize: 1e-12 },
    );
    const found = await term.stepped(stream(), points, Float64Array.of(0.3, 8));
    expect(found.entropy).toBeCloseTo((Math.log(0.4) + Math.log(3.7)) / 2, 4);
  });
});
