import {
  all,
  any,
  type CreationContext,
  type Energy,
  type EnergyExpression,
  not,
  propertyEnergy,
  type Reference,
  type Registry,
} from '@basin/core';
import { definitionOf } from '../language/reading-context.js';
import type { SecretTexts } from '../language/secret-text.js';
import { canonicalJson } from '../plan/canonical-json.js';
import { sharedProperty } from './shared-property.js';

type LeafExpression = Extract<EnergyExpression, { form: 'energy' | 'property' }>;

/**
 * Makes energies of expressions without named energies. Extensions with equal names and options are created once for all
 * expressions, and a property that occurs twice is worked out once per batch.
 */
export class EnergyFactory {
  readonly #registry: Registry;
  readonly #context: CreationContext;
  readonly #secrets: SecretTexts;
  readonly #created = new Map<string, Promise<Energy<unknown>>>();

  constructor(registry: Registry, context: CreationContext, secrets: SecretTexts) {
    this.#registry = registry;
    this.#context = context;
    this.#secrets = secrets;
  }

  /** The energy of a whole expression. A weight at the root counts as it would in an `all` of this one term. */
  async create(expression: EnergyExpression): Promise<Energy<unknown>> {
    const energy = await this.#compose(expression);
    const { label, weight } = expression;
    return weight === 1 ? energy : all([{ name: label, weight, energy }]);
  }

  /** The energy of one leaf, before its objective: for looking at its capabilities. */
  leaf(expression: LeafExpression): Promise<Energy<unknown>> {
    return this.#extension(expression.form === 'energy' ? expression.energy : expression.property);
  }

  async #compose(expression: EnergyExpression): Promise<Energy<unknown>> {
    switch (expression.form) {
      case 'energy':
        return this.#extension(expression.energy);
      case 'property':
        return this.#property(expression);
      case 'all':
        return all(await this.#terms(expression.terms));
      case 'any':
        return any(await this.#terms(expression.terms));
      case 'not': {
        const { term, strength } = expression;
        return not({ name: term.label, weight: strength * term.weight, energy: await this.#compose(term) });
      }
      case 'named':
        throw new TypeError(`the energy '${expression.name}' is not resolved`);
    }
  }

  #terms(terms: readonly EnergyExpression[]) {
    return Promise.all(
      terms.map(async (term) => ({ name: term.label, weight: term.weight, energy: await this.#compose(term) })),
    );
  }

  async #property(expression: Extract<EnergyExpression, { form: 'property' }>): Promise<Energy<unknown>> {
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
    const { role, create } = definitionOf(this.#registry, 'energy', name);
    const energy = await create(this.#secrets.fillIn(options), this.#context);
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
