import { type ExtensionPointName, extensionPointNames, type Registry } from '@basin/core';
import type { Paint } from './paint.js';
import { printable, wrapProse } from './text-width.js';

/** A publication, and the extensions that rest on it. */
export interface CitedReference {
  readonly reference: string;
  readonly usedBy: readonly string[];
}

/** An extension by its place and name. */
export interface ExtensionName {
  readonly point: ExtensionPointName;
  readonly name: string;
}

/**
 * Every extension that a validated document uses, each once: the literals that it holds and the references in it,
 * however deep they stand in options.
 */
export function extensionsUsedIn(document: unknown): ExtensionName[] {
  const found = new Map<string, ExtensionName>();
  const visited = new Set<object>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || visited.has(value)) return;
    visited.add(value);
    const used = usedExtension(value);
    if (used !== undefined) found.set(`${used.point} ${used.name}`, used);
    if (isLiteral(value)) return;
    for (const inner of value instanceof Map ? value.values() : Object.values(value)) visit(inner);
  };
  visit(document);
  return [...found.values()];
}

function usedExtension(value: object): ExtensionName | undefined {
  const { $$type, point, name } = value as { $$type?: unknown; point?: unknown; name?: unknown };
  const found = typeof $$type === 'string' ? $$type.replace('basin/', '') : point;
  const known = extensionPointNames.find((candidate) => candidate === found);
  return known === undefined || typeof name !== 'string' ? undefined : { point: known, name };
}

function isLiteral(value: object): boolean {
  return '$$type' in value;
}

/** The publications behind extensions, each once, in the order in which they are first used. */
export function referencesOf(names: readonly ExtensionName[], registry: Registry): CitedReference[] {
  const usedBy = new Map<string, string[]>();
  for (const { point, name } of names) {
    const { reference } = registry.definition(point, name);
    if (reference === undefined) continue;
    const users = usedBy.get(reference) ?? [];
    if (!users.includes(name)) users.push(name);
    usedBy.set(reference, users);
  }
  return [...usedBy].map(([reference, users]) => ({ reference, usedBy: users }));
}

/** What `basin cite` prints. */
export function showReferences(references: readonly CitedReference[], width: number, paint: Paint): string[] {
  if (references.length === 0) return ['Nothing of this rests on a publication that its authors name.'];
  return references.flatMap(({ reference, usedBy }, index) => {
    const [first = '', ...further] = wrapProse(printable(reference), Math.min(width, 100) - 5);
    const number = `${index + 1}.`.padStart(4);
    return [
      `${number} ${first}`,
      ...further.map((line) => `     ${line}`),
      paint('dim', `     for ${usedBy.join(', ')}`),
    ];
  });
}
