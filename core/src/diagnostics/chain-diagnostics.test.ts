import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../numerics/random-stream.js';
import {
  autocorrelationTime,
  bulkSampleSize,
  effectiveSampleSize,
  monteCarloStandardError,
  tailSampleSize,
} from './effective-sample-size.js';
import { rankNormalisedRHat } from './r-hat.js';

interface Reference {
  readonly draws: readonly number[][];
  readonly rHat: number;
  readonly ess: number;
  readonly bulk: number;
  readonly tail: number;
}

const reference: Reference = JSON.parse(
  readFileSync(new URL('fixtures/chain-diagnostics.json', import.meta.url), 'utf8'),
);
const chains = reference.draws.map((chain) => Float64Array.from(chain));

/** x′ = ρ x + √(1 − ρ²) ξ, started in its stationary distribution. */
function autoregressive(rho: number, chainCount: number, drawCount: number): Float64Array[] {
  const rng = randomStream(3, `ar ${rho}`);
  return Array.from({ length: chainCount }, () => {
    let x = rng.normal();
    return new Float64Array(drawCount).map(() => (x = rho * x + Math.sqrt(1 - rho * rho) * rng.normal()));
  });
}

describe('diagnostics of chains', () => {
  it('agree with an implementation in another language', () => {
    expect(rankNormalisedRHat(chains)).toBeCloseTo(reference.rHat, 12);
    expect(effectiveSampleSize(chains)).toBeCloseTo(reference.ess, 8);
    expect(bulkSampleSize(chains)).toBeCloseTo(reference.bulk, 8);
    expect(tailSampleSize(chains)).toBeCloseTo(reference.tail, 8);
  });

  // (1 − ρ) / (1 + ρ); four chains of 20,000 draws know it to about 5 % at ρ = 0.99, so 15 % is wide.
  it.each([
    [0.5, 0.333333],
    [0.9, 0.0526316],
    [0.99, 0.00502513],
    [-0.5, 3],
  ])('find the effective size of an autoregressive chain with ρ = %d', (rho, share) => {
    const draws = autoregressive(rho, 4, 20_000);
    expect(Math.abs(effectiveSampleSize(draws) / 80_000 / share - 1)).toBeLessThan(0.15);
    expect(Math.abs(autocorrelationTime(draws) * share - 1)).toBeLessThan(0.18);
    expect(Math.abs(monteCarloStandardError(draws) / Math.sqrt(1 / (80_000 * share)) - 1)).toBeLessThan(0.15);
    expect(rankNormalisedRHat(draws)).toBeLessThan(1.02);
  });

  it('see chains that differ in place, in spread, and a trend', () => {
    const [first, second] = autoregressive(0, 2, 1000) as [Float64Array, Float64Array];
    expect(rankNormalisedRHat([first, second])).toBeLessThan(1.01);
    expect(rankNormalisedRHat([first, second.map((x) => x + 1)])).toBeGreaterThan(1.05);
    expect(rankNormalisedRHat([first, second.map((x) => 3 * x)])).toBeGreaterThan(1.05);
    expect(rankNormalisedRHat([first.map((x, i) => x + i / 300)])).toBeGreaterThan(1.05);
  });

  it('tell constant, short, uneven and broken chains apart', () => {
    const constant = [new Float64Array(10).fill(2), new Float64Array(10).fill(2)];
    expect([rankNormalisedRHat(constant), monteCarloStandardError(constant)]).toEqual([1, 0]);
    for (const size of [effectiveSampleSize, bulkSampleSize, tailSampleSize]) expect(size(constant)).toBeNaN();
    // 3 % zeros: both quantiles are the greatest value, and the tail is known as well as the share of zeros is.
    const rare = [0, 7].map((first) => Float64Array.from({ length: 1000 }, (_, i) => (i % 33 === first ? 0 : 1)));
    expect(tailSampleSize(rare)).toBeCloseTo(effectiveSampleSize(rare), 6);
    const apart = [new Float64Array(10), new Float64Array(10).fill(2)];
    expect(rankNormalisedRHat(apart)).toBe(Number.POSITIVE_INFINITY);
    for (const unusable of [[], [Float64Array.of(1, 2, 3)], [new Float64Array(8), new Float64Array(9)]]) {
      expect(rankNormalisedRHat(unusable)).toBeNaN();
      expect(bulkSampleSize(unusable)).toBeNaN();
    }
    expect(tailSampleSize([Float64Array.of(1, 2, Number.NaN, 4)])).toBeNaN();
  });
});
