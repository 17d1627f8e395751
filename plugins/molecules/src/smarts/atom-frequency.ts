import { atomFields, basicWord, bucketBit, elementKind, elementKindCount } from './atom-fields.js';
import type { Clause } from './normal-form.js';
import type { AtomProperty } from './smarts-tree.js';

/**
 * Rough share of the atoms of drug-like molecules that satisfy a clause, fields taken as independent. It only decides
 * where a search begins, so the shares are round numbers.
 */
export function clauseFrequency({ forbidden, residuals, recursions }: Clause): number {
  let share = 1;
  for (const { word, bits } of shares) {
    let allowed = 0;
    for (const { bit, weight } of bits) if ((forbidden[word]! & bit) === 0) allowed += weight;
    share *= allowed;
  }
  return share * 0.5 ** residuals.length * 0.3 ** recursions.filter(({ isNegated }) => !isNegated).length;
}

interface FieldShares {
  readonly word: number;
  readonly bits: readonly { readonly bit: number; readonly weight: number }[];
}

function sharesOf(property: AtomProperty, weights: Readonly<Record<number, number>>): FieldShares {
  const field = atomFields[property]!;
  const bits = Object.entries(weights).map(([value, weight]) => ({
    bit: 1 << bucketBit(field, Number(value)),
    weight,
  }));
  return { word: field.word, bits };
}

const rareElement = 0.001;
const elementShares = new Array<number>(elementKindCount).fill(rareElement);
const commonElements: readonly (readonly [atomicNumber: number, aromatic: number, share: number])[] = [
  [6, 0, 0.34],
  [6, 1, 0.37],
  [7, 0, 0.08],
  [7, 1, 0.05],
  [8, 0, 0.11],
  [8, 1, 0.005],
  [9, 0, 0.015],
  [16, 0, 0.01],
  [16, 1, 0.008],
  [17, 0, 0.009],
];
for (const [z, aromatic, share] of commonElements) elementShares[elementKind(z, aromatic)] = share;

const shares: readonly FieldShares[] = [
  { word: basicWord, bits: elementShares.map((weight, kind) => ({ bit: 1 << kind, weight })) },
  sharesOf('charge', { 0: 0.97, 1: 0.02, [-1]: 0.01 }),
  sharesOf('hydrogens', { 0: 0.5, 1: 0.29, 2: 0.15, 3: 0.06 }),
  sharesOf('degree', { 1: 0.2, 2: 0.45, 3: 0.32, 4: 0.03 }),
  sharesOf('connectivity', { 1: 0.1, 2: 0.1, 3: 0.5, 4: 0.3 }),
  sharesOf('valence', { 1: 0.03, 2: 0.13, 3: 0.13, 4: 0.7, 6: 0.01 }),
  sharesOf('ringCount', { 0: 0.38, 1: 0.52, 2: 0.1, 3: 0.01 }),
  sharesOf('ringBonds', { 0: 0.38, 2: 0.52, 3: 0.1, 4: 0.01 }),
  sharesOf('smallestRing', { 0: 0.38, 3: 0.01, 4: 0.01, 5: 0.18, 6: 0.4, 7: 0.02 }),
];
