import type { ColumnField } from '@basin/core';

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** The column that values suggest: float64, bool, vector, or text where they are anything else or nothing at all. */
export function suggestedField(name: string, values: readonly JsonValue[]): ColumnField {
  const known = values.filter((value) => value !== null);
  const first = known[0];
  if (first === undefined) return { name, type: 'text' };
  if (known.some((value) => typeof value === 'number') && known.every(isNumber)) return { name, type: 'float64' };
  if (known.every((value) => typeof value === 'boolean')) return { name, type: 'bool' };
  const width = Array.isArray(first) ? first.length : 0;
  const areVectors = width > 0 && known.every((value) => isVector(value, width));
  return areVectors ? { name, type: 'vector', width } : { name, type: 'text' };
}

function isNumber(value: JsonValue): boolean {
  return typeof value === 'number' || value === 'NaN' || value === 'Infinity' || value === '-Infinity';
}

function isVector(value: JsonValue, width: number): boolean {
  return Array.isArray(value) && value.length === width && value.every((item) => item === null || isNumber(item));
}
