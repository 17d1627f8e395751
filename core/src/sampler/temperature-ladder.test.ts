import { describe, expect, it } from 'vitest';
import { equalisedLadder, initialLadder } from './temperature-ladder.js';

describe('initialLadder', () => {
  it('goes down by equal factors, or by equal steps to 0', () => {
    expect([...initialLadder(1, 0.125, 4)].map((beta) => beta.toFixed(6))).toEqual([
      '1.000000',
      '0.500000',
      '0.250000',
      '0.125000',
    ]);
    expect([...initialLadder(2, 0, 5)]).toEqual([2, 1.5, 1, 0.5, 0]);
  });
});

describe('equalisedLadder', () => {
  it('puts rungs at equal parts of the barrier', () => {
    // Barrier 0.9 between β = 1 and 0.5, 0.3 between 0.5 and 0: of three parts of 0.4, two ends lie in the first pair …
    const betas = equalisedLadder(Float64Array.of(1, 0.5, 0.25, 0), Float64Array.of(0.9, 0.15, 0.15));
    expect(betas[1]).toBeCloseTo(1 - (0.5 * 0.4) / 0.9, 12);
    expect(betas[2]).toBeCloseTo(1 - (0.5 * 0.8) / 0.9, 12);
  });

  it('leaves a ladder alone whose pairs are rejected alike, and its ends always', () => {
    const betas = Float64Array.of(3, 1.5, 0.7, 0.2);
    for (const rate of [0, 0.25]) {
      const moved = equalisedLadder(betas, new Float64Array(3).fill(rate));
      for (const [rung, beta] of moved.entries()) expect(beta).toBeCloseTo(betas[rung]!, 12);
    }
    const uneven = equalisedLadder(betas, Float64Array.of(0, 0, 1));
    expect([uneven[0], uneven[3]]).toEqual([3, 0.2]);
    expect(uneven[1]).toBeGreaterThan(uneven[2]!);
    expect(uneven[1]).toBeLessThan(0.7);
  });
});
