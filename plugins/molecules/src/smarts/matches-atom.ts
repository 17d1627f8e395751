import type { MolecularGraph } from '../graph/molecular-graph.js';
import type { SmartsPattern } from './compile-smarts.js';
import { contextOf } from './match-context.js';
import { patternFor } from './pattern-for.js';
import { allowSteps, matchesAt, prepare } from './search.js';

/**
 * Whether the pattern's first atom can lie at an atom: one entry of `firstAtomMatches`, for tables in which the first
 * pattern that matches decides.
 * @throws {MatchLimitError} the search grows too large.
 */
export function matchesAtom(graph: MolecularGraph, pattern: SmartsPattern, atom: number): boolean {
  const context = contextOf(graph);
  const plan = patternFor(pattern, context).firstAtomPlan;
  if (!prepare(plan, context)) return false;
  allowSteps();
  return matchesAt(plan, context, atom);
}
