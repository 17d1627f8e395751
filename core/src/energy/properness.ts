import { ConfigurationError } from '../errors/design-error.js';
import { choleskyFactor, largestRelativeEigenvalue, symmetricEigensystem } from '../numerics/symmetric-matrix.js';
import { type Axes, isContinuous } from '../state/continuous.js';
import { isDiscrete } from '../state/discrete.js';
import type { StateSpace } from '../state/state-space.js';
import { isComposed } from './composed.js';
import { type Energy, isClamped, isNormalised } from './energy.js';
import { type Growth, growthsOf } from './growth.js';

/** Whether e^(−E) has an integral over the space, so that there is a distribution to sample, and why. */
export interface Properness {
  /** 'improper' only where it is proved. */
  readonly verdict: 'proper' | 'improper' | 'unknown';
  /** A clause. */
  readonly reason: string;
  /** Of an improper energy: each `not` whose strength alone could be lowered to make it proper, with the strength to stay below. */
  readonly strengthLimits: readonly StrengthLimit[];
}

export interface StrengthLimit {
  /** The term that is negated. */
  readonly name: string;
  readonly strength: number;
  /** Every smaller strength > 0 is proper. */
  readonly below: number;
}

/** What the reasons begin with that say of an energy that nothing bounds it below. */
const falling = 'the energy falls without end';

const unknownGrowth = 'how the energy grows far out is not known';

/** Forms of more axes than this are judged by their Cholesky factor alone. */
const mostAxes = 256;

/**
 * Whether an energy is proper, from how it grows far out. Finite spaces and bounded axes are taken for proper; on unbounded axes
 * an energy with an indefinite quadratic form, or one that falls faster, is improper, and one with a positive definite form, or
 * that grows faster, is proper. Coordinates that the energy does not depend on and holds are left out.
 *
 * @param beta - Inverse temperature, ≥ 0. At 0 the density is uniform wherever the energy is finite; all others are alike.
 */
export function propernessOf<B>(energy: Energy<B>, space: StateSpace<B>, beta = 1): Properness {
  if (!isContinuous(space)) {
    return isDiscrete(space)
      ? judged('proper', 'the space is finite')
      : judged('unknown', `nothing is known of how many states of kind '${space.kind}' there are`);
  }
  const open = openAxes(space.axes).filter((axis) => !(isClamped(energy) && energy.clamp.indices.includes(axis)));
  if (open.length === 0) return judged('proper', 'every axis is bounded');
  const growths = growthsOf(energy);
  if (beta === 0) return judgeUniform(growths, space.axes.names[open[0]!]!);
  if (growths === undefined) return knownIntegral(energy, beta) ?? judged('unknown', unknownGrowth);
  const verdicts = growths.map((growth) => judgeGrowth(growth, open, space));
  const improper = verdicts.find(({ verdict }) => verdict === 'improper');
  if (improper !== undefined) return { ...improper, strengthLimits: strengthLimits(energy, open, space.dimension) };
  const unknown = verdicts.find(({ verdict }) => verdict === 'unknown');
  return unknown === undefined ? verdicts[0]! : (knownIntegral(energy, beta) ?? unknown);
}

/** Of an energy that knows its integral nothing more need be known. */
function knownIntegral<B>(energy: Energy<B>, beta: number): Properness | undefined {
  const logPartition = isNormalised(energy) ? energy.logPartition(beta) : undefined;
  return logPartition !== undefined && Number.isFinite(logPartition)
    ? judged('proper', 'its integral is known')
    : undefined;
}

/**
 * Refuses an energy that has no integral.
 *
 * @param betaName - What β is called where it was chosen: the name of an option.
 * @throws {ConfigurationError} It is proved; the message tells the largest strengths of `not` where they can be computed.
 */
export function requireProper<B>(energy: Energy<B>, space: StateSpace<B>, beta = 1, betaName = 'β'): Properness {
  const properness = propernessOf(energy, space, beta);
  if (properness.verdict !== 'improper') return properness;
  if (beta === 0) {
    const message = `there is no distribution at ${betaName} = 0: ${properness.reason}; bound the axes, or take ${betaName} > 0`;
    throw new ConfigurationError([{ path: ['energy'], message }]);
  }
  const hints = properness.strengthLimits.map(
    ({ name, strength, below }) =>
      `the strength of 'not ${name}' must be below ${Number(below.toPrecision(6))} (it is ${strength})`,
  );
  const hint = hints.length === 0 ? '; bound the axes, or add a term that grows faster' : `; ${hints.join(', or ')}`;
  const message = `the energy has no distribution: ${properness.reason}${hint}`;
  throw new ConfigurationError([{ path: ['energy'], message }]);
}

/**
 * Why an energy has no lowest value, where that is proved: a clause such as "the energy falls without end along 'x'".
 *
 * @returns Undefined also where nothing is known.
 */
export function fallsWithoutEnd<B>(energy: Energy<B>, space: StateSpace<B>): string | undefined {
  if (!isContinuous(space)) return undefined;
  const open = openAxes(space.axes).filter((axis) => !(isClamped(energy) && energy.clamp.indices.includes(axis)));
  if (open.length === 0) return undefined;
  const known = (growthsOf(energy) ?? []).filter(({ isLowerBound }) => !isLowerBound);
  // A direction that a part does not depend on is flat, and no way down.
  const reasons = known.map(({ tail }) => judgeGrowth({ tail, isLowerBound: false, held: new Set() }, open, space));
  return reasons.map(({ reason }) => reason).find((reason) => reason.startsWith(falling));
}

function judged(verdict: Properness['verdict'], reason: string): Properness {
  return { verdict, reason, strengthLimits: [] };
}

/** At β = 0 only walls, where the energy is +Infinity, could bound what is uniform; an energy of a known tail has none far out. */
function judgeUniform(growths: readonly Growth[] | undefined, axis: string): Properness {
  return growths?.some(({ isLowerBound }) => !isLowerBound) === true
    ? judged('improper', `a uniform density along '${axis}', which has no bounds, has no integral`)
    : judged('unknown', 'at β = 0 the density is uniform, and whether the energy has walls on all sides is not known');
}

/** Axes along which the space is infinite. */
function openAxes({ low, high, periodic }: Axes): readonly number[] {
  return [...low.keys()].filter(
    (axis) =>
      periodic[axis] === 0 && (low[axis] === Number.NEGATIVE_INFINITY || high[axis] === Number.POSITIVE_INFINITY),
  );
}

function judgeGrowth(
  { tail, isLowerBound, held }: Growth,
  open: readonly number[],
  { axes, dimension }: { readonly axes: Axes; readonly dimension: number },
): Properness {
  const flat = open.find((axis) => held.has(axis));
  if (flat !== undefined) {
    return judged('improper', `a part of it does not depend on '${axes.names[flat]}', which has no bounds`);
  }
  switch (tail.growth) {
    case 'faster':
      return judged('proper', 'the energy grows faster than squares');
    case 'falling':
      return judged('improper', `${falling}, faster than squares`);
    case 'slower':
      return judged(
        'unknown',
        isLowerBound ? unknownGrowth : 'the energy grows more slowly than squares, and how is not known',
      );
    case 'linear':
      return judgeSlope(tail.slope, open, axes, isLowerBound);
    case 'quadratic':
      return judgeForm(submatrix(tail.form, open, dimension), open, axes, isLowerBound);
  }
}

/** A line up to what is bounded: it must rise along every axis, and no axis may be open on both sides. */
function judgeSlope(
  slope: Float64Array,
  open: readonly number[],
  { names, low, high }: Axes,
  isLowerBound: boolean,
): Properness {
  const rises = (axis: number): boolean =>
    low[axis] === Number.NEGATIVE_INFINITY
      ? high[axis] !== Number.POSITIVE_INFINITY && slope[axis]! < 0
      : slope[axis]! > 0;
  const wrong = open.filter((axis) => !rises(axis));
  if (wrong.length === 0) return judged('proper', 'the energy rises along every axis that is not bounded');
  if (isLowerBound) return judged('unknown', unknownGrowth);
  const steep = wrong.find((axis) => slope[axis] !== 0);
  return steep === undefined
    ? judged('improper', `it does not depend on '${names[wrong[0]!]}', which has no bounds`)
    : judged('improper', `${falling} along '${names[steep]}'`);
}

function judgeForm(form: Float64Array, open: readonly number[], axes: Axes, isLowerBound: boolean): Properness {
  if (choleskyFactor(form, open.length) !== undefined) {
    return judged('proper', 'the energy grows as a positive definite quadratic form');
  }
  const falls = isLowerBound ? undefined : fallingDirection(form, open, axes);
  if (falls !== undefined) return judged('improper', `${falling} along ${falls}`);
  return judged('unknown', 'the squares of the energy do not grow in every direction');
}

/** A direction into the space along which xᵀAx < 0, in words. */
function fallingDirection(form: Float64Array, open: readonly number[], axes: Axes): string | undefined {
  const n = open.length;
  const scale = form.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
  const own = open.findIndex((_, i) => form[i * n + i]! < -1e-12 * scale);
  if (own >= 0) return `'${axes.names[open[own]!]}'`;
  if (n > mostAxes) return undefined;
  const { values, vectors } = symmetricEigensystem(form, n);
  for (let k = 0; k < n; k++) {
    if (!(values[k]! < -1e-10 * scale)) continue;
    const direction = open.map((_, i) => vectors[i * n + k]!);
    for (const sign of [1, -1])
      if (staysInside(direction, sign, open, axes)) return directionText(direction, sign, open, axes);
  }
  return undefined;
}

function staysInside(
  direction: readonly number[],
  sign: number,
  open: readonly number[],
  { low, high }: Axes,
): boolean {
  return direction.every((part, i) => {
    const step = sign * part;
    // A direction along a wall has a cone of others beside it only where it points off the wall.
    if (low[open[i]!] !== Number.NEGATIVE_INFINITY) return step > 1e-9;
    return high[open[i]!] === Number.POSITIVE_INFINITY || step < -1e-9;
  });
}

function directionText(direction: readonly number[], sign: number, open: readonly number[], { names }: Axes): string {
  const parts = direction.flatMap((part, i) => {
    const share = Number((sign * part).toPrecision(3));
    return Math.abs(share) < 1e-3 ? [] : [`${share} '${names[open[i]!]}'`];
  });
  return parts.length <= 6 ? parts.join(' + ').replaceAll('+ -', '− ') : 'a direction of several axes';
}

function submatrix(form: Float64Array, axes: readonly number[], dimension: number): Float64Array {
  const n = axes.length;
  return Float64Array.from({ length: n * n }, (_, i) => form[axes[Math.floor(i / n)]! * dimension + axes[i % n]!]!);
}

/** A term of the sum that the energy is, with the product of weights before it; < 0 below a `not`. */
interface SpineTerm<B> {
  readonly energy: Energy<B>;
  readonly factor: number;
  /** Of a negated term: its name and the strength. */
  readonly negated?: { readonly name: string; readonly strength: number };
}

function spineOf<B>(energy: Energy<B>, factor: number): readonly SpineTerm<B>[] {
  if (!isComposed(energy)) return [{ energy, factor }];
  const { join, terms } = energy.composition;
  if (join === 'all' || join === 'tempered') {
    return terms.flatMap((term) => spineOf(term.energy, factor * term.weight));
  }
  const [term] = terms;
  if (join !== 'not' || term === undefined) return [{ energy, factor }];
  const { name, weight: strength } = term;
  return [{ energy: term.energy, factor: -factor * strength, negated: { name, strength } }];
}

/** For each negated term: the strength at which the form, all else as it is, is no longer positive definite. */
function strengthLimits<B>(energy: Energy<B>, open: readonly number[], dimension: number): readonly StrengthLimit[] {
  const forms = spineOf(energy, 1).flatMap((term) => {
    const growths = growthsOf(term.energy);
    const [growth] = growths ?? [];
    if (growth === undefined || growths?.length !== 1) return [];
    if (growth.tail.growth === 'slower' || growth.tail.growth === 'linear') return [];
    const form = growth.tail.growth === 'quadratic' ? submatrix(growth.tail.form, open, dimension) : undefined;
    return [{ ...term, form }];
  });
  if (open.length > mostAxes || forms.some(({ form }) => form === undefined)) return [];
  return forms.flatMap(({ negated, factor, form }): StrengthLimit[] => {
    if (negated === undefined || factor > 0) return [];
    const rest = form!.map((_, i) =>
      forms.reduce((sum, other) => (other.form === form ? sum : sum + other.factor * other.form![i]!), 0),
    );
    const root = choleskyFactor(rest, open.length);
    if (root === undefined) return [];
    const most = 1 / largestRelativeEigenvalue(root, form!, open.length);
    return most > 0 ? [{ ...negated, below: (most * negated.strength) / -factor }] : [];
  });
}
