import { describe, expect, it } from 'vitest';
import { randomStream } from '../numerics/random-stream.js';
import { configurationalBeta, pseudoLikelihoodBeta, type ScoreOfBeta } from './effective-beta.js';

describe('configurationalBeta', () => {
  it.each([0.5, 1, 4])('finds β = %d of independent draws of ½|x|² in its interval', (beta) => {
    const rng = randomStream(5, `draws at β ${beta}`);
    const gradients = Array.from({ length: 4 }, () =>
      new Float64Array(2000).map(() => (rng.normal() ** 2 + rng.normal() ** 2 + rng.normal() ** 2) / beta),
    );
    const laplacians = gradients.map((chain) => new Float64Array(chain.length).fill(3));
    const { value, low, high } = configurationalBeta(laplacians, gradients);
    expect(low).toBeLessThan(beta);
    expect(high).toBeGreaterThan(beta);
    // E|∇E|² has the relative standard error √(2 / (3 · 8000)) = 0.9 %.
    expect(Math.abs(value / beta - 1)).toBeLessThan(0.04);
    expect((high - low) / (2 * 1.96 * beta)).toBeCloseTo(Math.sqrt(2 / 24_000), 3);
  });
});

describe('pseudoLikelihoodBeta', () => {
  it('is the logit of the share for one spin in a field', () => {
    // E = −s with s = ±1: the share of s = 1 is 1 / (1 + e^(−2β)), so 750 of 1000 are β = ½ ln 3.
    const spin = (s: number): ScoreOfBeta => {
      return (beta) => ({ value: s - Math.tanh(beta), derivative: -1 / Math.cosh(beta) ** 2 });
    };
    const draws = [Array.from({ length: 1000 }, (_, i) => spin(i % 4 === 0 ? -1 : 1))];
    for (const start of [0, 0.5, 3]) {
      const { value, low, high } = pseudoLikelihoodBeta(draws, start);
      expect(value).toBeCloseTo(Math.log(3) / 2, 10);
      expect(low).toBeLessThan(value);
      expect(high).toBeGreaterThan(value);
    }
  });
});
