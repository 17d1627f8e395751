import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ConfigurationError } from '../errors/design-error.js';
import { defineObjective } from '../objective/objective-definition.js';
import { defineSampler } from '../sampler/sampler-definition.js';
import type { Definition } from './definition.js';
import { type DefinitionSource, optionsSchemaOf, referenceSchemas } from './reference.js';

const between = defineObjective({
  name: 'between',
  role: 'penalty',
  summary: 'In a range',
  options: z.strictObject({ low: z.number(), high: z.number().default(1) }),
  example: { low: 0 },
  describe: () => ({ words: 'low' }),
  create: () => ({ energy: (values) => values, derivative: (values) => values }),
});

const nested = defineSampler({
  name: 'nested',
  summary: 'Refers on',
  requires: [],
  yields: 'designs',
  options: (refer) => z.strictObject({ inner: refer.to('objective') }),
  create: () => {
    throw new Error('not created here');
  },
});

const source: DefinitionSource = {
  definitions: (point) => (point === 'objective' ? [between as Definition] : [nested as Definition]),
  definition: (point, name) => {
    const found = source.definitions(point).find((definition) => definition.name === name);
    if (found === undefined) throw new ConfigurationError([{ path: [], message: `no ${point} is named '${name}'` }]);
    return found;
  },
};

const objective = referenceSchemas(source).to('objective');

function issuesOf(input: unknown, schema: z.ZodType = objective) {
  return schema.safeParse(input).error?.issues.map(({ path, message }) => ({ path, message }));
}

describe('a reference', () => {
  it('is a name with its parsed options, defaults filled in', () => {
    expect(objective.parse({ between: { low: 0.5 } })).toEqual({
      point: 'objective',
      name: 'between',
      options: { low: 0.5, high: 1 },
    });
  });

  it('reports the options of the extension it names at their path', () => {
    expect(issuesOf({ between: { low: 'x' } })).toEqual([
      { path: ['between', 'low'], message: expect.stringContaining('number') },
    ]);
    expect(issuesOf('between')).toEqual([{ path: ['low'], message: expect.any(String) }]);
    expect(issuesOf({ between: { low: 0, middle: 1 } })![0]!.message).toContain('middle');
  });

  it('reports an unknown name at its key', () => {
    expect(issuesOf({ beyond: {} })).toEqual([{ path: ['beyond'], message: "no objective is named 'beyond'" }]);
  });

  it.each([[42], [null], [['between']], [{}], [{ between: {}, other: {} }]])(
    'shows what to write instead of %j',
    (input) => {
      expect(issuesOf(input)![0]!.message).toContain('such as { between: {"low":0} }');
    },
  );

  it('goes on through references inside options', () => {
    const sampler = referenceSchemas(source).to('sampler');
    expect(sampler.parse({ nested: { inner: { between: { low: 1 } } } }).options).toEqual({
      inner: { point: 'objective', name: 'between', options: { low: 1, high: 1 } },
    });
    expect(issuesOf({ nested: { inner: { between: {} } } }, sampler)![0]!.path).toEqual([
      'nested',
      'inner',
      'between',
      'low',
    ]);
  });

  it('says in the schema’s metadata what it refers to', () => {
    expect(objective.meta()).toMatchObject({ reference: 'objective' });
  });
});

describe('optionsSchemaOf', () => {
  it('gives plain schemas as they are', () => {
    expect(optionsSchemaOf(between as Definition, source)).toBe(between.options);
  });
});
