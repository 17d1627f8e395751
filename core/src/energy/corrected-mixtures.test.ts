import { expect, it } from 'vitest';
import { all } from './all.js';
import { any } from './any.js';
import { correctedMixtures } from './corrected-mixtures.js';
import type { Energy } from './energy.js';
import { tempered } from './tempered.js';

const flat: Energy<Float64Array> = { evaluate: (batch) => new Float64Array(batch.length) };
const terms = ['a', 'b'].map((name) => ({ name, energy: flat, weight: 1 }));

it('finds normalised mixtures with the β at which they are used', () => {
  const mixture = any(terms, { logPartitions: [1, 2] });
  expect(correctedMixtures(any(terms), 2)).toEqual([]);
  expect(correctedMixtures(mixture, 2)).toEqual([{ name: '', beta: 2 }]);
  const weighted = all([
    { name: 'mix', energy: mixture, weight: 0.5 },
    { name: 'flat', energy: flat, weight: 3 },
  ]);
  expect(correctedMixtures(weighted, 2)).toEqual([{ name: 'mix', beta: 1 }]);
  expect(correctedMixtures(tempered({ name: 'hot', energy: weighted, weight: 4 }), 2).map(({ beta }) => beta)).toEqual([
    4,
  ]);
});
