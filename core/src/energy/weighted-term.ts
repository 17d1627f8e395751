import { ConfigurationError, DesignError, NonFiniteEnergyError } from '../errors/design-error.js';
import { type Awaitable, whenDone } from '../numerics/awaitable.js';
import { type Differentiable, type Energy, isDecomposable, isDifferentiable, type TermTree } from './energy.js';

/** An energy in a composition: the name that reasons show, and its weight there. */
export interface WeightedTerm<B> {
  readonly name: string;
  readonly energy: Energy<B>;
  /** Finite, > 0. */
  readonly weight: number;
}

/** @throws {ConfigurationError} No terms, two of one name, or a weight that is not finite and > 0. */
export function checkTerms<B>(operator: string, terms: readonly WeightedTerm<B>[]): void {
  const faults = terms
    .filter(({ weight }) => !(Number.isFinite(weight) && weight > 0))
    .map(({ name, weight }) => ({
      path: [operator, name],
      message: `weight of '${name}' is ${weight}; it must be finite and > 0 ('not' takes an energy away)`,
    }));
  const names = terms.map(({ name }) => name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) faults.push({ path: [operator, repeated], message: `two terms are named '${repeated}'` });
  if (terms.length === 0) faults.push({ path: [operator], message: `'${operator}' has no terms` });
  if (faults.length > 0) throw new ConfigurationError(faults);
}

/** @throws {NonFiniteEnergyError} A value is NaN or −Infinity. @returns `energy`. */
export function checkedEnergy(name: string, energy: Float64Array): Float64Array {
  for (let row = 0; row < energy.length; row++) {
    const value = energy[row]!;
    if (!(value > Number.NEGATIVE_INFINITY)) throw new NonFiniteEnergyError(name, row, value);
  }
  return energy;
}

/**
 * The energies of all terms, checked: as many of each as of the first, and none NaN or −Infinity.
 * @throws {DesignError} A term gave another number of values. @throws {NonFiniteEnergyError} See {@link checkedEnergy}.
 */
export function checkedEnergies<B>(
  terms: readonly WeightedTerm<B>[],
  values: readonly Float64Array[],
): readonly Float64Array[] {
  const count = values[0]?.length ?? 0;
  return values.map((energy, t) => {
    const { name } = terms[t]!;
    if (energy.length === count) return checkedEnergy(name, energy);
    throw new DesignError(`energy '${name}' gave ${energy.length} values where '${terms[0]!.name}' gave ${count}`);
  });
}

/** The energies of terms, where all of them have a capability. */
export function partsWith<B, C extends Energy<B>>(
  terms: readonly WeightedTerm<B>[],
  has: (energy: Energy<B>) => energy is C,
): readonly C[] | undefined {
  const parts = terms.map(({ energy }) => energy);
  return parts.every((energy): energy is C => has(energy)) ? parts : undefined;
}

/** The energies of terms, where all of them have gradients. */
export function differentiableParts<B>(terms: readonly WeightedTerm<B>[]): readonly Differentiable<B>[] | undefined {
  return partsWith(terms, isDifferentiable);
}

/** The term tree of any energy: its own where it is decomposable, else one leaf. */
export function termTreeOf<B>({ name, energy, weight }: WeightedTerm<B>, batch: B): Awaitable<TermTree> {
  if (isDecomposable(energy)) {
    return whenDone(energy.evaluateTerms(batch), (tree): TermTree => ({ ...tree, name, weight }));
  }
  return whenDone(energy.evaluate(batch), (values): TermTree => {
    return { name, weight, join: 'leaf', energy: checkedEnergy(name, values), terms: [] };
  });
}
