import { describe, expect, it } from 'vitest';
import { all } from '../energy/all.js';
import { randomStream } from '../numerics/random-stream.js';
import { type CategoricalBatch, CategoricalSpace } from '../state/categorical-space.js';
import { VectorSpace } from '../state/vector-space.js';
import { runSampler } from '../testing/run-sampler.js';
import { siteCrossover, siteFlip, variationOf } from '../testing/site-proposals.js';
import { tabulatedEnergy } from '../testing/tabulated-energy.js';
import { coordinateDescriptor, termDescriptor } from './descriptor.js';
import { cellOf, EliteArchive } from './elite-archive.js';
import { type QualityDiversitySettings, qualityDiversitySampler } from './quality-diversity.js';

const infinity = Number.POSITIVE_INFINITY;
const space = CategoricalSpace.uniform(6, 3);
const table = Array.from({ length: 729 }, (_, i) => (i % 5 === 2 ? infinity : 3 + 2 * Math.sin(i * i)));
const energy = tabulatedEnergy(space, table);

/** How many of the sites have the value 2, and how many the value 1. */
function counts(batch: CategoricalBatch, value: number): Float64Array {
  return Float64Array.from({ length: space.size(batch) }, (_, row) => {
    return batch.subarray(6 * row, 6 * row + 6).filter((site) => site === value).length;
  });
}

const axes = [2, 1].map((value) => ({
  low: -0.5,
  high: 6.5,
  cells: 7,
  describe: () => (batch: CategoricalBatch) => counts(batch, value),
}));
const settings: QualityDiversitySettings<CategoricalBatch> = {
  axes,
  offspring: 100,
  generations: 200,
  starts: 20,
  mutation: variationOf(siteFlip(space), (batch, rows) => space.take(batch, rows)),
  crossover: siteCrossover(space),
  mutationShare: 0.7,
  mutationRate: 0.2,
  count: infinity,
};
const problem = { space, energy, initial: undefined, signal: undefined };

describe('cellOf', () => {
  const two = [
    { low: 0, high: 1, cells: 4 },
    { low: -1, high: 1, cells: 2 },
  ];
  it('counts cells with the first axis the slowest', () => {
    expect(cellOf(two, [0, -1])).toBe(0);
    expect(cellOf(two, [0.25, 0])).toBe(3);
    expect(cellOf(two, [0.99, -0.01])).toBe(6);
  });
  it('puts what lies beyond the ends into the outermost cells, and what has no value nowhere', () => {
    expect(cellOf(two, [-9, infinity])).toBe(1);
    expect(cellOf(two, [1, 1])).toBe(7);
    expect(cellOf(two, [Number.NaN, 0])).toBe(-1);
  });
});

describe('EliteArchive', () => {
  it('keeps the best of each cell, the older of equals, and no forbidden design', () => {
    const archive = new EliteArchive(space, axes);
    const states = space.take(space.enumerate(), Int32Array.of(0, 1, 3, 4, 9));
    expect(archive.insert(states, Float64Array.of(3, 2, 2, infinity, 1), Int32Array.of(0, 5, 5, 7, -1))).toBe(2);
    expect([...archive.energy]).toEqual([3, 2]);
    expect(space.stateNumber(archive.batch, 1)).toBe(1);
    expect(archive.insert(states, Float64Array.of(4, 1, 0.5, 9, 9), Int32Array.of(0, 5, 5, 7, 8))).toBe(4);
    expect([...archive.energy]).toEqual([3, 0.5, 9, 9]);
    expect(archive.coverage).toBe(4 / 49);
    expect(archive.qualityDiversity).toBeCloseTo(Math.exp(-3) + Math.exp(-0.5) + 2 * Math.exp(-9), 14);
  });
});

describe('qualityDiversitySampler', () => {
  it('finds the best of every cell that has an allowed state, which enumeration gives', async () => {
    const sampler = qualityDiversitySampler(settings);
    const { result } = await runSampler(sampler, { ...problem, rng: randomStream(3, 'elites') });
    const states = space.enumerate();
    const [twos, ones] = [counts(states, 2), counts(states, 1)];
    const best = new Map<string, number>();
    table.forEach((value, i) => {
      const cell = `${twos[i]} ${ones[i]}`;
      if (value < (best.get(cell) ?? infinity)) best.set(cell, value);
    });
    expect([...result.energy]).toEqual([...best.values()].toSorted((a, b) => a - b));
    const cells = Array.from(counts(result.batch, 2), (value, row) => `${value} ${counts(result.batch, 1)[row]}`);
    expect(new Set(cells).size).toBe(best.size);
    expect(result.facts).toContainEqual({ name: 'coverage of the archive', value: best.size / 49 });
  });

  it('ends at once where every design is forbidden', async () => {
    const forbidden = tabulatedEnergy(space, new Array(729).fill(infinity));
    const run = { ...problem, energy: forbidden, rng: randomStream(3, 'none') };
    const { result } = await runSampler(qualityDiversitySampler(settings), run);
    expect(result).toMatchObject({ stopReason: 'exhausted', evaluations: 20 });
  });
});

describe('descriptors', () => {
  it('are coordinates by the names of their axes', async () => {
    const box = VectorSpace.ofAxes([{ name: 'a' }, { name: 'b' }]);
    expect(await coordinateDescriptor(box, 'b')(Float64Array.of(1, 2, 3, 4))).toEqual(Float64Array.of(2, 4));
    expect(() => coordinateDescriptor(box, 'c')).toThrow("there is no coordinate 'c'; there are a, b");
    expect(() => coordinateDescriptor(space, 'a')).toThrow("there is no coordinate 'a'");
  });

  it('are terms by their names', async () => {
    const whole = all([
      { name: 'left', energy, weight: 2 },
      {
        name: 'right',
        energy: tabulatedEnergy(
          space,
          table.map((_, i) => i),
        ),
        weight: 1,
      },
    ]);
    const batch = space.take(space.enumerate(), Int32Array.of(3, 5));
    expect(await termDescriptor(whole, 'right')(batch)).toEqual(Float64Array.of(3, 5));
    expect(() => termDescriptor(whole, 'up')(batch)).toThrow("the energy has no term 'up'");
    expect(() => termDescriptor(energy, 'up')).toThrow("the energy has no terms, so that 'up' is none");
  });
});
