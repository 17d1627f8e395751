import { describe, expect, it } from 'vitest';
import { coreModule } from '../core-module.js';
import { optionsSchemaOf } from '../extension/reference.js';
import { Registry } from '../extension/registry.js';
import { checkObjective } from '../testing/check-objective.js';
import type { ObjectiveDefinition } from './objective-definition.js';
import { numberWords } from './objective-description.js';

const registry = new Registry();
registry.load({ name: '@basin/core', version: '0.1.0' }, coreModule);

function described(name: string, given: object) {
  // The registry takes a literal only with the brand of its point.
  const definition = registry.definition('objective', name) as unknown as ObjectiveDefinition;
  const options = optionsSchemaOf(definition, registry).parse(given);
  return { definition, objective: definition.create(options), description: definition.describe(options) };
}

const point = (value: number, desirability: number) => ({ value, desirability });

/** ½ of (x − 400) / 100 raised to 2, and of (600 − x) / 100 raised to ½, by hand. */
const halves = { low: 400 + 100 * Math.SQRT1_2, high: 575 };

const cases: readonly (readonly [string, object, string, object | undefined])[] = [
  ['minimise', {}, 'as low as possible', undefined],
  ['maximise', { scale: 2 }, 'as high as possible', undefined],
  ['target', { value: 2, sigma: 0.5 }, 'near 2 (± 0.5)', { low: 1.5, high: 2.5 }],
  ['between', { low: -1, high: 3 }, 'between −1 and 3', { low: -1, high: 3 }],
  ['between', { low: 2, high: 2 }, 'exactly 2', { low: 2, high: 2 }],
  ['above', { low: 0.6, width: 0.1 }, 'at least 0.6', { low: 0.6 }],
  ['below', { high: 5 }, 'at most 5', { high: 5 }],
  ['equals', { value: 3 }, 'exactly 3', { low: 3, high: 3 }],
  ['equals', { value: 3, tolerance: 0.5, penalty: 9 }, 'within 0.5 of 3', { low: 2.5, high: 3.5 }],
  ['step', { low: 200, high: 500 }, 'between 200 and 500', { low: 200, high: 500 }],
  ['left-step', { low: 5 }, 'at most 5', { high: 5 }],
  ['right-step', { high: 0.6 }, 'at least 0.6', { low: 0.6 }],
  ['gaussian', { mean: 2, sigma: 0.5, floor: 0.01 }, 'near 2 (± 0.5)', { low: 1.5, high: 2.5 }],
  ['min-gaussian', { mean: 5, sigma: 1 }, 'at most 5, or up to 1 above', { high: 6 }],
  ['max-gaussian', { mean: 0.75, sigma: 0.25 }, 'at least 0.75, or up to 0.25 below', { low: 0.5 }],
  ['sigmoid', { low: 4, high: 9 }, 'at least 6.5 (rising from 4 to 9)', { low: 6.5 }],
  ['reverse-sigmoid', { low: 4, high: 9, steepness: 0.1 }, 'at most 6.5 (falling from 4 to 9)', { high: 6.5 }],
  ['double-sigmoid', { low: 4, high: 9, lowSteepness: 3 }, 'between 4 and 9', { low: 4, high: 9 }],
  ['derringer-maximum', { low: 120, target: 170 }, 'at least 170', { low: 170 }],
  ['derringer-minimum', { target: 3, high: 5, exponent: 2 }, 'at most 3', { high: 3 }],
  [
    'derringer-target',
    { low: 400, target: 500, high: 600, lowExponent: 2, highExponent: 0.5 },
    'near 500 (470.7 to 575)',
    halves,
  ],
  ['linear', { slope: 0.5 }, 'as high as possible, up to 2', undefined],
  ['linear', { slope: -3 }, 'as low as possible, down to −0.3333', undefined],
  ['threshold-linear', { threshold: 0.8 }, 'at least 0.8', { low: 0.8 }],
  ['clipped', { upper: 2, lower: 5, highScore: 0.3, lowScore: 0.1 }, 'at most 2', { high: 2 }],
  ['smooth-clipped', { upper: 5, lower: 2, highScore: 0.3 }, 'at least 5', { low: 5 }],
  ['exponential-decay', { rate: Math.LN2 }, 'at most 0, or up to 1 above', { high: 1 }],
  ['squared-distance', { target: 3, coefficient: 2 }, 'near 3 (± 0.5)', { low: 2.5, high: 3.5 }],
  ['absolute-distance', { target: 3, coefficient: 0.5 }, 'near 3 (± 1)', { low: 2, high: 4 }],
  ['value-mapping', { mapping: [point(2, 1), point(0, 0.2)] }, 'exactly 2', { low: 2, high: 2 }],
  ['value-mapping', { mapping: [point(2, 0.8), point(1, 1), point(3, 0.5)] }, '1, 2 or 3', undefined],
  ['value-mapping', { mapping: [point(0, 0.1)], otherwise: 1 }, 'any value but 0', undefined],
  ['value-mapping', { mapping: [point(0, 0.6)], otherwise: 1 }, 'any value', undefined],
  ['piecewise-linear', { points: [point(0, 0), point(2, 1), point(6, 0)] }, 'between 1 and 4', { low: 1, high: 4 }],
  ['piecewise-linear', { points: [point(0, 0.8), point(4, 0)] }, 'at most 2', { high: 2 }],
  ['piecewise-linear', { points: [point(0, 0.6), point(4, 1)] }, 'any value, some rather than others', undefined],
  ['piecewise-linear', { points: [point(0, 1), point(1, 0), point(2, 1)] }, 'high on its curve of 3 points', undefined],
  // Both slopes at the ends are 0, so the cubic is at its half in the middle.
  ['monotone-cubic', { points: [point(1, 0), point(3, 1)] }, 'at least 2', { low: 2 }],
];

describe('an objective describes itself', () => {
  it('in a case for each', () => {
    const names = registry.definitions('objective').map(({ name }) => name);
    expect([...new Set(cases.map(([name]) => name))].sort()).toEqual(names);
  });

  it.each(cases)('%s %o: %s', (name, given, words, wanted) => {
    const { definition, objective, description } = described(name, given);
    expect(description.words).toBe(words);
    expect(Object.keys(description.wanted ?? {})).toEqual(Object.keys(wanted ?? {}));
    for (const [end, value] of Object.entries(wanted ?? {})) {
      expect(description.wanted?.[end as 'low' | 'high']).toBeCloseTo(value, 10);
    }
    checkObjective(objective, { name, role: definition.role, description });
  });

  it.each(cases.filter(([, , , wanted]) => wanted !== undefined))('%s %o has it worse far outside', (name, given) => {
    const { objective, description } = described(name, given);
    const { low, high } = description.wanted!;
    const ends = [low, high].filter((end) => end !== undefined);
    const least = Math.min(...objective.energy(Float64Array.from(ends)));
    const outside = [(low ?? Infinity) - 1000, (high ?? -Infinity) + 1000].filter(Number.isFinite);
    expect(outside.length).toBeGreaterThan(0);
    for (const energy of objective.energy(Float64Array.from(outside))) expect(energy).toBeGreaterThan(least + Math.LN2);
  });
});

it.each([
  [0.8 - 0.15, '0.65'],
  [-2.5, '−2.5'],
  [1 / 3, '0.3333'],
  [1234567.5, '1234567.5'],
  [1.5e-7, '1.5e−7'],
  [-0, '0'],
])('says %d as %s', (value, words) => {
  expect(numberWords(value)).toBe(words);
});
