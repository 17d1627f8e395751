import { expect, it } from 'vitest';
import { randomStream } from '../numerics/random-stream.js';
import { CategoricalSpace } from '../state/categorical-space.js';
import { Ranking } from './ranking.js';

const infinity = Number.POSITIVE_INFINITY;

it('keeps the best, younger before older of equals, and knows what it holds', () => {
  const space = CategoricalSpace.uniform(1, 10);
  const ranking = new Ranking(space, 4);
  ranking.insert(Uint8Array.of(0, 1, 2), Float64Array.of(5, infinity, 1), ['0', '1', '2']);
  const before = ranking.batch;
  ranking.insert(Uint8Array.of(3, 4, 5), Float64Array.of(5, 0, infinity), ['3', '4', '5']);
  expect([...before]).toEqual([2, 0, 1]);
  expect([...ranking.batch]).toEqual([4, 2, 3, 0]);
  expect([...ranking.energy]).toEqual([0, 1, 5, 5]);
  expect([0, 1, 2, 3, 4, 5].map((id) => ranking.has(`${id}`))).toEqual([true, false, true, true, true, false]);
});

it('agrees with a full sort over many insertions', () => {
  const space = CategoricalSpace.uniform(2, 100);
  const rng = randomStream(1, 'ranking');
  const ranking = new Ranking(space, 60);
  const all: { id: string; energy: number; round: number }[] = [];
  for (let round = 0; round < 100; round++) {
    const batch = Uint8Array.from({ length: 14 }, (_, i) => (i % 2 === 0 ? round : i));
    const energy = Float64Array.from({ length: 7 }, () => rng.integer(40));
    const identities = Array.from(energy, (_, row) => space.identity(batch, row));
    identities.forEach((id, row) => {
      all.push({ id, energy: energy[row]!, round });
    });
    ranking.insert(batch, energy, identities);
  }
  const best = all.toSorted((a, b) => a.energy - b.energy || b.round - a.round).slice(0, 60);
  expect([...ranking.energy]).toEqual(best.map(({ energy }) => energy));
  expect(best.map((_, row) => space.identity(ranking.batch, row))).toEqual(best.map(({ id }) => id));
  expect(all.filter(({ id }) => ranking.has(id)).length).toBe(60);
});
