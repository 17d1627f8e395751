import type { MolecularGraph } from '../graph/molecular-graph.js';
import type { SmartsPattern } from './compile-smarts.js';
import { contextOf } from './match-context.js';
import type { MatchPlan } from './match-plan.js';
import { patternFor } from './pattern-for.js';
import { abandon, allowSteps, begin, matchesAt, nextMatch, prepare } from './search.js';

/** How to enumerate. */
export interface MatchOptions {
  /** One match for each set of atoms, as RDKit's `uniquify` does; true if left out. */
  readonly unique?: boolean;
  /** Stops after so many matches; 1000 if left out, as in RDKit. */
  readonly max?: number;
}

/** Whether the pattern occurs. @throws {MatchLimitError} the search grows too large. */
export function hasMatch(graph: MolecularGraph, pattern: SmartsPattern): boolean {
  const context = contextOf(graph);
  const plan = patternFor(pattern, context).quickPlan;
  if (!prepare(plan, context)) return false;
  allowSteps();
  begin(plan);
  if (!nextMatch(plan, context)) return false;
  abandon(plan);
  return true;
}

/** How often the pattern occurs. @throws {MatchLimitError} the search grows too large. */
export function countMatches(graph: MolecularGraph, pattern: SmartsPattern, options: MatchOptions = {}): number {
  let count = 0;
  enumerate(graph, patternFor(pattern, contextOf(graph)).quickPlan, options, () => count++);
  return count;
}

/**
 * The matches: for each the graph's atoms in the order of the pattern's, found in ascending order of the first atoms.
 * Of matches with the same atoms the first is given, which need not be the one RDKit gives.
 * @throws {MatchLimitError} the search grows too large.
 */
export function matches(graph: MolecularGraph, pattern: SmartsPattern, options: MatchOptions = {}): Uint16Array[] {
  const found: Uint16Array[] = [];
  const { writtenPlan } = patternFor(pattern, contextOf(graph));
  enumerate(graph, writtenPlan, options, (mapping) => found.push(mapping.slice()));
  return found;
}

/**
 * [n], 1 where the pattern's first atom can lie: the atoms that `[$(pattern)]` matches.
 * @throws {MatchLimitError} the search grows too large.
 */
export function firstAtomMatches(graph: MolecularGraph, pattern: SmartsPattern): Uint8Array {
  const mask = new Uint8Array(graph.atomCount);
  const context = contextOf(graph);
  const plan = patternFor(pattern, context).firstAtomPlan;
  if (!prepare(plan, context)) return mask;
  allowSteps();
  for (let atom = 0; atom < graph.atomCount; atom++) if (matchesAt(plan, context, atom)) mask[atom] = 1;
  return mask;
}

function enumerate(
  graph: MolecularGraph,
  plan: MatchPlan,
  { unique = true, max = 1000 }: MatchOptions,
  take: (mapping: Uint16Array) => void,
): void {
  const context = contextOf(graph);
  if (max <= 0 || !prepare(plan, context)) return;
  allowSteps();
  begin(plan);
  // One atom cannot be matched in two orders.
  const seen = unique && plan.stepCount > 1 ? new Set<string>() : undefined;
  let rest = max;
  while (nextMatch(plan, context)) {
    if (seen !== undefined) {
      const key = String.fromCharCode(...plan.mapping.slice().sort());
      if (seen.has(key)) continue;
      seen.add(key);
    }
    take(plan.mapping);
    if (--rest > 0) continue;
    abandon(plan);
    return;
  }
}
