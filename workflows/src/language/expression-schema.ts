import { type LatentMethodName, latentMethods, minimumMethods, sumMethods } from '@basin/core';
import { z } from 'zod';
import { type JsonSchema, kebab } from './json-schema.js';

const expression = { $ref: '#/$defs/expression' };
const terms = { $ref: '#/$defs/terms' };
const weight = { type: 'number', exclusiveMinimum: 0, description: 'Factor in the energy around it; 1 if not given' };
const label = { type: 'string', minLength: 1, maxLength: 80, description: 'Name under which reasons show it' };
const positive = { type: 'number', exclusiveMinimum: 0 };
const trainedStep = { type: 'string', description: 'Name of the step that trained it' };
const variables = {
  type: 'array',
  minItems: 1,
  items: { anyOf: [{ type: 'string' }, { type: 'integer', minimum: 0 }] },
  description: 'Coordinates, sites or groups of sites, by name or number',
};

/** Schemas of energies and of their terms, to stand among the definitions of a schema that has 'property' and 'plain-energy'. */
export function expressionDefinitions(): Readonly<Record<'expression' | 'terms', JsonSchema>> {
  return {
    expression: { oneOf: [{ type: 'string', description: 'Name of an energy of this file' }, ...formSchemas()] },
    terms: termsSchema(),
  };
}

function formSchemas(): readonly JsonSchema[] {
  const property = { $ref: '#/$defs/property' };
  const energy = { anyOf: [{ ...kebab, type: 'string' }, { $ref: '#/$defs/plain-energy' }] };
  const ends = { low: { type: 'number' }, high: { type: 'number' } };
  const normalise = {
    anyOf: [{ enum: ['known', 'estimate'] }, { type: 'object', additionalProperties: { type: 'number' } }],
    description:
      'Divides each term by its partition function, so that weights are shares; or ln Z of each term by its name',
  };
  const at = {
    type: 'object',
    minProperties: 1,
    additionalProperties: { type: ['number', 'string'] },
    description: 'Values of coordinates, sites or groups of sites',
  };
  const latent = (allowed: readonly LatentMethodName[]) => ({ latents: variables, method: methodSchema(allowed) });
  return [
    form('property', property, { objective: { $ref: '#/$defs/objective' } }, ['objective']),
    form('energy', energy),
    form('all', terms),
    form('any', terms, { normalise }),
    form('not', expression, { strength: { ...positive, default: 1 } }),
    form('given', expression, { at }, ['at']),
    form('temper', expression, { beta: { ...positive, description: 'Below 1 flattens the energy' } }, ['beta']),
    { ...form('constraint', property, ends), anyOf: [{ required: ['low'] }, { required: ['high'] }] },
    form('minimum-over', expression, latent(minimumMethods), ['latents']),
    form('free-energy', expression, { ...latent(sumMethods), beta: { ...positive, default: 1 } }, ['latents']),
    form('trained', trainedStep, { as: property, objective: { $ref: '#/$defs/objective' } }),
  ];
}

function form(key: string, own: JsonSchema, others: JsonSchema = {}, required: readonly string[] = []): JsonSchema {
  return {
    type: 'object',
    required: [key, ...required],
    additionalProperties: false,
    properties: { [key]: own, ...others, weight, name: label },
  };
}

function methodSchema(allowed: readonly LatentMethodName[]): JsonSchema {
  const keyed = allowed.map((name) => {
    const { $schema: _, ...options } = z.toJSONSchema(latentMethods[name], { io: 'input' });
    const properties = { [name]: { ...options, type: ['object', 'null'] } };
    return { type: 'object', required: [name], additionalProperties: false, properties };
  });
  return { oneOf: [{ enum: [...allowed] }, ...keyed], default: 'enumerate' };
}

function termsSchema(): JsonSchema {
  return {
    oneOf: [
      { type: 'array', minItems: 1, items: expression },
      { type: 'object', minProperties: 1, additionalProperties: expression },
    ],
  };
}
