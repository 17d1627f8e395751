import { describe, expect, it } from 'vitest';
import { randomStream } from '../numerics/random-stream.js';
import { meanDiscrepancy, steinDiscrepancy } from './kernel-discrepancy.js';

const rng = randomStream(9, 'discrepancies');
const normals = (count: number, deviation = 1, mean = 0): Float64Array =>
  new Float64Array(count).map(() => mean + deviation * rng.normal());

describe('steinDiscrepancy', () => {
  it('is the kernel written out, for two points', () => {
    // Base kernel (1 + r²)^(−1/2) with squared median distance 1 at x = 0, y = 1 and scores −x: by hand,
    // k = 2^(−1/2), ∂ₓk = r k³ with r = y − x … : sₓ sᵧ k = 0, sᵧ ∂ₓk = −k³, sₓ ∂ᵧk = 0, ∂ₓ∂ᵧk = k³ − 3 k⁵.
    const k = Math.SQRT1_2;
    const { value } = steinDiscrepancy(Float64Array.of(0, 1), Float64Array.of(0, -1), 1, rng);
    expect(value).toBeCloseTo(-(k ** 3) + k ** 3 - 3 * k ** 5, 14);
  });

  it('is within the noise for draws of the target, and above it for a wrong mean and a wrong spread', () => {
    const judged = (points: Float64Array) =>
      steinDiscrepancy(
        points,
        points.map((x) => -x),
        2,
        rng,
      );
    const right = judged(normals(600));
    expect(right.value).toBeLessThan(right.noiseFloor);
    for (const wrong of [normals(600, 1, 0.5), normals(600, 1.4)]) {
      const { value, noiseFloor } = judged(wrong);
      expect(value).toBeGreaterThan(noiseFloor);
    }
  });

  it('needs two points', () => {
    expect(steinDiscrepancy(Float64Array.of(1), Float64Array.of(1), 1, rng).value).toBeNaN();
  });
});

describe('meanDiscrepancy', () => {
  it('is the unbiased estimate, for two points each', () => {
    // Points 0, 1 and 0, 1: squared distances 0 or 1, median over the six pairs 1 (four are 1), kernel e^(−1) = q.
    const q = Math.exp(-1);
    const { value } = meanDiscrepancy(Float64Array.of(0, 1), Float64Array.of(0, 1), 1, rng);
    expect(value).toBeCloseTo(q + q - (2 * (1 + 1 + q + q)) / 4, 14);
  });

  it('tells samples of two distributions apart, and those of one not', () => {
    const same = meanDiscrepancy(normals(400), normals(400), 2, rng);
    expect(same.value).toBeLessThan(same.noiseFloor);
    const other = meanDiscrepancy(normals(400), normals(400, 1, 0.7), 2, rng);
    expect(other.value).toBeGreaterThan(other.noiseFloor);
  });
});
