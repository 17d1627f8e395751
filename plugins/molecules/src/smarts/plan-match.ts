import { fromOtherEnd } from './bond-mask.js';
import type { AtomTest, MatchPlan } from './match-plan.js';
import type { SmartsTree } from './smarts-tree.js';

/** What a plan is made of. */
export interface PlanParts {
  readonly tree: SmartsTree;
  /** [pattern atoms] */
  readonly tests: readonly AtomTest[];
  /** [pattern atoms], estimated fraction of atoms that pass. */
  readonly frequency: readonly number[];
  readonly elementNeeds: readonly number[];
  readonly cyclomaticNumber: number;
  readonly neededWords: number;
}

/** A plan that starts at `root`, or at the atom that is rarest, and goes on with ring closures, then rare atoms. */
export function planMatch(parts: PlanParts, root?: number): MatchPlan {
  const order = matchOrder(parts, root);
  return layOutPlan(parts, order);
}

/** A plan in the order in which the pattern is written. */
export function planInWrittenOrder(parts: PlanParts): MatchPlan {
  return layOutPlan(
    parts,
    parts.tree.atoms.map((_, atom) => atom),
  );
}

function matchOrder({ tree, frequency }: PlanParts, root: number | undefined): number[] {
  const order: number[] = [];
  const bondsToOrdered = new Array<number>(tree.atoms.length).fill(0);
  const isOrdered = new Array<boolean>(tree.atoms.length).fill(false);
  let next = root ?? -1;
  while (order.length < tree.atoms.length) {
    if (next < 0) next = bestNext(bondsToOrdered, isOrdered, frequency);
    isOrdered[next] = true;
    order.push(next);
    for (const { begin, end } of tree.bonds) {
      if (begin === next) bondsToOrdered[end]!++;
      if (end === next) bondsToOrdered[begin]!++;
    }
    next = -1;
  }
  return order;
}

function bestNext(bonds: readonly number[], isOrdered: readonly boolean[], frequency: readonly number[]): number {
  let best = -1;
  for (let atom = 0; atom < bonds.length; atom++) {
    if (isOrdered[atom]) continue;
    const isBetter =
      best < 0 || bonds[atom]! > bonds[best]! || (bonds[atom] === bonds[best] && frequency[atom]! < frequency[best]!);
    if (isBetter) best = atom;
  }
  return best;
}

function layOutPlan(parts: PlanParts, order: readonly number[]): MatchPlan {
  const { tree } = parts;
  const stepOf = new Array<number>(order.length).fill(0);
  order.forEach((atom, step) => {
    stepOf[atom] = step;
  });
  const anchor = new Int16Array(order.length).fill(-1);
  const anchorMask = new Uint16Array(order.length);
  const closures: { step: number; to: number; mask: number }[] = [];
  for (const { begin, end, mask } of tree.bonds) {
    const step = Math.max(stepOf[begin]!, stepOf[end]!);
    const to = Math.min(stepOf[begin]!, stepOf[end]!);
    if (anchor[step] === -1) {
      anchor[step] = to;
      anchorMask[step] = stepOf[begin] === to ? mask : fromOtherEnd(mask);
    } else closures.push({ step, to, mask: stepOf[begin] === to ? fromOtherEnd(mask) : mask });
  }
  const needs = new Map<number, number>();
  for (const need of parts.elementNeeds) needs.set(need, (needs.get(need) ?? 0) + 1);
  closures.sort((x, y) => x.step - y.step);
  return {
    stepCount: order.length,
    patternAtom: Uint16Array.from(order),
    tests: order.map((atom) => parts.tests[atom]!),
    anchor,
    anchorMask,
    closureStart: Uint16Array.from(
      { length: order.length + 1 },
      (_, s) => closures.filter(({ step }) => step < s).length,
    ),
    closureStep: Uint16Array.from(closures, ({ to }) => to),
    closureMask: Uint16Array.from(closures, ({ mask }) => mask),
    elementNeeds: Int32Array.from(needs.keys()),
    elementNeedCounts: Uint16Array.from(needs.values()),
    cyclomaticNumber: parts.cyclomaticNumber,
    bondNeeds: Uint16Array.from(new Set(tree.bonds.map(({ mask }) => mask))),
    neededWords: parts.neededWords,
    mapping: new Uint16Array(order.length),
    cursor: new Int32Array(order.length),
    used: new Uint8Array(0),
    depth: -1,
  };
}
