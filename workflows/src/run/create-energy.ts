import {
  type CreationContext,
  type Energy,
  type EnergyExpression,
  isDecomposable,
  PluginError,
  propertyEnergy,
  type Reference,
  type Registry,
  type StateSpace,
} from '@basin/core';
import { composeExpression, type PropertyExpression } from '../language/compose-expression.js';
import { definitionOf } from '../language/reading-context.js';
import type { SecretTexts } from '../language/secret-text.js';
import { canonicalJson } from '../plan/canonical-json.js';
import { spaceContext } from './creation-scope.js';
import { sharedProperty } from './shared-property.js';

type LeafExpression = Extract<EnergyExpression, { form: 'energy' | 'property' }>;

/**
 * Makes energies of expressions without named energies. Extensions with equal names and options are created once for all
 * expressions, and a property that occurs twice is worked out once per batch.
 */
export class EnergyFactory {
  readonly #registry: Registry;
  readonly #context: CreationContext;
  readonly #space: () => Promise<StateSpace<unknown>>;
  readonly #secrets: SecretTexts;
  readonly #created = new Map<string, Promise<Energy<unknown>>>();

  /** @param space - The workflow's space, asked for only where an extension is created. */
  constructor(
    registry: Registry,
    context: CreationContext,
    secrets: SecretTexts,
    space: () => Promise<StateSpace<unknown>>,
  ) {
    this.#registry = registry;
    this.#context = context;
    this.#space = space;
    this.#secrets = secrets;
  }

  /** The energy of a whole expression; see {@link composeExpression}. */
  create(expression: EnergyExpression): Promise<Energy<unknown>> {
    return composeExpression(expression, {
      energy: (reference) => this.#extension(reference),
      property: (property) => this.#property(property),
    });
  }

  /** The energy of one leaf, before its objective: for looking at its capabilities. */
  leaf(expression: LeafExpression): Promise<Energy<unknown>> {
    return this.#extension(expression.form === 'energy' ? expression.energy : expression.property);
  }

  async #property(expression: PropertyExpression): Promise<Energy<unknown>> {
    const { property, objective, label } = expression;
    const { unit } = definitionOf(this.#registry, 'energy', property.name);
    const { create } = definitionOf(this.#registry, 'objective', objective.name);
    const energyOf = create(this.#secrets.fillIn(objective.options));
    return propertyEnergy(await this.#extension(property), unit, energyOf, label);
  }

  /** Creating runs side by side, but each extension is begun in the order of the expression. */
  #extension({ name, options }: Reference<'energy'>): Promise<Energy<unknown>> {
    const key = canonicalJson([name, options]);
    const known = this.#created.get(key);
    if (known !== undefined) return known;
    const created = this.#createExtension(name, options);
    this.#created.set(key, created);
    return created;
  }

  async #createExtension(name: string, options: unknown): Promise<Energy<unknown>> {
    const { role, decomposable = false, create } = definitionOf(this.#registry, 'energy', name);
    const context = spaceContext(this.#context, await this.#space());
    const energy = await create(this.#secrets.fillIn(options), context);
    if (role === 'energy' && !decomposable && isDecomposable(energy)) {
      throw new PluginError(name, 'its energy names terms, which its definition must say: decomposable: true');
    }
    // An energy's own array may be handed to a sampler that writes in it; a property's goes through an objective first.
    return role === 'property' ? sharedProperty(energy) : energy;
  }
}

/** The leaves of an expression, in order. */
export function leavesOf(expression: EnergyExpression): readonly LeafExpression[] {
  switch (expression.form) {
    case 'energy':
    case 'property':
      return [expression];
    case 'all':
    case 'any':
      return expression.terms.flatMap(leavesOf);
    case 'not':
      return leavesOf(expression.term);
    case 'named':
      return [];
  }
}
