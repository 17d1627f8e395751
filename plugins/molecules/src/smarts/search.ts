import { passes } from './atom-test.js';
import { completeWords, type MatchContext } from './match-context.js';
import { MatchLimitError } from './match-limit-error.js';
import type { MatchPlan, RecursivePattern } from './match-plan.js';

/** Atoms that one call may look at, recursive patterns included: some tenths of a second. */
export const maximumSearchSteps = 5_000_000;

let remainingSteps = 0;

/** Gives the searches that follow, until the next call, their common allowance. */
export function allowSteps(): void {
  remainingSteps = maximumSearchSteps;
}

/**
 * Gets a plan ready for a graph.
 * @returns false if the graph lacks an element, a kind of bond, or atoms, so that nothing can match.
 */
export function prepare(plan: MatchPlan, context: MatchContext): boolean {
  const { elementNeeds, bondNeeds } = plan;
  if (plan.stepCount > context.graph.atomCount || plan.cyclomaticNumber > context.cyclomaticNumber) return false;
  for (let i = 0; i < elementNeeds.length; i++) if ((elementNeeds[i]! & context.presentElements) === 0) return false;
  for (let i = 0; i < bondNeeds.length; i++) if ((bondNeeds[i]! & context.presentBonds) === 0) return false;
  if (plan.stepCount > 2 && !hasEnoughAtoms(plan, context)) return false;
  if ((plan.neededWords & ~context.filledWords) !== 0) completeWords(context, plan.neededWords);
  if (plan.used.length < context.graph.atomCount) plan.used = new Uint8Array(2 * context.graph.atomCount);
  return true;
}

function hasEnoughAtoms({ elementNeeds, elementNeedCounts }: MatchPlan, { elementCounts }: MatchContext): boolean {
  for (let i = 0; i < elementNeeds.length; i++) {
    let missing = elementNeedCounts[i]!;
    if (missing === 1) continue;
    for (let kinds = elementNeeds[i]!; kinds !== 0 && missing > 0; kinds &= kinds - 1) {
      missing -= elementCounts[31 - Math.clz32(kinds & -kinds)]!;
    }
    if (missing > 0) return false;
  }
  return true;
}

/** Starts a search over all atoms; `nextMatch` finds. */
export function begin(plan: MatchPlan): void {
  plan.depth = 0;
  plan.cursor[0] = 0;
}

/**
 * Goes to the next match, which is then in `plan.mapping`.
 * @returns false when there is none left.
 * @throws {MatchLimitError} the allowance is used up.
 */
export function nextMatch(plan: MatchPlan, context: MatchContext, floor = 0): boolean {
  try {
    return advance(plan, context, floor);
  } catch (error) {
    // Plans are used again: whatever was thrown, here or in a recursive pattern, leaves them clean.
    plan.used.fill(0);
    plan.depth = -1;
    throw error;
  }
}

function advance(plan: MatchPlan, context: MatchContext, floor: number): boolean {
  const { mapping, used } = plan;
  const last = plan.stepCount - 1;
  let step = plan.depth;
  while (step >= floor) {
    const atom = nextCandidate(plan, context, step);
    if (atom < 0) {
      step--;
      if (step >= floor) used[mapping[step]!] = 0;
      continue;
    }
    mapping[step] = atom;
    if (step === last) {
      plan.depth = step;
      return true;
    }
    used[atom] = 1;
    step++;
    plan.cursor[step] = firstCandidate(plan, context, step);
  }
  plan.depth = -1;
  return false;
}

/** Ends a search before its end. */
export function abandon(plan: MatchPlan): void {
  for (let step = 0; step < plan.depth; step++) plan.used[plan.mapping[step]!] = 0;
  plan.depth = -1;
}

/** Whether a match begins with this atom at the plan's first step. The plan must be prepared. */
export function matchesAt(plan: MatchPlan, context: MatchContext, atom: number): boolean {
  if (!passes(plan.tests[0]!, context, atom, begins)) return false;
  if (plan.stepCount === 1) return true;
  plan.mapping[0] = atom;
  plan.used[atom] = 1;
  plan.depth = 1;
  plan.cursor[1] = firstCandidate(plan, context, 1);
  const isFound = nextMatch(plan, context, 1);
  if (isFound) abandon(plan);
  else plan.used[atom] = 0;
  return isFound;
}

/** Whether a recursive pattern begins at an atom: searched once an atom and graph. */
function begins(pattern: RecursivePattern, context: MatchContext, atom: number): boolean {
  if (pattern.owner !== context) own(pattern, context);
  const known = pattern.memo[atom]!;
  if (known !== unknown) return known === yes;
  const isFound = matchesAt(pattern.plan, context, atom);
  pattern.memo[atom] = isFound ? yes : no;
  return isFound;
}

const unknown = 0;
const no = 1;
const yes = 2;

function own(pattern: RecursivePattern, context: MatchContext): void {
  const { atomCount } = context.graph;
  if (pattern.memo.length < atomCount) pattern.memo = new Uint8Array(2 * atomCount);
  pattern.memo.fill(prepare(pattern.plan, context) ? unknown : no, 0, atomCount);
  pattern.owner = context;
}

function firstCandidate({ anchor, mapping }: MatchPlan, context: MatchContext, step: number): number {
  const hook = anchor[step]!;
  return hook < 0 ? 0 : context.graph.neighbourStart[mapping[hook]!]!;
}

/** The next atom that fits a step, or −1. The cursor runs over all atoms, or over the anchor's neighbours. */
function nextCandidate(plan: MatchPlan, context: MatchContext, step: number): number {
  const { used, cursor } = plan;
  const { neighbourStart, neighbour, atomCount } = context.graph;
  const test = plan.tests[step]!;
  const hook = plan.anchor[step]!;
  const mask = plan.anchorMask[step]!;
  const end = hook < 0 ? atomCount : neighbourStart[plan.mapping[hook]! + 1]!;
  for (let k = cursor[step]!; k < end; k++) {
    if (--remainingSteps < 0) throw new MatchLimitError(maximumSearchSteps, step);
    if (hook >= 0 && (context.neighbourKind[k]! & mask) === 0) continue;
    const atom = hook < 0 ? k : neighbour[k]!;
    if (used[atom] === 1 || !passes(test, context, atom, begins)) continue;
    if (!closes(plan, context, step, atom)) continue;
    cursor[step] = k + 1;
    return atom;
  }
  return -1;
}

function closes(plan: MatchPlan, context: MatchContext, step: number, atom: number): boolean {
  const { closureStart, closureStep, closureMask, mapping } = plan;
  const { neighbourStart, neighbour } = context.graph;
  for (let c = closureStart[step]!; c < closureStart[step + 1]!; c++) {
    const partner = mapping[closureStep[c]!]!;
    let k = neighbourStart[atom]!;
    const end = neighbourStart[atom + 1]!;
    while (k < end && neighbour[k] !== partner) k++;
    if (k === end || (context.neighbourKind[k]! & closureMask[c]!) === 0) return false;
  }
  return true;
}
