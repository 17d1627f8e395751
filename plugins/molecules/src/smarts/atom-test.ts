import { wordCount } from './atom-fields.js';
import { hasRingOfSize, type MatchContext, propertyOf } from './match-context.js';
import type { AtomTest, ClauseConditions, RecursivePattern } from './match-plan.js';
import type { Residual } from './normal-form.js';

/** Decides whether a recursive pattern begins at an atom; given by search.ts, which itself needs atom tests. */
export type RecursionRunner = (pattern: RecursivePattern, context: MatchContext, atom: number) => boolean;

/** Whether an atom satisfies a test. Some ns where bits decide. */
export function passes(test: AtomTest, context: MatchContext, atom: number, begins: RecursionRunner): boolean {
  const { words } = context;
  const { forbidden, conditions, clauseCount } = test;
  const at = wordCount * atom;
  const basic = words[at]!;
  const counts = words[at + 1]!;
  const rings = words[at + 2]!;
  const electrons = words[at + 3]!;
  for (let c = 0, f = 0; c < clauseCount; c++, f += wordCount) {
    const hits =
      (basic & forbidden[f]!) |
      (counts & forbidden[f + 1]!) |
      (rings & forbidden[f + 2]!) |
      (electrons & forbidden[f + 3]!);
    if (hits !== 0) continue;
    const rest = conditions[c];
    if (rest === undefined || holds(rest, context, atom, begins)) return true;
  }
  return false;
}

function holds(rest: ClauseConditions, context: MatchContext, atom: number, begins: RecursionRunner): boolean {
  for (const { property, low, high, isNegated } of rest.residuals) {
    if (isInRange(context, atom, property, low, high) === isNegated) return false;
  }
  for (const { pattern, isNegated } of rest.recursions) if (begins(pattern, context, atom) === isNegated) return false;
  return true;
}

function isInRange({ graph }: MatchContext, atom: number, property: Residual['property'], low: number, high: number) {
  if (property === 'ringSize')
    return low === 0 ? propertyOf(graph, atom, property) === 0 : hasRingOfSize(graph, atom, low, high);
  const value = propertyOf(graph, atom, property);
  return value >= low && value <= high;
}
