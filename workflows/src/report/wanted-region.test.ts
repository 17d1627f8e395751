import { coreModule, type ObjectiveDefinition, optionsSchemaOf, Registry } from '@basin/core';
import { describe, expect, it } from 'vitest';
import { objectiveWords } from './objective-words.js';
import { wantedRegion } from './wanted-region.js';

const reference = (name: string, options: unknown) => ({ point: 'objective', name, options }) as const;

describe('wantedRegion', () => {
  it.each([
    ['between', { low: 1, high: 3, width: 1 }, [1, 3], 'between 1 and 3'],
    ['above', { low: 0.6, width: 0.1 }, [0.6, Infinity], 'at least 0.6'],
    ['below', { high: 5, width: 1 }, [-Infinity, 5], 'at most 5'],
    ['target', { value: 2.5, sigma: 0.5 }, [2, 3], '2.5 ± 0.5'],
    ['left-step', { low: 5, floor: 0 }, [-Infinity, 5], 'at most 5'],
    ['right-step', { high: 0.6, floor: 0 }, [0.6, Infinity], 'at least 0.6'],
    ['clipped', { upper: 2, lower: 5 }, [-Infinity, 2], 'clipped (upper 2, lower 5)'],
    ['sigmoid', { low: 4, high: 9, steepness: 0.25 }, [6.5, Infinity], 'sigmoid (low 4, high 9, steepness 0.25)'],
  ])('of %s', (name, options, [low, high], words) => {
    expect(wantedRegion(reference(name, options))).toEqual({ low, high });
    expect(objectiveWords(reference(name, options))).toBe(words);
  });

  it.each([
    ['minimise', { scale: 1 }, 'as small as possible'],
    ['elsewhere/objective', { a: { b: 1 } }, 'elsewhere/objective (a {"b":1})'],
    ['constructor', {}, 'constructor'],
  ])('knows none of %s', (name, options, words) => {
    expect(wantedRegion(reference(name, options))).toBeUndefined();
    expect(objectiveWords(reference(name, options))).toBe(words);
  });
});

describe("the region of every one of core's objectives", () => {
  const registry = new Registry();
  registry.load({ name: '@basin/core', version: '0.0.0' }, coreModule);
  const definitions = registry.definitions('objective') as unknown as readonly ObjectiveDefinition[];
  const withRegion = definitions.flatMap((definition) => {
    const options = optionsSchemaOf(definition, registry).parse(definition.example ?? {});
    const region = wantedRegion(reference(definition.name, options));
    return region === undefined ? [] : [[definition.name, definition.create(options), region] as const];
  });

  it('is known for most', () => {
    expect(withRegion.length).toBeGreaterThanOrEqual(18);
  });

  it.each(withRegion)(
    'holds for %s: energies are at most ln 2 inside, and higher far outside',
    (_, objective, { low, high }) => {
      const from = Number.isFinite(low) ? low : high - 100;
      const to = Number.isFinite(high) ? high : low + 100;
      const inside = Float64Array.from({ length: 101 }, (_value, i) =>
        i === 100 ? to : from + (i * (to - from)) / 100,
      );
      for (const energy of objective.energy(inside)) expect(energy).toBeLessThanOrEqual(Math.LN2 + 1e-9);
      const outside = [low - 1000, high + 1000].filter(Number.isFinite);
      for (const energy of objective.energy(Float64Array.from(outside))) expect(energy).toBeGreaterThan(Math.LN2);
    },
  );
});
