import { all, defineEnergy, EnergyDefinition, type EnergyExpression, isDecomposable, Registry } from '@basin/core';
import { ContainerModule } from 'inversify';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { termsWithoutStates } from '../language/energy-terms.js';
import { SecretTexts } from '../language/secret-text.js';
import { NumberSpace } from '../steps/fixtures/number-space.js';
import { EnergyFactory } from './create-energy.js';
import { CreationScope } from './creation-scope.js';

const registry = new Registry();
let counts: { created: number; evaluated: number; disposed: number };

beforeAll(async () => {
  const moduleUrl = new URL('../plugins/fixtures/toy-plugin/toy-module.js', import.meta.url).href;
  const toy = await import(moduleUrl);
  registry.load({ name: 'toy-plugin', version: '1.2.3' }, toy.basinModule);
  counts = toy.counts;
});

beforeEach(() => Object.assign(counts, { created: 0, evaluated: 0, disposed: 0 }));

function size(label: string, target: number, weight = 1, factor = 2): EnergyExpression {
  return {
    label,
    weight,
    form: 'property',
    property: { point: 'energy', name: 'toy/size', options: { factor } },
    objective: { point: 'objective', name: 'toy/near', options: { target, width: 1 } },
  };
}

function factory(scope = new CreationScope(1), source = registry): EnergyFactory {
  return new EnergyFactory({
    registry: source,
    context: scope,
    secrets: new SecretTexts({}),
    space: async () => new NumberSpace() as never,
    estimator: () => Promise.reject(new Error('nothing here is estimated')),
    readFile: () => Promise.reject(new Error('nothing here is read')),
    parameters: async () => undefined,
  });
}

describe('EnergyFactory', () => {
  it('composes as the expression says', async () => {
    // E = 3 (2x − 1)² − 0.5 · x²/2 at x = 1 and x = 2.
    const prior: EnergyExpression = {
      label: 'prior',
      weight: 1,
      form: 'energy',
      energy: { point: 'energy', name: 'toy/prior', options: { key: '' } },
    };
    const energy = await factory().create({
      label: 'wanted',
      weight: 1,
      form: 'all',
      terms: [size('near', 1, 3), { label: 'not', weight: 1, form: 'not', term: prior, strength: 0.5 }],
    });
    expect([...(await energy.evaluate(Float64Array.of(1, 2)))]).toEqual([3 - 0.25, 27 - 1]);
  });

  it('lets a weight at the root count', async () => {
    const energy = await factory().create(size('near', 1, 4));
    expect([...(await energy.evaluate(Float64Array.of(2)))]).toEqual([36]);
    const tree = isDecomposable(energy) ? await energy.evaluateTerms(Float64Array.of(2)) : undefined;
    expect(tree?.terms.map(({ name, weight }) => [name, weight])).toEqual([['near', 4]]);
  });

  it('names a property that is the whole energy', async () => {
    const energy = await factory().create(size('near', 1));
    const tree = isDecomposable(energy) ? await energy.evaluateTerms(Float64Array.of(2)) : undefined;
    expect(tree?.name).toBe('near');
  });

  it('creates equal extensions once and works a shared property out once per batch', async () => {
    const scope = new CreationScope(1);
    const made = factory(scope);
    const terms = [
      size('a', 1),
      size('b', 2),
      { label: 'c', weight: 1, form: 'any', terms: [size('d', 3)] } as EnergyExpression,
    ];
    const energy = await made.create({ label: 'all', weight: 1, form: 'all', terms });
    await made.create(size('other', 5));
    expect(counts.created).toBe(1);
    const batch = Float64Array.of(1, 2, 3);
    const first = await energy.evaluate(batch);
    expect(counts.evaluated).toBe(1);
    expect(await energy.evaluate(batch)).toEqual(first);
    expect(counts.evaluated).toBe(1);
    await energy.evaluate(Float64Array.of(1, 2, 3));
    expect(counts.evaluated).toBe(2);
    await scope.dispose();
    expect(counts.disposed).toBe(1);
  });

  it('refuses an energy that names terms where its definition does not say so', async () => {
    const plugged = (decomposable: boolean): Registry => {
      const own = new Registry();
      const definition = defineEnergy({
        name: 'plug/joined',
        space: 'number',
        role: 'energy',
        unit: '1',
        summary: 'Two terms',
        options: z.strictObject({}),
        decomposable,
        create: () => all([{ name: 'own', weight: 1, energy: { evaluate: () => Float64Array.of(1) } }]),
      });
      const module = new ContainerModule(({ bind }) => {
        bind(EnergyDefinition).toConstantValue(definition as EnergyDefinition);
      });
      own.load({ name: 'plug', version: '1.0.0' }, module);
      return own;
    };
    const joined: EnergyExpression = {
      label: 'joined',
      weight: 1,
      form: 'energy',
      energy: { point: 'energy', name: 'plug/joined', options: {} },
    };
    const create = (own: Registry) => factory(undefined, own).create(joined);
    expect(isDecomposable(await create(plugged(true)))).toBe(true);
    await expect(create(plugged(false))).rejects.toThrow(/plug\/joined.*decomposable: true/);
    expect(await termsWithoutStates(joined, plugged(true))).toBeUndefined();
    expect(await termsWithoutStates(joined, plugged(false))).toMatchObject({ join: 'leaf' });
  });

  it('creates extensions of other options anew', async () => {
    const made = factory();
    await made.create(size('a', 1, 1, 2));
    await made.create(size('a', 1, 1, 3));
    expect(counts.created).toBe(2);
  });
});
