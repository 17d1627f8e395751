import { defineStep, Registry, StepDefinition } from '@basin/core';
import { ContainerModule } from 'inversify';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { JsonSchema } from './json-schema.js';
import { parseYaml } from './parse-yaml.js';
import { workflowJsonSchema } from './workflow-schema.js';

const registry = new Registry();
let schema: JsonSchema;

/** Options that hold options of the same kind: a condition of conditions. */
const condition: z.ZodType<unknown> = z.union([
  z.string(),
  z.strictObject({
    get not() {
      return condition;
    },
  }),
]);

const recursive = defineStep({
  name: 'toy/recursive',
  summary: 'Holds itself',
  inputs: { minimum: 2, maximum: Number.POSITIVE_INFINITY },
  energy: 'optional',
  options: z.strictObject({ where: condition }),
  filesRead: () => [],
  filesWritten: () => [],
  create: () => {
    throw new Error('not run here');
  },
});

beforeAll(async () => {
  const moduleUrl = new URL('../plugins/fixtures/toy-plugin/toy-module.js', import.meta.url).href;
  registry.load({ name: 'toy-plugin', version: '1.2.3' }, (await import(moduleUrl)).basinModule);
  const own = new ContainerModule(({ bind }) => {
    bind(StepDefinition).toConstantValue(recursive);
  });
  registry.load({ name: 'own', version: '1' }, own);
  schema = workflowJsonSchema(registry);
});

const good = `
basin: 1
title: Numbers
plugins: [toy-plugin]
space: { toy/number: { low: -1 } }
energies:
  short: { property: { toy/size: { factor: 2 } }, objective: { toy/near: { target: 0.5 } }, weight: 2 }
  prior: { energy: toy/prior }
  wanted:
    all:
      - short
      - property: toy/size
        objective: { toy/near: { target: 1 } }
        name: one
      - any: { first: short, second: { energy: prior } }
      - not: prior
        strength: 0.5
      - { given: prior, at: { x: 1.5, group: A }, weight: 2 }
      - { temper: { any: [prior], normalise: { prior: 0.5 } }, beta: 0.5 }
      - { any: [prior, short], normalise: estimate }
      - { constraint: toy/size, low: 0, high: 3, name: wall }
      - { minimum-over: prior, latents: [z, 2], method: { optimise: { restarts: 3 } } }
      - { free-energy: prior, latents: [z], beta: 2, method: { quadrature: { points: 10, low: -1 } } }
      - { free-energy: prior, latents: [z], method: sample }
steps:
  numbers: { step: toy/numbers, count: 20 }
  designs:
    step: toy/design
    from: [numbers]
    energy: wanted
    sampler: { toy/walk: { moves: [toy/shift, { toy/shift: { by: 2 } }] } }
  both: { step: toy/recursive, from: [numbers, designs], where: { not: { not: a } } }
`;

function faultsOf(text: string): readonly string[] {
  return schemaFaults(parseYaml({ file: 'w', text }).value, schema, schema);
}

describe('workflowJsonSchema', () => {
  it('is plain JSON whose links all lead somewhere', () => {
    const text = JSON.stringify(schema);
    expect(JSON.parse(text)).toEqual(schema);
    const defs = schema.$defs as Record<string, JsonSchema>;
    const links = [...text.matchAll(/"\$ref":"#\/\$defs\/([^"/]+)(?:\/\$defs\/([^"/]+))?"/g)];
    expect(links.length).toBeGreaterThan(10);
    expect(text.match(/"\$ref"/g)).toHaveLength(links.length);
    for (const [, first, second] of links) {
      const target = defs[first!];
      expect(target, first).toBeDefined();
      if (second !== undefined) expect((target!.$defs as JsonSchema)[second], second).toBeDefined();
    }
  });

  it('accepts what validation accepts', () => {
    expect(faultsOf(good)).toEqual([]);
  });

  const wrong: [piece: string, other: string][] = [
    ['count: 20', 'cuont: 20'],
    ['count: 20', 'count: many'],
    ['count: 20', 'count: 0'],
    ['step: toy/numbers', 'step: toy/numbrs'],
    ['energy: toy/prior', 'energy: { toy/prior: { kee: a } }'],
    ['{ toy/size: { factor: 2 } }', '{ toy/size: { factor: x } }'],
    [', objective: { toy/near: { target: 0.5 } }', ''],
    ['title: Numbers', 'titel: Numbers'],
    ['basin: 1', 'basin: 2'],
    ['    energy: wanted\n', ''],
    ['moves: [toy/shift,', 'moves: [toy/shfit,'],
    ['where: { not: { not: a } }', 'where: { not: { nut: a } }'],
    ['from: [numbers, designs]', 'from: numbers'],
    [', at: { x: 1.5, group: A }', ''],
    ['beta: 0.5', 'beta: 0'],
    ['normalise: estimate', 'normalise: maybe'],
    ['low: 0, high: 3, ', ''],
    ['latents: [z, 2]', 'latents: []'],
    ['optimise: { restarts: 3 }', 'quadrature: { points: 3 }'],
    ['points: 10', 'pints: 10'],
    ['method: sample', 'method: optimise'],
  ];
  for (const [piece, other] of wrong) {
    it(`refuses ${other.trim() || `a file without ${piece.trim()}`}`, () => {
      expect(good).toContain(piece);
      expect(faultsOf(good.replace(piece, other))).not.toEqual([]);
    });
  }
});

/** Checks a value against the part of JSON JsonSchema 2020-12 that workflow schemas use. Returns the paths at fault. */
function schemaFaults(value: unknown, schema: JsonSchema, root: JsonSchema, path = '$'): readonly string[] {
  if (typeof schema.$ref === 'string') {
    const target = schema.$ref
      .slice(2)
      .split('/')
      .reduce((here: unknown, key) => (here as JsonSchema)[key], root) as JsonSchema;
    return schemaFaults(value, target, root, path);
  }
  return [
    ...ofType(value, schema, path),
    ...ofParts(value, schema, root, path),
    ...ofChoices(value, schema, root, path),
  ];
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function ofType(value: unknown, schema: JsonSchema, path: string): string[] {
  const faults: string[] = [];
  const types = schema.type === undefined ? undefined : [schema.type].flat().map((type) => String(type));
  const own = typeOf(value);
  const fits = types?.some((type) => type === own || (type === 'integer' && Number.isInteger(value))) ?? true;
  if (!fits) faults.push(`${path}: ${own} is not ${types?.join()}`);
  if ('const' in schema && value !== schema.const) faults.push(`${path}: is not ${String(schema.const)}`);
  if (Array.isArray(schema.enum) && !schema.enum.includes(value)) faults.push(`${path}: is none of the choices`);
  if (typeof value === 'number') {
    if (value < Number(schema.minimum ?? Number.NEGATIVE_INFINITY)) faults.push(`${path}: too small`);
    if (value <= Number(schema.exclusiveMinimum ?? Number.NEGATIVE_INFINITY)) faults.push(`${path}: too small`);
  }
  if (typeof value === 'string') {
    if (typeof schema.pattern === 'string' && !new RegExp(schema.pattern).test(value)) faults.push(`${path}: pattern`);
    if (value.length < Number(schema.minLength ?? 0)) faults.push(`${path}: too short`);
  }
  return faults;
}

function ofParts(value: unknown, schema: JsonSchema, root: JsonSchema, path: string): string[] {
  if (Array.isArray(value)) {
    const items = (schema.items ?? {}) as JsonSchema;
    const count = value.length < Number(schema.minItems ?? 0) || value.length > Number(schema.maxItems ?? 1e9);
    return [
      ...(count ? [`${path}: count`] : []),
      ...value.flatMap((item, i) => schemaFaults(item, items, root, `${path}.${i}`)),
    ];
  }
  if (typeof value !== 'object' || value === null) return [];
  const properties = (schema.properties ?? {}) as Record<string, JsonSchema>;
  const required = (schema.required ?? []) as string[];
  const faults = required.filter((key) => !(key in value)).map((key) => `${path}: no ${key}`);
  for (const [key, inner] of Object.entries(value)) {
    const own = properties[key] ?? schema.additionalProperties;
    if (own === false) faults.push(`${path}: unknown ${key}`);
    else if (typeof own === 'object') faults.push(...schemaFaults(inner, own as JsonSchema, root, `${path}.${key}`));
    if (schema.propertyNames !== undefined)
      faults.push(...schemaFaults(key, schema.propertyNames as JsonSchema, root, path));
  }
  return faults;
}

function ofChoices(value: unknown, schema: JsonSchema, root: JsonSchema, path: string): string[] {
  const fitting = (choices: unknown): number =>
    (choices as JsonSchema[]).filter((choice) => schemaFaults(value, choice, root, path).length === 0).length;
  const faults: string[] = [];
  if (schema.anyOf !== undefined && fitting(schema.anyOf) === 0) faults.push(`${path}: fits no choice`);
  if (schema.oneOf !== undefined && fitting(schema.oneOf) !== 1)
    faults.push(`${path}: fits ${fitting(schema.oneOf)} choices`);
  return faults;
}
