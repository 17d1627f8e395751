import {
  type EnergyExpression,
  type OutlineContext,
  optionsSchemaOf,
  randomStream,
  type StepDefinition,
  type TableOutline,
} from '@basin/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { builtInRegistry } from '../plugins/built-in-modules.js';
import { EnergyFactory } from '../run/create-energy.js';
import { CreationScope } from '../run/creation-scope.js';
import { memoryFile, memoryInput, memoryTable, runInMemory } from '../steps/fixtures/in-memory-context.js';
import { NumberSpace } from '../steps/fixtures/number-space.js';
import { termsWithoutStates } from './energy-terms.js';
import { definitionOf } from './reading-context.js';
import { samplerTraits } from './sampler-traits.js';
import { SecretTexts } from './secret-text.js';

const registry = builtInRegistry();

beforeAll(async () => {
  const moduleUrl = new URL('../plugins/fixtures/toy-plugin/toy-module.js', import.meta.url).href;
  registry.load({ name: 'toy-plugin', version: '1.2.3' }, (await import(moduleUrl)).basinModule);
});

const size = (label: string, weight = 1): EnergyExpression => ({
  label,
  weight,
  form: 'property',
  property: { point: 'energy', name: 'toy/size', options: { factor: 2 } },
  objective: { point: 'objective', name: 'toy/near', options: { target: 1, width: 1 } },
});

const prior = (label: string): EnergyExpression => ({
  label,
  weight: 1,
  form: 'energy',
  energy: { point: 'energy', name: 'toy/prior', options: { key: '' } },
});

const negation: EnergyExpression = { label: 'unlike', weight: 1, form: 'not', term: size('it'), strength: 2 };
const mixture: EnergyExpression = { label: 'either', weight: 3, form: 'any', terms: [size('low'), prior('high')] };

const expressions: Readonly<Record<string, EnergyExpression>> = {
  'a property': size('mass'),
  'a property with a weight': size('mass', 2),
  'an energy': prior('prior'),
  'a negation': negation,
  'a mixture': { ...mixture, weight: 1 },
  'everything nested': {
    label: 'wanted',
    weight: 1,
    form: 'all',
    terms: [size('x'), mixture, { label: 'inner', weight: 2, form: 'all', terms: [negation, prior('status')] }],
  },
};

const table = memoryTable({
  x: { type: 'float64', values: Float64Array.of(1, 2, 3) },
  mass: { type: 'float64', values: Float64Array.of(4, 5, 6) },
  energy: { type: 'text', values: ['a', 'b', 'c'] },
  front: { type: 'float64', values: Float64Array.of(7, 8, 9) },
  'either.low.energy': { type: 'float64', values: Float64Array.of(1, 2, 3) },
});

const space = new NumberSpace();

function namesAndMetadata(outline: TableOutline | undefined) {
  return outline && { names: outline.fields.map(({ name }) => name), metadata: outline.metadata };
}

/** The main table as a step tells it beforehand, and as it makes it. */
async function toldAndMade(name: string, given: unknown, input = table, expression?: EnergyExpression) {
  const definition: StepDefinition = definitionOf(registry, 'step', name);
  const options = optionsSchemaOf(definition, registry).parse(given);
  const context: OutlineContext = {
    inputs: [input.schema],
    stateColumns: ['x'],
    terms: expression && (await termsWithoutStates(expression, registry)),
    expression,
    samplerTraits: (reference) => samplerTraits(reference, registry),
    file: async () => input.schema,
  };
  const told = await definition.tableMade?.(options, context);
  const factory = new EnergyFactory({
    registry,
    context: new CreationScope(1),
    secrets: new SecretTexts({}),
    space: async () => space,
    estimator: () => Promise.reject(new Error('nothing here is estimated')),
    readFile: () => Promise.reject(new Error('nothing here is read')),
    parameters: async () => undefined,
  });
  const { tables } = await runInMemory(definition.create(options), {
    inputs: [memoryInput('before', input)],
    space,
    ...(expression === undefined ? {} : { expression, energy: await factory.create(expression) }),
    sampler: {
      async *sample({ energy }) {
        yield { step: 0, stepCount: 0, stepName: 'step', evaluations: 0, bestEnergy: 0 };
        const batch = Float64Array.of(1, 2);
        return { batch, energy: await energy.evaluate(batch), stopReason: 'steps', evaluations: 2, trace: {} };
      },
    },
    rng: randomStream(1, 'outlines'),
    files: new Map([['numbers.csv', memoryFile(input)]]),
  });
  const made = tables.get('main')?.schema;
  return { told: namesAndMetadata(told), made: namesAndMetadata(made), table: tables.get('main') };
}

describe('a table is told beforehand as it is made:', () => {
  it.each(Object.entries(expressions))('scored by %s, and once more', async (_name, expression) => {
    const first = await toldAndMade('score', {}, table, expression);
    expect(first.made?.names).toContain('energy');
    expect(first.told).toEqual(first.made);
    const { columns, schema } = first.table!;
    const again = await toldAndMade('score', {}, memoryTable(columns, [columns], schema), size('mass'));
    expect(again.told).toEqual(again.made);
  });

  it.each(Object.entries(expressions))('sampled by %s', async (_name, expression) => {
    const { told, made } = await toldAndMade('sample', { sampler: 'toy/walk' }, table, expression);
    expect(made?.names).toContain('energy');
    expect(told).toEqual(made);
  });

  it.each([
    ['read', { file: 'numbers.csv' }],
    ['read', { file: 'numbers.csv', columns: ['mass', 'x'] }],
    ['read', { file: 'numbers.csv', columns: { heavy: 'mass', x: 'x' } }],
    ['filter', { where: [{ column: 'x', above: 1 }] }],
    ['select', { top: { by: 'x', count: 2 } }],
    ['select', { pareto: { objectives: [{ column: 'x' }, { column: 'mass' }] } }],
    ['select', { diverse: { by: 'x', count: 2 } }],
  ])('by %s with %j', async (name, options) => {
    const { told, made } = await toldAndMade(name, options);
    expect(made?.names).toContain('x');
    expect(told).toEqual(made);
  });
});
