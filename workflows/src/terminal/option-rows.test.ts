import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type OptionSchema, optionRows, typeText } from './option-rows.js';

function jsonSchema(schema: z.ZodType): OptionSchema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as OptionSchema;
}

describe('typeText', () => {
  it.each([
    [z.number().positive(), 'number > 0'],
    [z.int().min(1).max(100), 'integer 1…100'],
    [z.int(), 'integer'],
    [z.number().min(0).lt(1), 'number ≥ 0, < 1'],
    [z.enum(['up', 'down']), 'up | down'],
    [z.string(), 'text'],
    [z.boolean(), 'true | false'],
    [z.array(z.number()).min(2), 'list of number, at least 2'],
    [z.array(z.number()).length(3), 'list of 3: number'],
    [z.tuple([z.number(), z.string()]), '[number, text]'],
    [z.union([z.number(), z.literal('auto')]), 'number | auto'],
    [z.record(z.string(), z.number()), 'map of name: number'],
    [z.unknown().meta({ reference: 'proposal' }), 'proposal'],
    [z.unknown().meta({ reference: 'energy', wanted: 'property' }), 'property'],
  ])('%#', (schema, text) => expect(typeText(jsonSchema(schema))).toBe(text));
});

it('lists options with their defaults, inner ones behind their owner', () => {
  const schema = z.strictObject({
    count: z.int().positive().describe('Designs to make'),
    schedule: z.strictObject({ from: z.number().default(0.1) }).optional(),
  });
  expect(optionRows(jsonSchema(schema))).toEqual([
    { name: 'count', type: 'integer > 0', required: true, description: 'Designs to make' },
    { name: 'schedule', type: 'map of from', required: false, description: '' },
    { name: 'schedule.from', type: 'number', required: false, default: 0.1, description: '' },
  ]);
});
