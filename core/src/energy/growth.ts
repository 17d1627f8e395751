import { type Composition, isComposed } from './composed.js';
import { type Clamped, type Energy, isBoundedBelow, isClamped, isTailed, type Tail } from './energy.js';
import { heldTail, scaledTail, summedTail } from './tails.js';

/** More alternatives than this are not told apart. */
const mostAlternatives = 256;

/** How one part of a mixture grows far out. */
export interface Growth {
  readonly tail: Tail;
  /** Where the energy is only known to be no lower than such a tail, up to a constant. */
  readonly isLowerBound: boolean;
  /** Coordinates that it does not depend on. */
  readonly held: ReadonlySet<number>;
}

/**
 * How an energy grows, as the parts of a mixture: e^(−E) lies between the smallest and the largest constant multiple of
 * Σₖ e^(−gₖ), so that it has an integral exactly where every part has. Products of mixtures are mixtures of products.
 *
 * @returns Undefined where it is not known.
 */
export function growthsOf<B>(energy: Energy<B>): readonly Growth[] | undefined {
  const held = heldBy(energy);
  const composed = isComposed(energy) ? composedGrowths(energy.composition, held) : undefined;
  // What a composition is made of tells more than its tail: which part depends on which coordinate.
  if (composed !== undefined) return composed;
  if (isTailed(energy)) return [{ tail: energy.tail, isLowerBound: false, held }];
  return isBoundedBelow(energy) ? [{ tail: { growth: 'slower' }, isLowerBound: true, held }] : undefined;
}

function composedGrowths<B>({ join, terms }: Composition<B>, held: ReadonlySet<number>): readonly Growth[] | undefined {
  const grown = terms.map(({ energy, weight }) => scaled(growthsOf(energy), factorOf(join, weight)));
  if (grown.some((growths) => growths === undefined)) return undefined;
  const known = grown as readonly (readonly Growth[])[];
  if (join === 'any') return known.flat();
  // At each of the points latent variables are held, as given ones are.
  if (join === 'given' || join === 'latent') return known.flat().map((growth) => heldGrowth(growth, held));
  return known.reduce<readonly Growth[] | undefined>(sums, [
    { tail: { growth: 'slower' }, isLowerBound: false, held: everything },
  ]);
}

/** What the term's energy is multiplied with: in a mixture the weight is a share, and shifts the energy by a constant. */
function factorOf(join: Composition<unknown>['join'], weight: number): number {
  if (join === 'any') return 1;
  return join === 'not' ? -weight : weight;
}

function heldGrowth(growth: Growth, held: ReadonlySet<number>): Growth {
  const tail = heldTail(growth.tail, Int32Array.from(held));
  return { ...growth, tail, held: new Set([...growth.held, ...held]) };
}

/** What a sum of nothing holds: whatever its terms do. */
const everything: ReadonlySet<number> = new Set();

/** A power of a mixture is, up to constants, the mixture of the powers; the negative of one is no mixture. */
function scaled(growths: readonly Growth[] | undefined, factor: number): readonly Growth[] | undefined {
  if (growths === undefined) return undefined;
  if (factor < 0 && (growths.length > 1 || growths.some(({ isLowerBound }) => isLowerBound))) return undefined;
  return growths.map((growth) => ({ ...growth, tail: scaledTail(growth.tail, factor) }));
}

function sums(left: readonly Growth[] | undefined, right: readonly Growth[]): readonly Growth[] | undefined {
  if (left === undefined || left.length * right.length > mostAlternatives) return undefined;
  const found = left.flatMap((a) => right.map((b) => sum(a, b)));
  return found.some((growth) => growth === undefined) ? undefined : (found as Growth[]);
}

function sum(a: Growth, b: Growth): Growth | undefined {
  if (a.held === everything) return b;
  const tail = summedTail([a.tail, b.tail]);
  if (tail === undefined) return undefined;
  const held = new Set([...a.held].filter((index) => b.held.has(index)));
  // What grows faster in some directions only is steep in those, and says nothing of the others.
  const steep = [a, b].filter(({ tail: { growth } }) => growth === 'faster' || growth === 'falling');
  if (steep.some((part) => [...part.held].some((index) => !held.has(index)))) return undefined;
  return { tail, isLowerBound: a.isLowerBound || b.isLowerBound, held };
}

function heldBy<B>(energy: Energy<B>): ReadonlySet<number> {
  return new Set(isClamped(energy) ? (energy as Clamped<B>).clamp.indices : []);
}
