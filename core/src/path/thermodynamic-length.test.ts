import { describe, expect, it } from 'vitest';
import { randomStream } from '../numerics/random-stream.js';
import { frictionOf, placesByLength } from './thermodynamic-length.js';

const infinity = Number.POSITIVE_INFINITY;
const even = (count: number, frictionAt: (place: number) => number) =>
  Array.from({ length: count + 1 }, (_, k) => ({ place: k / count, friction: frictionAt(k / count) }));

describe('the friction of a place', () => {
  it('is the variance where chains forget, by hand', () => {
    // Means 2 and 6; no correlation; variance after of (9 + 1 + 1 + 9) / 3.
    expect(frictionOf(Float64Array.of(1, 3, 1, 3), Float64Array.of(3, 5, 7, 9))).toBeGreaterThan(20 / 3);
    expect(frictionOf(Float64Array.of(1, 3, 3, 1), Float64Array.of(3, 5, 7, 9))).toBeCloseTo(20 / 3, 14);
  });

  it('is (1 + ρ) / (1 − ρ) variances of an autoregressive process', () => {
    const rng = randomStream(3, 'friction');
    const before = new Float64Array(20_000).map(() => rng.normal());
    for (const rho of [0, 0.5, 0.9]) {
      const after = before.map((value) => 2 * (rho * value + Math.sqrt(1 - rho * rho) * rng.normal()));
      const expected = (4 * (1 + rho)) / (1 - rho);
      expect(Math.abs(frictionOf(before, after) / expected - 1)).toBeLessThan(0.1);
    }
  });

  it('is finite for chains that stand still, and leaves out the forbidden ones', () => {
    const still = Float64Array.of(1, 2, 4);
    expect(frictionOf(still, still)).toBeCloseTo((7 / 3) * 99, 10);
    expect(frictionOf(Float64Array.of(1, 3, infinity, 3, 1), Float64Array.of(3, 5, 4, 7, 9))).toBeCloseTo(20 / 3, 14);
    expect(frictionOf(Float64Array.of(1, 2), Float64Array.of(3, 5))).toBe(0);
    expect(frictionOf(still, new Float64Array(3).fill(7))).toBe(0);
  });
});

describe('places by the thermodynamic length', () => {
  it('stay where they were asked for, where the friction is the same everywhere or nowhere', () => {
    for (const friction of [0, 3]) {
      const places = placesByLength(
        even(10, () => friction),
        4,
      );
      expect([...places]).toEqual([0, 0.25, 0.5, 0.75, 1].map((place) => expect.closeTo(place, 13)));
    }
  });

  it('crowd where the friction is great, and are nowhere less than half as dense', () => {
    // √friction is 10 in a tenth of the path and 1 elsewhere: 1 of 1.9 lies there, and half of the places go by it.
    const places = placesByLength(
      even(1000, (place) => (place > 0.6 && place < 0.7 ? 100 : 1)),
      1000,
    );
    const inside = places.filter((place) => place > 0.6 && place < 0.7).length / 1000;
    expect(inside).toBeCloseTo(0.5 * (1 / 1.9 + 0.1), 2);
    expect([places[0], places.at(-1)]).toEqual([0, 1]);
    for (let k = 1; k < places.length; k++) {
      expect(places[k]! - places[k - 1]!).toBeGreaterThan(0);
      expect(places[k]! - places[k - 1]!).toBeLessThanOrEqual(2 / 1000 + 1e-12);
    }
  });

  it('join two known places', () => {
    expect([
      ...placesByLength(
        even(1, () => 2),
        2,
      ),
    ]).toEqual([0, 0.5, 1]);
  });
});
