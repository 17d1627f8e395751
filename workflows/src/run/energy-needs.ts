import {
  type ConfigurationFault,
  childrenOf,
  type DefinitionSource,
  type Energy,
  type EnergyExpression,
  type EnergyNeed,
  isContinuous,
  isDifferentiable,
  isDiscrete,
  isLocal,
  isSiteLocal,
  isSiteSloped,
  isTrainable,
  isWithoutGradients,
  type KernelDefinition,
  type Reference,
  type StateSpace,
} from '@basin/core';
import { definitionOf } from '../language/reading-context.js';
import { referencesWithin } from '../language/sampler-traits.js';
import type { KeyPath } from '../language/source-places.js';

const capabilityOf: Readonly<Record<EnergyNeed, (energy: Energy<unknown>) => boolean>> = {
  gradient: isDifferentiable,
  difference: isLocal,
  'site-energies': isSiteLocal,
  'site-slopes': (energy) => isSiteLocal(energy) || isSiteSloped(energy),
};

const needWords: Readonly<Record<EnergyNeed, string>> = {
  gradient: 'the gradient of the energy',
  difference: "the energy's differences between states",
  'site-energies': 'the energies of single sites',
  'site-slopes': 'the energies of single sites or slopes of them',
};

/** Where needs are looked at. */
export interface NeedsContext {
  readonly source: DefinitionSource;
  readonly space: StateSpace<unknown>;
  /** The energy of an expression without named energies. */
  energy(expression: EnergyExpression): Promise<Energy<unknown>>;
  /** A property by itself. */
  property(reference: Reference<'energy'>): Promise<Energy<unknown>>;
}

/** A sampler, estimator or trainer as a step names it. */
export interface NeedySubject {
  readonly reference: Reference<'sampler' | 'partition' | 'trainer'>;
  /** Where the reference stands in the document. */
  readonly path: KeyPath;
  /** Of the step, without named energies. */
  readonly expression: EnergyExpression;
}

/** What the sampler, estimator or trainer and its kernels need of the energy and do not find there: which terms lack it, and what does without. */
export async function missingNeeds(
  { reference, path, expression }: NeedySubject,
  context: NeedsContext,
): Promise<readonly ConfigurationFault[]> {
  const { source } = context;
  const energy = await context.energy(expression);
  const faults: ConfigurationFault[] = [];
  for (const { reference: used, path: at } of referencesWithin(reference, path)) {
    const { point, name } = used;
    if (point === 'trainer' && !isTrainable(energy)) {
      const who = labelsOf(await lackingTerms(expression, isTrainable, context));
      const message = `trainer '${name}' changes parameters, and ${who} has none: only energies with parameters can be trained`;
      faults.push({ path: at, message });
    }
    if (point !== 'sampler' && point !== 'partition' && point !== 'kernel') continue;
    for (const need of definitionOf(source, point, name).requires) {
      if (capabilityOf[need](energy)) continue;
      const lacking = await lackingTerms(expression, capabilityOf[need], context);
      const why = await obstacles(need, lacking, context);
      const what = point === 'partition' ? 'estimator' : point;
      const hint = point === 'kernel' ? workingKernels(energy, context) : '';
      faults.push({
        path: at,
        message: `${what} '${name}' needs ${needWords[need]}, which ${labelsOf(lacking)} cannot give${why}${hint}`,
      });
    }
  }
  return faults;
}

/** The lowest terms that lack a capability: those whose own terms, if there are any, all have it. */
async function lackingTerms(
  expression: EnergyExpression,
  has: (energy: Energy<unknown>) => boolean,
  context: NeedsContext,
): Promise<readonly EnergyExpression[]> {
  if (has(await context.energy(expression))) return [];
  const below = await Promise.all(childrenOf(expression).map((child) => lackingTerms(child, has, context)));
  const found = below.flat();
  return found.length === 0 ? [expression] : found;
}

/** What terms say of why they have no gradients, in brackets; nothing where none says anything, or the need is another. */
async function obstacles(need: EnergyNeed, terms: readonly EnergyExpression[], context: NeedsContext): Promise<string> {
  if (need !== 'gradient' && need !== 'site-slopes') return '';
  const said = await Promise.all(
    terms.map(async (term) => {
      const isProperty = term.form === 'property' || term.form === 'constraint';
      const energy = await (isProperty ? context.property(term.property) : context.energy(term));
      return isWithoutGradients(energy) ? [`${term.label}: ${energy.gradientObstacle}`] : [];
    }),
  );
  const words = said.flat();
  return words.length === 0 ? '' : ` (${words.join('; ')})`;
}

function labelsOf(terms: readonly EnergyExpression[]): string {
  return terms.map(({ label }) => `'${label}'`).join(', ');
}

/** Kernels that find all that they need in this space and energy. */
function workingKernels(energy: Energy<unknown>, { source, space }: NeedsContext): string {
  const names = source
    .definitions('kernel')
    .map(({ name }) => definitionOf(source, 'kernel', name))
    .filter((kernel) => movesIn(space, kernel) && kernel.requires.every((need) => capabilityOf[need](energy)))
    .map(({ name }) => name);
  return names.length === 0 ? '' : `; kernels that work here: ${names.join(', ')}`;
}

function movesIn(space: StateSpace<unknown>, { space: wanted }: KernelDefinition): boolean {
  if (wanted === 'any') return true;
  return wanted === 'continuous' ? isContinuous(space) : isDiscrete(space);
}
