import { type Clamped, type Energy, isClamped, isTailed, type Tail } from './energy.js';
import type { WeightedTerm } from './weighted-term.js';
import { zeroColumns } from './zero-columns.js';

/** The tail of factor · E; factor ≠ 0. */
export function scaledTail(tail: Tail, factor: number): Tail {
  if (tail.growth === 'quadratic') return { growth: 'quadratic', form: tail.form.map((entry) => factor * entry) };
  if (tail.growth === 'linear') return { growth: 'linear', slope: tail.slope.map((entry) => factor * entry) };
  if (factor > 0 || tail.growth === 'slower') return tail;
  return { growth: tail.growth === 'faster' ? 'falling' : 'faster' };
}

/** The tail of a sum: what grows fastest wins; undefined where one grows and one falls faster than squares. */
export function summedTail(tails: readonly Tail[]): Tail | undefined {
  const steep = new Set(
    tails.map(({ growth }) => growth).filter((growth) => growth === 'faster' || growth === 'falling'),
  );
  if (steep.size === 2) return undefined;
  const [growth] = steep;
  if (growth !== undefined) return { growth };
  const forms = tails.flatMap((tail) => (tail.growth === 'quadratic' ? [tail.form] : []));
  const [first] = forms;
  if (first === undefined) return summedSlope(tails);
  return { growth: 'quadratic', form: first.map((_, i) => forms.reduce((sum, form) => sum + form[i]!, 0)) };
}

/** The tail of a sum of nothing steeper than lines: a line where all are. */
function summedSlope(tails: readonly Tail[]): Tail {
  const slopes = tails.flatMap((tail) => (tail.growth === 'linear' ? [tail.slope] : []));
  const [first] = slopes;
  if (first === undefined || slopes.length < tails.length) return { growth: 'slower' };
  return { growth: 'linear', slope: first.map((_, i) => slopes.reduce((sum, slope) => sum + slope[i]!, 0)) };
}

/**
 * The tail of a soft minimum: what grows slowest wins. Undefined where a line or a quadratic form takes part: the least of two
 * depends on the direction, and whether two are equal on what has been learned.
 */
export function leastTail(tails: readonly Tail[]): Tail | undefined {
  const growths = new Set(tails.map(({ growth }) => growth));
  if (growths.has('falling')) return { growth: 'falling' };
  if (growths.has('quadratic') || growths.has('linear')) return undefined;
  return { growth: growths.has('slower') ? 'slower' : 'faster' };
}

/**
 * The weighted tails of terms; undefined where one is unknown, or where the terms do not hold the same coordinates: along one
 * that only some hold, these are flat, whatever their tails say of the others.
 */
export function tailsOfTerms<B>(terms: readonly WeightedTerm<B>[]): readonly Tail[] | undefined {
  const tails = terms.flatMap(({ energy, weight }) => (isTailed(energy) ? [scaledTail(energy.tail, weight)] : []));
  if (tails.length < terms.length) return undefined;
  const held = new Set(terms.map(({ energy }) => clampOf(energy)?.indices.join(' ') ?? ''));
  // Quadratic forms and slopes are 0 along what is held, so a sum of them is right all the same.
  const isZeroThere = ({ growth }: Tail): boolean => growth === 'quadratic' || growth === 'linear';
  return held.size === 1 || tails.every(isZeroThere) ? tails : undefined;
}

function clampOf<B>(energy: Energy<B>): Clamped<B>['clamp'] | undefined {
  return isClamped(energy) ? energy.clamp : undefined;
}

/**
 * The tail where some coordinates are held: terms between these and the others are linear in the others, and so vanish beside
 * squares.
 */
export function heldTail(tail: Tail, indices: Int32Array): Tail {
  if (tail.growth === 'linear') {
    return { growth: 'linear', slope: tail.slope.map((entry, axis) => (indices.includes(axis) ? 0 : entry)) };
  }
  if (tail.growth !== 'quadratic') return tail;
  const dimension = Math.round(Math.sqrt(tail.form.length));
  const form = tail.form.slice();
  zeroColumns(form, dimension, indices);
  for (const index of indices) form.fill(0, index * dimension, (index + 1) * dimension);
  return { growth: 'quadratic', form };
}
