import { graphFault } from './graph-fault.js';
import type { Attributes, ConstantValues } from './tensor.js';

/** A whole number among the attributes. @throws {ConfigurationError} It is something else. */
export function integerAttribute(attributes: Attributes, name: string, fallback: number): number {
  const value = numberAttribute(attributes, name, fallback);
  if (!Number.isSafeInteger(value)) throw graphFault(`'${name}' is ${value}; a whole number is wanted`);
  return value;
}

/** A number among the attributes. @throws {ConfigurationError} It is something else. */
export function numberAttribute(attributes: Attributes, name: string, fallback: number): number {
  const value = attributes[name] ?? fallback;
  if (typeof value !== 'number') throw graphFault(`'${name}' is no number`);
  return value;
}

/** Whole numbers among the attributes; undefined if absent. @throws {ConfigurationError} They are something else. */
export function integersAttribute(attributes: Attributes, name: string): readonly number[] | undefined {
  const value = attributes[name];
  if (value === undefined) return undefined;
  if (!Array.isArray(value) || !value.every((entry) => Number.isSafeInteger(entry))) {
    throw graphFault(`'${name}' is no list of whole numbers`);
  }
  return value;
}

/** A word among the attributes. @throws {ConfigurationError} It is something else, or none of the choices. */
export function choiceAttribute<Choice extends string>(
  attributes: Attributes,
  name: string,
  choices: readonly Choice[],
): Choice {
  const value = attributes[name] ?? choices[0]!;
  const chosen = choices.find((choice) => choice === value);
  if (chosen === undefined) throw graphFault(`'${name}' is '${String(value)}'; known are ${choices.join(', ')}`);
  return chosen;
}

/** A tensor among the attributes; undefined if absent. @throws {ConfigurationError} It is something else. */
export function valuesAttribute(attributes: Attributes, name: string): ConstantValues | undefined {
  const value = attributes[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'object' || !('values' in value)) throw graphFault(`'${name}' is no tensor`);
  return value as ConstantValues; // Array.isArray does not narrow read-only arrays; 'values' in value is also true of them.
}
