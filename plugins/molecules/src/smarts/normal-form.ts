import {
  atomFields,
  basicWord,
  bucketsOf,
  electronWord,
  elementMask,
  kindsOfAromaticity,
  kindsOfElements,
  ringWord,
  wordCount,
} from './atom-fields.js';
import type { AtomExpression, AtomProperty, SmartsTree } from './smarts-tree.js';

/** A range that the words cannot decide alone. */
export interface Residual {
  readonly property: AtomProperty;
  readonly low: number;
  readonly high: number;
  readonly isNegated: boolean;
}

/** A recursive pattern that an atom must or must not begin. */
export interface Recursion {
  readonly tree: SmartsTree;
  readonly isNegated: boolean;
}

/** A conjunction: no bit of `forbidden` in the atom's words, and all residuals and recursions hold. */
export interface Clause {
  readonly forbidden: readonly number[];
  readonly residuals: readonly Residual[];
  readonly recursions: readonly Recursion[];
}

/** Clauses an atom expression may have; one that multiplies out to more is refused. */
export const maximumClauseCount = 512;

/**
 * Disjunctive normal form of an atom expression, with bit fields merged: `[F,Cl,Br,I]` is one clause. Clauses that are
 * decided by bits alone come first.
 * @returns undefined if the expression has more than `maximumClauseCount` clauses.
 */
export function normalForm(expression: AtomExpression): Clause[] | undefined {
  const clauses = expand(expression, false);
  return clauses?.sort((x, y) => effort(x) - effort(y));
}

/** Words that a clause looks into, as bits of their numbers. */
export function wordsOf(clause: Clause): number {
  return clause.forbidden.reduce((words, mask, word) => (mask === 0 ? words : words | (1 << word)), 0);
}

function effort(clause: Clause): number {
  return clause.residuals.length + 10 * clause.recursions.length;
}

const isTrue: Clause = { forbidden: new Array<number>(wordCount).fill(0), residuals: [], recursions: [] };

function expand(expression: AtomExpression, isNegated: boolean): Clause[] | undefined {
  switch (expression.kind) {
    case 'not':
      return expand(expression.operand, !isNegated);
    case 'recursive':
      return [{ ...isTrue, recursions: [{ tree: expression.tree, isNegated }] }];
    case 'range':
      return [rangeClause(expression.property, expression.low, expression.high, isNegated)];
    default: {
      const parts = expression.operands.map((operand) => expand(operand, isNegated));
      // De Morgan: a negated disjunction is a conjunction of negations.
      const isConjunction = (expression.kind === 'all') !== isNegated;
      return isConjunction ? multiply(parts) : merge(parts);
    }
  }
}

function multiply(parts: readonly (Clause[] | undefined)[]): Clause[] | undefined {
  let product: Clause[] = [isTrue];
  for (const part of parts) {
    if (part === undefined || part.length * product.length > maximumClauseCount) return undefined;
    const right = part;
    product = simplify(product.flatMap((left) => right.map((other) => conjunction(left, other))));
  }
  return product;
}

function merge(parts: readonly (Clause[] | undefined)[]): Clause[] | undefined {
  const clauses: Clause[] = [];
  for (const part of parts) {
    if (part === undefined) return undefined;
    clauses.push(...part);
  }
  return clauses.length > maximumClauseCount ? undefined : simplify(clauses);
}

function conjunction(left: Clause, right: Clause): Clause {
  return {
    forbidden: left.forbidden.map((mask, word) => mask | right.forbidden[word]!),
    residuals: [...left.residuals, ...right.residuals],
    recursions: [...left.recursions, ...right.recursions],
  };
}

function rangeClause(property: AtomProperty, low: number, high: number, isNegated: boolean): Clause {
  const forbidden = [...isTrue.forbidden];
  const field = atomFields[property];
  if (field === undefined && property !== 'atomicNumber' && property !== 'aromatic') {
    return { ...isTrue, residuals: [{ property, low, high, isNegated }] };
  }
  const { certain, possible } = bitsOf(property, low, high);
  const word = field?.word ?? basicWord;
  forbidden[word] = isNegated ? certain : (field?.mask ?? elementMask) & ~possible;
  const residuals = certain === possible ? [] : [{ property, low, high, isNegated }];
  return { forbidden, residuals, recursions: [] };
}

function bitsOf(property: AtomProperty, low: number, high: number): { certain: number; possible: number } {
  if (property === 'atomicNumber') return kindsOfElements(low, high);
  if (property !== 'aromatic') return bucketsOf(atomFields[property]!, low, high);
  const kinds = kindsOfAromaticity(low, high);
  return { certain: kinds, possible: kinds };
}

/** Drops what can never hold, and joins clauses that differ in one field only. */
function simplify(clauses: readonly Clause[]): Clause[] {
  const rest = clauses.filter((clause) => !isImpossible(clause));
  for (let i = 0; i < rest.length; i++) {
    for (let j = i + 1; j < rest.length; j++) {
      const joined = join(rest[i]!, rest[j]!);
      if (joined === undefined) continue;
      rest[i] = joined;
      rest.splice(j, 1);
      j = i;
    }
  }
  return rest;
}

function isImpossible({ forbidden }: Clause): boolean {
  return fieldMasks.some(({ word, mask }) => (forbidden[word]! & mask) === mask);
}

function join(left: Clause, right: Clause): Clause | undefined {
  if (!haveSameConditions(left, right)) return undefined;
  const words = left.forbidden.map((_, word) => word).filter((word) => left.forbidden[word] !== right.forbidden[word]);
  if (words.length > 1) return undefined;
  const word = words[0];
  if (word === undefined) return left;
  const difference = left.forbidden[word]! ^ right.forbidden[word]!;
  if (!fieldMasks.some((field) => field.word === word && (difference & ~field.mask) === 0)) return undefined;
  const forbidden = [...left.forbidden];
  forbidden[word] = left.forbidden[word]! & right.forbidden[word]!;
  return { ...left, forbidden };
}

function haveSameConditions(left: Clause, right: Clause): boolean {
  if (left.residuals.length > 0 || right.residuals.length > 0) return false;
  if (left.recursions.length !== right.recursions.length) return false;
  return left.recursions.every(({ tree, isNegated }, i) => {
    const other = right.recursions[i]!;
    return other.tree.text === tree.text && other.isNegated === isNegated;
  });
}

const fieldMasks: readonly { readonly word: number; readonly mask: number }[] = [
  { word: basicWord, mask: elementMask },
  ...Object.values(atomFields),
];

/** Words that need more of the graph than its atoms and bonds. */
export const costlyWords = (1 << ringWord) | (1 << electronWord);
