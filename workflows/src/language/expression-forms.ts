import type { EnergyExpression } from '@basin/core';
import { describeValue } from './describe-value.js';
import type { Fields } from './expression-context.js';
import type { ReadingContext } from './reading-context.js';
import type { KeyPath } from './source-places.js';

/** The key by which an expression's map says what it is; a named energy has none. */
export type Form = Exclude<EnergyExpression['form'], 'named'>;

/** Keys beside the one of the form. */
export const modifiers: Readonly<Record<Form, readonly string[]>> = {
  property: ['objective', 'weight', 'name'],
  energy: ['weight', 'name'],
  all: ['weight', 'name'],
  any: ['normalise', 'weight', 'name'],
  not: ['strength', 'weight', 'name'],
  given: ['at', 'weight', 'name'],
  temper: ['beta', 'weight', 'name'],
  constraint: ['low', 'high', 'weight', 'name'],
  'minimum-over': ['latents', 'method', 'weight', 'name'],
  'free-energy': ['latents', 'beta', 'method', 'weight', 'name'],
  trained: ['as', 'objective', 'weight', 'name'],
};

export const forms = Object.keys(modifiers) as Form[];

/** A number above 0 that may be absent; undefined also where there is a fault, which is reported. */
export function readPositive(
  raw: Fields,
  key: string,
  path: KeyPath,
  { faults }: Pick<ReadingContext, 'faults'>,
): number | undefined {
  if (!Object.hasOwn(raw, key)) return undefined;
  const value = raw[key];
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
  const hint = key !== 'beta' && typeof value === 'number' && value < 0 ? `; 'not' takes an energy away` : '';
  faults.atValue([...path, key], `${key}: expected a number above 0, got ${describeValue(value)}${hint}`);
  return undefined;
}
