import { describe, expect, it } from 'vitest';
import { fromPosition, randomStream } from './random-stream.js';
import type { Rng } from './rng.js';
import { tailStart, ziggurat } from './ziggurat.js';

/*
 * Every stream has a fixed seed, so a result never changes between runs. For a stream without fault, a new seed would break
 * one of these limits with the probability given beside it: all limits together, below 4 · 10⁻⁴.
 */
const count = 1_000_000;
const rng = randomStream(20240229, 'statistics');

/** Kolmogorov–Smirnov distance · √n. Above 2.5 with probability 2 e^(−2 · 2.5²) = 7 · 10⁻⁶. */
function kolmogorov(values: Float64Array, distribution: (x: number) => number): number {
  const sorted = values.toSorted();
  let distance = 0;
  for (let i = 0; i < sorted.length; i++) {
    const expected = distribution(sorted[i]!);
    distance = Math.max(distance, expected - i / sorted.length, (i + 1) / sorted.length - expected);
  }
  return distance * Math.sqrt(sorted.length);
}

/** χ² in units of its standard deviations above its mean. Above 4.5 with probability < 7 · 10⁻⁵ for ≥ 100 classes. */
function chiSquareExcess(counts: Float64Array, draws: number): number {
  const expected = draws / counts.length;
  const chiSquare = counts.reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0);
  const freedom = counts.length - 1;
  return (chiSquare - freedom) / Math.sqrt(2 * freedom);
}

/** Φ(x) by the series of erf; absolute error below 1e-12 for |x| < 6. @see Abramowitz & Stegun 26.2.11. */
function normalDistribution(x: number): number {
  if (x > 6) return 1;
  if (x < -6) return 0;
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17; n++) {
    term *= (x * x) / (2 * n + 1);
    sum += term;
  }
  return 0.5 + (sum * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI);
}

/** Q(3.6541528853610088), by Python: 0.5 · math.erfc(3.6541528853610088 / √2). */
const oneTail = 0.00012901624382695065;

/** Where two words point outside their layer's rectangle but not into the tail: the abscissa, and its chance to be accepted. */
function wedgeOf(low: number, high: number): { x: number; probability: number } | undefined {
  const { edges, heights } = ziggurat;
  const layer = low & 255;
  const x = (((high | 0) * 2 ** 21 + (low >>> 11) + 0.5) / 2 ** 52) * edges[layer]!;
  if (layer === 0 || Math.abs(x) < edges[layer + 1]!) return undefined;
  const [bottom, top] = [heights[layer]!, heights[layer + 1]!];
  return { x, probability: (Math.exp(-0.5 * x * x) - bottom) / (top - bottom) };
}

describe('normals', () => {
  const values = new Float64Array(count);
  rng.split(0).fillNormal(values);

  it('follow Φ', () => {
    expect(kolmogorov(values, normalDistribution)).toBeLessThan(2.5);
  });

  // E x^k of a normal, and the standard error of its mean over `count` draws. Six of those: 2 · 10⁻⁹.
  it.each([
    [1, 0, 1],
    [2, 1, 2],
    [3, 0, 15],
    [4, 3, 96],
    [6, 15, 10170],
  ])('have moment %i equal to %f', (power, moment, varianceOfPower) => {
    const sum = values.reduce((total, x) => total + x ** power, 0);
    expect(Math.abs(sum / count - moment)).toBeLessThan(6 * Math.sqrt(varianceOfPower / count));
  });

  // 2 Q(3.6541528853610088) = 2.5803e-4, of 2 · 10⁷ draws. Five standard deviations: 6 · 10⁻⁷ for the weight, as for the sign.
  it('have tails of the right weight, shape and sign', () => {
    const many = new Float64Array(count);
    const tail: number[] = [];
    for (let part = 1; part <= 20; part++) {
      rng.split(100 + part).fillNormal(many);
      for (const x of many) if (Math.abs(x) > tailStart) tail.push(x);
    }
    const expected = 20 * count * 2 * oneTail;
    expect(Math.abs(tail.length - expected)).toBeLessThan(5 * Math.sqrt(expected));
    const balance = tail.reduce((sum, x) => sum + Math.sign(x), 0);
    expect(Math.abs(balance)).toBeLessThan(5 * Math.sqrt(tail.length));
    const distances = Float64Array.from(tail, Math.abs);
    expect(kolmogorov(distances, (x) => 1 - (1 - normalDistribution(x)) / oneTail)).toBeLessThan(2.5);
  });

  // Wedges are few, so a wrong one hides in the tests of all normals: here each is held to its own probability.
  // Six standard deviations: 2 · 10⁻⁹.
  it('are accepted in the wedges as often as the density says', () => {
    const stream = rng.split(3);
    let [excess, spread, seen] = [0, 0, 0];
    for (let i = 0; i < 300_000; i++) {
      const twin = fromPosition(stream.position);
      const wedge = wedgeOf(twin.uint32(), twin.uint32());
      const x = stream.normal();
      if (wedge === undefined) continue;
      seen++;
      excess += (x === wedge.x ? 1 : 0) - wedge.probability;
      spread += wedge.probability * (1 - wedge.probability);
    }
    expect(seen).toBeGreaterThan(3000);
    expect(Math.abs(excess)).toBeLessThan(6 * Math.sqrt(spread));
  });

  it('do not depend on each other within a stream', () => {
    for (const lag of [1, 2, 3, 4, 5, 128]) {
      let sum = 0;
      for (let i = lag; i < count; i++) sum += values[i]! * values[i - lag]!;
      expect(Math.abs(sum) / Math.sqrt(count - lag)).toBeLessThan(6);
    }
  });
});

describe('uniforms', () => {
  it('are uniform, alone and in pairs', () => {
    const values = new Float64Array(count);
    rng.split(1).fillUniform(values);
    expect(kolmogorov(values, (x) => x)).toBeLessThan(2.5);
    const cells = new Float64Array(400);
    for (let i = 0; i < count; i += 2) cells[Math.floor(values[i]! * 20) * 20 + Math.floor(values[i + 1]! * 20)]!++;
    expect(chiSquareExcess(cells, count / 2)).toBeLessThan(4.5);
  });
});

describe('integers', () => {
  it.each([100, 257, 1000])('below %i are equally likely', (bound) => {
    const counts = new Float64Array(bound);
    const stream = rng.split(1000 + bound);
    for (let i = 0; i < count; i++) counts[stream.integer(bound)]!++;
    expect(chiSquareExcess(counts, count)).toBeLessThan(4.5);
  });

  // Without rejection, results below 2³¹ would come from two words as often as the rest from one: thirds of 2/3 to 1/3.
  it('of a bound where plain scaling would be biased are not', () => {
    const bound = 3 * 2 ** 30;
    const counts = new Float64Array(3);
    const stream = rng.split(2);
    for (let i = 0; i < count; i++) counts[stream.integer(bound) % 3]!++;
    for (const seen of counts) expect(Math.abs(seen - count / 3)).toBeLessThan(6 * Math.sqrt((count * 2) / 9));
  });
});

describe('split streams', () => {
  // First numbers of many streams must look like one stream: neighbours in labels are the usual way to fail.
  const firsts = (streams: (i: number) => Rng) =>
    Float64Array.from({ length: 100_000 }, (_, i) => streams(i).uniform());

  it.each([
    ['children of one stream', (i: number) => rng.split(i)],
    ['first children of children', (i: number) => rng.split(i).split(0)],
    ['streams of successive seeds', (i: number) => randomStream(i, '')],
    ['streams of successive labels', (i: number) => randomStream(0, `chain ${i}`)],
    [
      'streams of successive counters',
      (i: number) => fromPosition({ key: [0, 0, 0, 0], counter: [i, 0, 0, 0], used: 0 }),
    ],
  ])('are uniform and uncorrelated over %s', (_, streams) => {
    const values = firsts(streams);
    expect(kolmogorov(values, (x) => x)).toBeLessThan(2.5);
    let sum = 0;
    for (let i = 1; i < values.length; i++) sum += (values[i]! - 0.5) * (values[i - 1]! - 0.5);
    expect((Math.abs(sum) * 12) / Math.sqrt(values.length)).toBeLessThan(6);
  });

  it('do not depend on their parent', () => {
    const parent = randomStream(4, 'parent');
    const child = parent.split(0);
    let sum = 0;
    for (let i = 0; i < count; i++) sum += parent.normal() * child.normal();
    expect(Math.abs(sum) / Math.sqrt(count)).toBeLessThan(6);
  });
});
