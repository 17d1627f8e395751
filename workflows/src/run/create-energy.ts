import {
  all,
  any,
  ConfigurationError,
  type CreationContext,
  constraint,
  type Energy,
  type EnergyExpression,
  freeEnergy,
  given,
  heldVariables,
  isDecomposable,
  isTrainable,
  latentPoints,
  latentVariables,
  minimumOver,
  PluginError,
  propertyEnergy,
  type Reference,
  type Registry,
  type StateSpace,
  type UnitProperty,
  unitOf,
  variableIndices,
  type WeightedTerm,
} from '@basin/core';
import {
  type ConstraintExpression,
  composeExpression,
  type ExpressionParts,
  type GivenExpression,
  type LatentExpression,
  type MixtureExpression,
  type PropertyExpression,
  type TrainedExpression,
} from '../language/compose-expression.js';
import { definitionOf } from '../language/reading-context.js';
import type { SecretTexts } from '../language/secret-text.js';
import { canonicalJson } from '../plan/canonical-json.js';
import { EnergyContexts } from './energy-context.js';
import { type EstimatorMaker, estimatePartition } from './estimate-partition.js';
import { sharedProperty } from './shared-property.js';
import { asUntrained } from './untrained-energy.js';

/** An expression of one extension. */
export type LeafExpression = Extract<EnergyExpression, { form: 'energy' | 'property' | 'constraint' }>;
type Term = WeightedTerm<unknown>;

/** What energies are made with. */
export interface EnergySurroundings {
  readonly registry: Registry;
  readonly context: CreationContext;
  readonly secrets: SecretTexts;
  /** The workflow's space, asked for only where an extension is created or an operator needs it. */
  space(): Promise<StateSpace<unknown>>;
  readonly estimator: EstimatorMaker;
  /** Finds the partition functions of mixtures' terms; {@link estimatePartition} when absent. */
  readonly estimate?: typeof estimatePartition | undefined;
  /** A file of the workspace. */
  readFile(path: string): Promise<Uint8Array>;
  /** What a step has learned; undefined where no step has run yet. */
  parameters(step: string): Promise<Float64Array | undefined>;
}

/**
 * Makes energies of expressions without named energies. Extensions with equal names and options are created once for all
 * expressions, and a property that occurs twice is worked out once per batch.
 */
export class EnergyFactory {
  readonly #surroundings: EnergySurroundings;
  readonly #parts: ExpressionParts;
  readonly #contexts: EnergyContexts;
  readonly #created = new Map<string, Promise<Energy<unknown>>>();

  /** @param contexts - What the energies share with those of another factory; nothing when absent. */
  constructor(surroundings: EnergySurroundings, contexts = new EnergyContexts(surroundings)) {
    this.#surroundings = surroundings;
    this.#contexts = contexts;
    this.#parts = {
      energy: (reference) => this.#extension(reference),
      property: (expression) => this.#property(expression),
      constraint: (expression) => this.#constraint(expression),
      all: async (terms) => all(terms, { space: await this.#surroundings.space() }),
      any: (expression, terms) => this.#mixture(expression, terms),
      given: (expression, term) => this.#given(expression, term),
      latent: (expression, term) => this.#latent(expression, term),
      trained: (expression) => this.#trained(expression),
    };
  }

  /** The energy of a whole expression; see {@link composeExpression}. */
  create(expression: EnergyExpression): Promise<Energy<unknown>> {
    return composeExpression(expression, this.#parts);
  }

  /** An energy that shares no part with any other, so that its parameters can be changed. */
  createApart(expression: EnergyExpression): Promise<Energy<unknown>> {
    return new EnergyFactory(this.#surroundings, this.#contexts).create(expression);
  }

  /** A property by itself, and its unit: the one that expressions use, so that its values are worked out once for a batch. */
  async property(reference: Reference<'energy'>): Promise<UnitProperty> {
    return { property: await this.#extension(reference), unit: this.#unitOf(reference) };
  }

  /** The energy of one leaf, before its objective: what is wrong with it alone. */
  leaf(expression: LeafExpression): Promise<Energy<unknown>> {
    return this.#extension(expression.form === 'energy' ? expression.energy : expression.property);
  }

  async #property({ property, objective, label }: PropertyExpression): Promise<Energy<unknown>> {
    const values = await this.#extension(property);
    return objective === undefined ? values : this.#wished(values, this.#unitOf(property), objective, label);
  }

  /** A property with an objective. */
  async #wished(
    values: Energy<unknown>,
    unit: string,
    objective: Reference<'objective'>,
    label: string,
  ): Promise<Energy<unknown>> {
    const { registry, secrets, space } = this.#surroundings;
    const { create } = definitionOf(registry, 'objective', objective.name);
    return propertyEnergy(values, unit, create(secrets.fillIn(objective.options)), label, await space());
  }

  #unitOf({ name, options }: Reference<'energy'>): string {
    return unitOf(definitionOf(this.#surroundings.registry, 'energy', name), options);
  }

  async #constraint({ property, label, low, high }: ConstraintExpression): Promise<Energy<unknown>> {
    const values = await this.#extension(property);
    return constraint(
      values,
      this.#unitOf(property),
      { low, high },
      { name: label, space: await this.#surroundings.space() },
    );
  }

  async #mixture({ normalise }: MixtureExpression, terms: readonly Term[]): Promise<Energy<unknown>> {
    const space = await this.#surroundings.space();
    if (normalise !== 'estimate') return any(terms, { logPartitions: normalise, space });
    const { estimate = estimatePartition } = this.#surroundings;
    const estimates = [];
    for (const { name, energy } of terms) {
      estimates.push(await estimate(name, energy, space, this.#surroundings));
    }
    return any(terms, {
      logPartitions: estimates.map(({ value }) => value),
      partitionErrors: estimates.map(({ standardError }) => standardError),
      space,
    });
  }

  async #given({ at }: GivenExpression, term: Term): Promise<Energy<unknown>> {
    const space = await this.#surroundings.space();
    return given(term, heldVariables(space, new Map(Object.entries(at)), ['at']), space);
  }

  async #latent(expression: LatentExpression, term: Term): Promise<Energy<unknown>> {
    const space = await this.#surroundings.space();
    const variables = latentVariables(space, variableIndices(space, expression.latents, ['latents']));
    if (expression.form === 'minimum-over') return minimumOver(term, variables, expression.method);
    return freeEnergy(term, latentPoints(variables, expression.method), expression.beta);
  }

  async #trained({ step, as, objective, term, label }: TrainedExpression): Promise<Energy<unknown>> {
    if (term === undefined) throw new TypeError(`what step '${step}' trained is not resolved`);
    if (as !== undefined) await this.#requireSameParameters(step, term, as);
    const used = as === undefined ? term : ({ form: 'property', property: as, label, weight: 1 } as const);
    const learned = await this.#once(canonicalJson(['trained', step, used]), () => this.#learned(step, used));
    if (objective === undefined) return learned;
    const unit = used.form === 'property' && used.objective === undefined ? this.#unitOf(used.property) : '1';
    return this.#wished(learned, unit, objective, label);
  }

  /** @throws {ConfigurationError} What a step trained has other parameters than what is to get them. */
  async #requireSameParameters(step: string, term: EnergyExpression, as: Reference<'energy'>): Promise<void> {
    const [trained, other] = await Promise.all([this.create(term), this.#extension(as)]);
    const [count, wanted] = [trained, other].map((energy) => (isTrainable(energy) ? energy.parameterCount : 0));
    if (count === wanted) return;
    const message = `${as.name} has ${wanted} parameters here, and step '${step}' trains ${count}: it must be as the step has it, but for what it reports`;
    throw new ConfigurationError([{ path: ['as'], message }]);
  }

  async #learned(step: string, term: EnergyExpression): Promise<Energy<unknown>> {
    const energy = await this.createApart(term);
    const parameters = await this.#surroundings.parameters(step);
    if (parameters === undefined) return asUntrained(energy);
    if (!isTrainable(energy)) throw new PluginError(step, 'it trained an energy that has no parameters');
    energy.setParameters(parameters);
    return energy;
  }

  /** Creating runs side by side, but each extension is begun in the order of the expression. */
  #extension({ name, options }: Reference<'energy'>): Promise<Energy<unknown>> {
    return this.#once(canonicalJson([name, options]), () => this.#createExtension(name, options));
  }

  #once(key: string, create: () => Promise<Energy<unknown>>): Promise<Energy<unknown>> {
    const created = this.#created.get(key) ?? create();
    this.#created.set(key, created);
    return created;
  }

  async #createExtension(name: string, options: unknown): Promise<Energy<unknown>> {
    const { registry, secrets, space } = this.#surroundings;
    const { role, decomposable = false, create } = definitionOf(registry, 'energy', name);
    const energy = await create(secrets.fillIn(options), this.#contexts.of(await space()));
    if (role === 'energy' && !decomposable && isDecomposable(energy)) {
      throw new PluginError(name, 'its energy names terms, which its definition must say: decomposable: true');
    }
    // An energy's own array may be handed to a sampler that writes in it; a property's goes through an objective first.
    return role === 'property' ? sharedProperty(energy) : energy;
  }
}
