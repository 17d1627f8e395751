import type { EnergyExpression } from '@basin/core';
import type { KeyPath } from './source-places.js';

/** The part of an expression that depends on its form. */
export type ExpressionBody = EnergyExpression extends infer E
  ? E extends EnergyExpression
    ? Omit<E, 'label' | 'weight'>
    : never
  : never;

/** A term before its siblings are known. */
export interface UnlabelledTerm {
  readonly body: ExpressionBody;
  readonly weight: number;
  /** As given in the file. */
  readonly label: string | undefined;
  readonly path: KeyPath;
}

/**
 * Gives each term its label: the given one, else what it is called by its form. Labels that were not given are made unique among
 * the siblings by a number; `onRepeated` is told of given labels that occur twice.
 */
export function labelledTerms(
  terms: readonly UnlabelledTerm[],
  onRepeated: (path: KeyPath, label: string) => void,
): readonly EnergyExpression[] {
  const taken = new Set<string>();
  for (const { label, path } of terms) {
    if (label !== undefined && taken.has(label)) onRepeated(path, label);
    if (label !== undefined) taken.add(label);
  }
  return terms.map(({ body, weight, label }) => {
    const unique = label ?? uniqueLabel(naturalLabel(body), taken);
    taken.add(unique);
    return { ...body, label: unique, weight } as EnergyExpression;
  });
}

function uniqueLabel(label: string, taken: ReadonlySet<string>): string {
  if (!taken.has(label)) return label;
  let number = 2;
  while (taken.has(`${label} ${number}`)) number++;
  return `${label} ${number}`;
}

function naturalLabel(body: ExpressionBody): string {
  switch (body.form) {
    case 'named':
      return body.name;
    case 'energy':
      return lastPart(body.energy.name);
    case 'property':
    case 'constraint':
      return lastPart(body.property.name);
    case 'trained':
      return body.step;
    default:
      return body.form;
  }
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
