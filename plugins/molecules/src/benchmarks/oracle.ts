import {
  all,
  any,
  type CreationContext,
  clipped,
  type Energy,
  gaussian,
  maxGaussian,
  minGaussian,
  type Objective,
  propertyEnergy,
  type WeightedTerm,
} from '@basin/core';
import type { FingerprintName } from '../fingerprints/fingerprints.js';
import { atoms, atomsOfElement } from '../properties/counts.js';
import { fingerprintSimilarity } from '../properties/fingerprint-similarity.js';
import { parseFormula } from '../properties/parse-formula.js';
import { substructureCount } from '../properties/substructure.js';
import type { MoleculeBatch } from '../space/molecule-batch.js';

/** A score in [0, 1] as an energy −ln score, made when a workflow asks for it. */
export interface Oracle {
  create(context: CreationContext): Promise<Energy<MoleculeBatch>>;
}

/** A property literal without options, or with the options already bound. */
interface BoundProperty {
  readonly definition: { readonly unit: string };
  make(context: CreationContext): Promise<Energy<MoleculeBatch>>;
}

interface PropertyLiteral<O> {
  readonly unit: string;
  create(options: O, context: CreationContext): Energy<MoleculeBatch> | Promise<Energy<MoleculeBatch>>;
}

function bound<O>(definition: PropertyLiteral<O>, options: O): BoundProperty {
  return { definition, make: async (context) => definition.create(options, context) };
}

/** A property seen through a modifier of GuacaMol's, all of which are desirabilities. */
function scored({ definition, make }: BoundProperty, objective: Objective): Oracle {
  return { create: async (context) => propertyEnergy(await make(context), definition.unit, objective) };
}

/** A property without options, through an objective. */
export function scoredProperty<O extends Record<string, unknown>>(
  definition: PropertyLiteral<O>,
  options: O,
  objective: Objective,
): Oracle {
  return scored(bound(definition, options), objective);
}

/** Similarity to a molecule, through an objective. */
export function similarity(reference: string, fingerprint: FingerprintName, objective: Objective): Oracle {
  return scored(bound(fingerprintSimilarity, { reference, fingerprint }), objective);
}

/** 1 with the substructure, 0 without it. */
export function having(smarts: string): Oracle {
  return scored(bound(substructureCount, { smarts, unique: true }), upTo(1));
}

/** 0 with the substructure, 1 without it. */
export function lacking(smarts: string): Oracle {
  const descending = clipped.create({ lower: 1, upper: 0, lowScore: 0, highScore: 1, floor: 0 });
  return scored(bound(substructureCount, { smarts, unique: true }), descending);
}

/** Geometric mean of Gaussians about the count of each element, and of all atoms. */
export function isomerOf(formula: string): Oracle {
  const counts = parseFormula(formula) ?? new Map<string, number>();
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const elements = [...counts].map(([element, count]) => scored(bound(atomsOfElement, { element }), around(count, 1)));
  return geometricMean([...elements, scored(bound(atoms, {}), around(total, 2))]);
}

/** The geometric mean of scores is a product of experts: E = Σ Eᵢ / n. */
export function geometricMean(oracles: readonly Oracle[]): Oracle {
  return { create: async (context) => all(await equalTerms(oracles, context)) };
}

/** The arithmetic mean of scores is a mixture: E = −log Σ e^(−Eᵢ) / n. */
export function arithmeticMean(oracles: readonly Oracle[]): Oracle {
  return { create: async (context) => any(await equalTerms(oracles, context)) };
}

async function equalTerms(
  oracles: readonly Oracle[],
  context: CreationContext,
): Promise<readonly WeightedTerm<MoleculeBatch>[]> {
  const energies = await Promise.all(oracles.map((oracle) => oracle.create(context)));
  return energies.map((energy, index) => ({ name: `part-${index + 1}`, energy, weight: 1 / oracles.length }));
}

/** The value itself, clipped to [0, highest] and scaled to [0, 1]. */
export function upTo(highest: number): Objective {
  return clipped.create({ lower: 0, upper: highest, lowScore: 0, highScore: 1, floor: 0 });
}

/** Gaussian about `mean`. */
export function around(mean: number, sigma: number): Objective {
  return gaussian.create({ mean, sigma, floor: 0 });
}

/** 1 from `mean` up, Gaussian below. */
export function atLeast(mean: number, sigma: number): Objective {
  return maxGaussian.create({ mean, sigma, floor: 0 });
}

/** 1 up to `mean`, Gaussian above. */
export function atMost(mean: number, sigma: number): Objective {
  return minGaussian.create({ mean, sigma, floor: 0 });
}
