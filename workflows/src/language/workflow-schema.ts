import {
  type Definition,
  type DefinitionSource,
  type EnergyDefinition,
  type ExtensionPointName,
  extensionPointNames,
  optionsSchemaOf,
  type StepDefinition,
} from '@basin/core';
import { z } from 'zod';
import { expressionDefinitions } from './expression-schema.js';
import { type JsonSchema, kebab } from './json-schema.js';

const text = { type: 'string' };
/**
 * The schema of workflow files, for editors: what the registry knows, with every extension's options and summary.
 * Draft 2020-12. It accepts what validation accepts but cannot say everything: kinds of spaces, circles and names are left to it.
 */
export function workflowJsonSchema(registry: DefinitionSource): JsonSchema {
  const points = extensionPointNames.map((point) => [point, pointSchema(point, registry)]);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Basin workflow',
    type: 'object',
    required: ['basin', 'title', 'steps'],
    additionalProperties: false,
    properties: {
      basin: { const: 1, description: 'Version of this format' },
      title: { type: 'string', minLength: 1, maxLength: 200 },
      description: text,
      plugins: { type: 'array', items: text, description: 'Installed packages, such as @basin/molecules' },
      space: { $ref: '#/$defs/space' },
      seed: { type: 'integer', minimum: 0, default: 0, description: 'Start of all random numbers' },
      badRows: {
        type: 'object',
        additionalProperties: false,
        properties: {
          limit: {
            anyOf: [
              { type: 'number', minimum: 0 },
              { type: 'string', pattern: '^\\s*\\d+(\\.\\d+)?\\s*%\\s*$' },
            ],
            default: 0.1,
            description: "'50 %' or a number below 1: a share of the rows; else a number of rows",
          },
        },
      },
      energies: {
        type: ['object', 'null'],
        propertyNames: kebab,
        additionalProperties: { $ref: '#/$defs/expression' },
      },
      steps: {
        type: 'object',
        propertyNames: kebab,
        minProperties: 1,
        additionalProperties: { $ref: '#/$defs/a-step' },
      },
    },
    $defs: {
      ...Object.fromEntries(points),
      ...Object.fromEntries(extensionPointNames.flatMap((point) => allOptions(point, registry))),
      property: pointSchema('energy', withRole(registry, 'property')),
      'plain-energy': pointSchema('energy', withRole(registry, 'energy')),
      ...expressionDefinitions(),
      'a-step': { oneOf: registry.definitions('step').map((definition) => stepSchema(definition, registry)) },
    },
  };
}

function withRole(source: DefinitionSource, role: EnergyDefinition['role']): DefinitionSource {
  return {
    definition: (point, name) => source.definition(point, name),
    definitions: (point) =>
      // The registry takes a literal only with the brand of its point.
      source.definitions(point).filter((definition) => (definition as unknown as EnergyDefinition).role === role),
  };
}

/** The name of an extension that needs no options, or one key: its name with its options. */
function pointSchema(point: ExtensionPointName, source: DefinitionSource): JsonSchema {
  const definitions = source.definitions(point);
  if (definitions.length === 0) return { not: {}, description: `No plugin offers a ${point}` };
  return {
    oneOf: definitions.flatMap((definition) => [...bareName(definition, source), keyedName(point, definition)]),
  };
}

function bareName(definition: Definition, source: DefinitionSource): readonly JsonSchema[] {
  const needsOptions = !optionsSchemaOf(definition, source).safeParse({}).success;
  return needsOptions ? [] : [{ const: definition.name, description: definition.summary }];
}

function keyedName(point: ExtensionPointName, definition: Definition): JsonSchema {
  return {
    type: 'object',
    description: definition.summary,
    required: [definition.name],
    additionalProperties: false,
    properties: { [definition.name]: { $ref: `#/$defs/${optionsKey(point, definition)}` } },
  };
}

/** Name of an extension's options among the definitions; without '/', which would need escapes in links. */
function optionsKey(point: ExtensionPointName, { name }: Definition): string {
  return `${point}.${name.replaceAll('/', '.')}`;
}

function allOptions(point: ExtensionPointName, source: DefinitionSource): readonly (readonly [string, JsonSchema])[] {
  return source.definitions(point).map((definition) => {
    const { details, summary } = definition;
    const options = nullable(optionsJsonSchema(point, definition, source));
    return [optionsKey(point, definition), { ...options, description: details ?? summary }] as const;
  });
}

/** Marks links to extension points until the links within a schema have been moved. */
const pointMark = 'basin:';

/** The options of an extension as JSON Schema; references become links to their extension point. */
function optionsJsonSchema(point: ExtensionPointName, definition: Definition, source: DefinitionSource): JsonSchema {
  const schema = z.toJSONSchema(optionsSchemaOf(definition, source), {
    io: 'input',
    unrepresentable: 'any',
    reused: 'inline',
    override: ({ jsonSchema }) => {
      const referenced = jsonSchema.reference;
      if (referenced === undefined) return;
      for (const key of Object.keys(jsonSchema)) delete jsonSchema[key as keyof typeof jsonSchema];
      jsonSchema.$ref = `${pointMark}${String(referenced)}`;
    },
  });
  const { $schema: _, ...rest } = schema as Record<string, unknown>;
  return movedLinks(rest, `#/$defs/${optionsKey(point, definition)}`) as JsonSchema;
}

/** A schema of its own as part of a larger one: links that began at its root begin at `base`. */
function movedLinks(schema: unknown, base: string): unknown {
  if (Array.isArray(schema)) return schema.map((item) => movedLinks(item, base));
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]) => {
    if (key !== '$ref' || typeof value !== 'string') return [key, movedLinks(value, base)];
    return [key, value.startsWith(pointMark) ? `#/$defs/${value.slice(pointMark.length)}` : base + value.slice(1)];
  });
  return Object.fromEntries(entries);
}

/** A key with nothing behind it stands for no options. */
function nullable(schema: JsonSchema): JsonSchema {
  const { type, required } = schema;
  return type === 'object' && !Array.isArray(required) ? { ...schema, type: ['object', 'null'] } : schema;
}

function stepSchema(definition: Definition, source: DefinitionSource): JsonSchema {
  // The registry takes a literal only with the brand of its point.
  const { inputs, energy } = definition as unknown as StepDefinition;
  const options = optionsJsonSchema('step', definition, source);
  const properties = options.properties as JsonSchema | undefined;
  const required = Array.isArray(options.required) ? options.required : [];
  const from = inputs.maximum === 0 ? {} : { from: fromSchema(inputs) };
  const needs = [...(inputs.minimum > 0 ? ['from'] : []), ...(energy === 'required' ? ['energy'] : [])];
  return {
    ...options,
    type: 'object',
    description: definition.details ?? definition.summary,
    properties: {
      step: { const: definition.name, description: definition.summary },
      ...from,
      ...(energy === 'none' ? {} : { energy: { $ref: '#/$defs/expression' } }),
      ...properties,
    },
    required: ['step', ...needs, ...required],
  };
}

function fromSchema({ minimum, maximum }: StepDefinition['inputs']): JsonSchema {
  const limit = Number.isFinite(maximum) ? { maxItems: maximum } : {};
  const list = { type: 'array', items: text, minItems: Math.max(1, minimum), uniqueItems: true, ...limit };
  return minimum <= 1 ? { anyOf: [text, list] } : list;
}
