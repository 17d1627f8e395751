import { describe, expect, it } from 'vitest';
import { pairedBins, quantile } from './histogram-bins.js';

const sum = (bins: readonly { share: number }[]): number => bins.reduce((total, { share }) => total + share, 0);

describe('pairedBins', () => {
  it('gives whole numbers a bin each', () => {
    const { after, before } = pairedBins(Float64Array.of(1, 1, 2, 4), Float64Array.of(2, 2), undefined)!;
    expect(after.map(({ low, high }) => (low + high) / 2)).toEqual([1, 2, 3, 4]);
    expect(before.map(({ share }) => share)).toEqual([50, 25, 0, 25]);
    expect(after.map(({ share }) => share)).toEqual([0, 100, 0, 0]);
  });

  it('counts every design, at both ends of the range too', () => {
    const after = Float64Array.from({ length: 1001 }, (_, i) => i / 1000);
    expect(sum(pairedBins(new Float64Array(0), after)!.after)).toBeCloseTo(100, 10);
  });

  it('leaves out the far ends of the start alone', () => {
    const before = Float64Array.from({ length: 1000 }, (_, i) => i / 1000 + 0.0005);
    before[0] = -1e9;
    before[999] = 1e9;
    const bins = pairedBins(before, Float64Array.of(0.25, 0.5))!;
    expect(bins.before[0]!.low).toBeGreaterThan(-1);
    expect(bins.after.at(-1)!.high).toBeLessThan(2);
    expect(sum(bins.after)).toBe(100);
  });

  it('shows the wanted region whole where it is finite', () => {
    const bins = pairedBins(Float64Array.of(0.1, 0.2), Float64Array.of(0.15), {
      low: -3,
      high: Number.POSITIVE_INFINITY,
    })!;
    expect(bins.after[0]!.low).toBe(-3);
  });

  it('gives a wanted region that no value reaches some room', () => {
    const bins = pairedBins(Float64Array.of(0.1, 0.2), Float64Array.of(0.4), {
      low: 0.8,
      high: Number.POSITIVE_INFINITY,
    })!;
    expect(bins.after.at(-1)!.high).toBeGreaterThan(0.82);
  });

  it('stands equal values, and nothing', () => {
    expect(sum(pairedBins(Float64Array.of(0.5), Float64Array.of(0.5))!.after)).toBe(100);
    expect(pairedBins(new Float64Array(0), Float64Array.of(Number.POSITIVE_INFINITY))).toBeUndefined();
  });
});

it('finds quantiles between neighbours', () => {
  // NumPy's default (linear): numpy.quantile([1, 2, 4, 8], 0.5) = 3, at 0.1 = 1.3.
  expect(quantile(Float64Array.of(1, 2, 4, 8), 0.5)).toBe(3);
  expect(quantile(Float64Array.of(1, 2, 4, 8), 0.1)).toBeCloseTo(1.3, 12);
  expect(quantile(new Float64Array(0), 0.5)).toBeUndefined();
});
