import type { Rng } from '@basin/core';
import { type EditParent, editParent } from './edit-parent.js';
import { EditedGraph } from './edited-graph.js';
import { cutChain, cutRing, type Fragment } from './fragment.js';

/**
 * Joins a part of each of two molecules: cut between rings (one bond each) or through a ring (two bonds each, so that a ring
 * with a part of either comes about), half of the time each. A core of the first molecule is in its part.
 *
 * @returns undefined where one of them has no such cut or the parts do not fit.
 * @see Jensen, Chem. Sci. 10, 3567 (2019).
 */
export function recombine(first: EditParent, second: EditParent, rng: Rng): EditedGraph | undefined {
  const cut = rng.uniform() < 0.5 ? cutChain : cutRing;
  const kept = cut(first, rng);
  if (kept === undefined) return undefined;
  const whole = second.core === undefined ? second : editParent(second.graph, undefined, second.alphabet);
  const added = cut(whole, rng);
  return added === undefined ? undefined : join(first, kept, second, added, rng);
}

function join(
  first: EditParent,
  kept: Fragment,
  second: EditParent,
  added: Fragment,
  rng: Rng,
): EditedGraph | undefined {
  const child = EditedGraph.empty(
    kept.atomCount + added.atomCount,
    kept.bondCount + added.bondCount + kept.ends.length,
  );
  const fromFirst = child.appendPart(first.graph, kept.atoms);
  const fromSecond = child.appendPart(second.graph, added.atoms);
  for (let cut = 0; cut < kept.ends.length; cut++) {
    const [near, far] = [kept.ends[cut]!, added.ends[cut]!];
    const [a, b] = [fromFirst[near]!, fromSecond[far]!];
    if (child.isBonded(a, b)) return undefined;
    const order = drawOrder(kept.orders[cut]!, added.orders[cut]!, rng);
    if (!child.canBond(a, b, order)) return undefined;
    child.bond(a, b, order);
  }
  return child;
}

/** The order that both cut bonds had; where they differ, either. */
function drawOrder(first: number, second: number, rng: Rng): number {
  return first === second || rng.uniform() < 0.5 ? first : second;
}
