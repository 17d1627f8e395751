import type { Columns } from '@basin/core';
import { z } from 'zod';
import { isMissing, numberAt, textAt } from './cell.js';

/** What a filter asks of one column; every given test must hold. */
export interface Condition {
  readonly column: string;
  readonly above?: number | undefined;
  readonly below?: number | undefined;
  readonly atLeast?: number | undefined;
  readonly atMost?: number | undefined;
  readonly equals?: string | number | boolean | undefined;
  readonly oneOf?: readonly (string | number | boolean)[] | undefined;
  readonly isMissing?: boolean | undefined;
}

const literal = z.union([z.string(), z.number(), z.boolean()]);

/** Schema of a condition in a step's options. */
export const condition: z.ZodType<Condition> = z
  .strictObject({
    column: z.string().min(1).describe('column that is tested'),
    above: z.number().optional().describe('greater than'),
    below: z.number().optional().describe('less than'),
    atLeast: z.number().optional().describe('greater or equal'),
    atMost: z.number().optional().describe('less or equal'),
    equals: literal.optional(),
    oneOf: z.array(literal).min(1).optional().describe('any of these'),
    isMissing: z.boolean().optional().describe('has no value (true), or has one (false)'),
  })
  .refine((tests) => Object.values(tests).filter((value) => value !== undefined).length > 1, {
    error: 'tests nothing: give above, below, atLeast, atMost, equals, oneOf or isMissing',
  });

/** Whether a row meets a condition. */
export type RowTest = (row: number) => boolean;

/** The condition on a batch that has its column; a batch that lacks it has only missing values. */
export function testOf(columns: Columns, asked: Condition): RowTest {
  const column = columns[asked.column];
  if (column === undefined) return () => asked.isMissing === true;
  const { above, below, atLeast, atMost, equals } = asked;
  const allowed = asked.oneOf?.map(String);
  return (row) => {
    if (isMissing(column, row)) return asked.isMissing === true;
    if (asked.isMissing === true) return false;
    const value = numberAt(column, row);
    if (above !== undefined && !(value > above)) return false;
    if (below !== undefined && !(value < below)) return false;
    if (atLeast !== undefined && !(value >= atLeast)) return false;
    if (atMost !== undefined && !(value <= atMost)) return false;
    if (equals !== undefined && textAt(column, row) !== String(equals)) return false;
    return allowed === undefined || allowed.includes(textAt(column, row) ?? '');
  };
}

/** The condition in words: 'logP > 1 and < 4'. */
export function conditionText({ column, above, below, atLeast, atMost, equals, oneOf, isMissing }: Condition): string {
  const tests = [
    above === undefined ? '' : `> ${above}`,
    below === undefined ? '' : `< ${below}`,
    atLeast === undefined ? '' : `≥ ${atLeast}`,
    atMost === undefined ? '' : `≤ ${atMost}`,
    equals === undefined ? '' : `= ${equals}`,
    oneOf === undefined ? '' : `one of ${oneOf.join(', ')}`,
    isMissing === undefined ? '' : isMissing ? 'missing' : 'present',
  ];
  return `${column} ${tests.filter((test) => test !== '').join(' and ')}`;
}
