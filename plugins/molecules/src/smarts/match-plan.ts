import type { MatchContext } from './match-context.js';
import type { Residual } from './normal-form.js';

/**
 * The order in which a pattern's atoms are matched. Each step after the first of a component hangs on an earlier step by
 * one bond, and closes rings to others. Holds the buffers of the search, so one plan runs one search at a time.
 */
export interface MatchPlan {
  readonly stepCount: number;
  /** [steps], atom of the pattern. */
  readonly patternAtom: Uint16Array;
  /** [steps], the test of that atom. */
  readonly tests: readonly AtomTest[];
  /** [steps], earlier step that the atom hangs on, −1 at the start of a component; and the bonds allowed there, as that step sees them. */
  readonly anchor: Int16Array;
  readonly anchorMask: Uint16Array;
  /** Further bonds to earlier steps, as the later one sees them: step s has those from closureStart[s] to closureStart[s + 1]. */
  readonly closureStart: Uint16Array;
  readonly closureStep: Uint16Array;
  readonly closureMask: Uint16Array;
  /** Distinct sets of element kinds, how many atoms of each the graph must have at least; and sets of bond kinds. */
  readonly elementNeeds: Int32Array;
  readonly elementNeedCounts: Uint16Array;
  readonly bondNeeds: Uint16Array;
  /** Independent rings, which the graph must have too. */
  readonly cyclomaticNumber: number;
  /** Words that tests look into, as bits. */
  readonly neededWords: number;

  /** [steps], atoms of the graph matched so far. */
  readonly mapping: Uint16Array;
  /** [steps], next candidate. */
  readonly cursor: Int32Array;
  /** [atoms], 1 if matched; grows. */
  used: Uint8Array;
  /** Step at which the search goes on. */
  depth: number;
}

/** A recursive pattern within a clause. */
export interface RecursionTest {
  readonly pattern: RecursivePattern;
  readonly isNegated: boolean;
}

/** What a clause asks beside its bits. */
export interface ClauseConditions {
  readonly residuals: readonly Residual[];
  readonly recursions: readonly RecursionTest[];
}

/** An atom expression, ready to run. */
export interface AtomTest {
  readonly clauseCount: number;
  /** [clauses, 4], bits that the atom's words must not have. */
  readonly forbidden: Int32Array;
  /** [clauses]; undefined where the bits decide. */
  readonly conditions: readonly (ClauseConditions | undefined)[];
}

/**
 * A pattern inside '$(…)'. Patterns of the same text share one object, and it remembers which atoms of the latest graph
 * begin it: [atoms] 0 unknown, 1 no, 2 yes.
 */
export interface RecursivePattern {
  readonly plan: MatchPlan;
  memo: Uint8Array;
  owner: MatchContext | undefined;
}
