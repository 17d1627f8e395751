import type { EnergyExpression } from '@basin/core';
import { describe, expect, it } from 'vitest';
import { type DescribeObjective, wantedRegions } from './wanted-regions.js';

const property = (label: string, name: string, weight = 1): EnergyExpression => ({
  label,
  weight,
  form: 'property',
  property: { point: 'energy', name: 'toy/number', options: {} },
  objective: { point: 'objective', name, options: {} },
});

/** As a plugin of its own might say it. */
const describeToy: DescribeObjective = ({ name }) => {
  if (name === 'toy/low') return { words: 'low', wanted: { high: 2 } };
  if (name === 'toy/less') return { words: 'less' };
  return undefined;
};

const all = (label: string, weight: number, terms: readonly EnergyExpression[]): EnergyExpression => ({
  label,
  weight,
  form: 'all',
  terms,
});

describe('wantedRegions', () => {
  it('takes them from the objectives themselves, by the path of the table', () => {
    const inner = all('inner', 2, [property('b', 'toy/low')]);
    const expression = all('wanted', 1, [
      property('a', 'toy/low'),
      inner,
      property('c', 'toy/less'),
      property('d', 'x'),
    ]);
    expect(wantedRegions(expression, describeToy)).toEqual(
      new Map([
        ['a', { low: -Infinity, high: 2 }],
        ['inner.b', { low: -Infinity, high: 2 }],
      ]),
    );
  });

  it.each([
    [property('alone', 'toy/low'), ['alone']],
    [all('whole', 3, [property('a', 'toy/low')]), ['whole.a']],
  ])('names a root that stands in tables', (expression, paths) => {
    expect([...wantedRegions(expression, describeToy).keys()]).toEqual(paths);
  });

  it('asks nothing of what is only one way, or denied', () => {
    const either: EnergyExpression = { label: 'e', weight: 1, form: 'any', terms: [property('a', 'toy/low')] };
    const not: EnergyExpression = { label: 'n', weight: 1, form: 'not', strength: 1, term: property('b', 'toy/low') };
    expect(wantedRegions(all('w', 1, [either, not]), describeToy).size).toBe(0);
    expect(wantedRegions(undefined, describeToy).size).toBe(0);
  });
});
