import { nearestNames } from '@basin/core';

/** What came, for messages: a short piece of the value as it would stand in the file. */
export function describeValue(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object') return describeMap(Object.keys(value));
  if (typeof value === 'number') return numberText(value);
  const text = JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…"`;
}

/** A number as YAML writes it. */
function numberText(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? '.inf' : '-.inf';
}

function describeMap(keys: readonly string[]): string {
  return keys.length === 0
    ? 'an empty map'
    : `a map with ${quotedList(keys.slice(0, 4))}${keys.length > 4 ? ' …' : ''}`;
}

/** 'a', 'b' or 'c'. */
export function oneOf(names: readonly string[]): string {
  if (names.length < 2) return quotedList(names);
  return `${quotedList(names.slice(0, -1))} or '${names.at(-1)}'`;
}

/** 'a', 'b', 'c'. */
export function quotedList(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}

/** '; did you mean 'x'?', or nothing when no name is near. */
export function nearestHint(requested: string, names: readonly string[]): string {
  const nearest = nearestNames(requested, names);
  return nearest.length === 0 ? '' : `; did you mean ${oneOf(nearest)}?`;
}

/** The message of a key that is not known, with the nearest and all allowed ones. */
export function unknownKey(key: string, allowed: readonly string[]): string {
  if (allowed.length === 0) return `unknown key '${key}'; nothing is to be set here`;
  const shown = allowed.length <= 16 ? quotedList(allowed) : `${quotedList(allowed.slice(0, 16))} …`;
  return `unknown key '${key}'${nearestHint(key, allowed) || ';'} allowed: ${shown}`;
}
