import {
  type Energy,
  type EnergyExpression,
  type EnergyNeed,
  isDifferentiable,
  isLocal,
  isSiteLocal,
  type ObjectiveDescription,
  type PartitionEstimator,
  type Reference,
  type Sampler,
  type SamplerTraits,
  type StateSpace,
  type UnitProperty,
} from '@basin/core';
import { definitionOf } from '../language/reading-context.js';
import { resolveExpression } from '../language/resolve-expression.js';
import { kernelsWithin, samplerTraits } from '../language/sampler-traits.js';
import { SecretTexts } from '../language/secret-text.js';
import { canonicalJson } from '../plan/canonical-json.js';
import { EnergyFactory, leavesOf } from './create-energy.js';
import { createPartition, createSampler, type SamplerSurroundings } from './create-sampler.js';
import { CreationScope } from './creation-scope.js';
import { faultAt, type OpenedWorkflow } from './open-workflow.js';

const capabilityOf: Readonly<Record<EnergyNeed, (energy: Energy<unknown>) => boolean>> = {
  gradient: isDifferentiable,
  difference: isLocal,
  'site-energies': isSiteLocal,
};

/** What the steps of one run share: the space, the energies, the secrets; each made when a step first asks for it. */
export class RunParts {
  readonly scope: CreationScope;
  readonly secrets = new SecretTexts(process.env);
  readonly #opened: OpenedWorkflow;
  readonly #factory: EnergyFactory;
  readonly #energies = new Map<string, Promise<Energy<unknown>>>();
  #space: Promise<StateSpace<unknown>> | undefined;

  constructor(opened: OpenedWorkflow, workerCount: number) {
    this.#opened = opened;
    this.scope = new CreationScope(workerCount);
    this.#factory = new EnergyFactory({
      registry: opened.registry,
      context: this.scope,
      secrets: this.secrets,
      space: () => this.space(),
      estimator: (reference) => createPartition(reference, this.#surroundings),
    });
  }

  /** @throws {ConfigurationError} The workflow names no space. */
  space(): Promise<StateSpace<unknown>> {
    this.#space ??= this.#createSpace();
    return this.#space;
  }

  async #createSpace(): Promise<StateSpace<unknown>> {
    const { document, registry } = this.#opened;
    const { space } = document;
    if (space === undefined) {
      const names = registry.definitions('space').map(({ name }) => name);
      const hint = names.length === 0 ? 'no plugin of the file offers one' : `there are ${names.join(', ')}`;
      throw faultAt(this.#opened, ['space'], `'space' is missing: ${hint}`);
    }
    return definitionOf(registry, 'space', space.name).create(this.secrets.fillIn(space.options), this.scope);
  }

  energy(expression: EnergyExpression): Promise<Energy<unknown>> {
    const key = canonicalJson(expression);
    const energy = this.#energies.get(key) ?? this.#factory.create(expression);
    this.#energies.set(key, energy);
    return energy;
  }

  property(reference: Reference<'energy'>): Promise<UnitProperty> {
    return this.#factory.property(reference);
  }

  /** An energy that the file names. */
  #named(name: string): Promise<Energy<unknown>> {
    const { energies } = this.#opened.document;
    return this.energy(resolveExpression({ form: 'named', name, label: name, weight: 1 }, energies));
  }

  /** Of options as the file gives them: what a secret stands for is not said. */
  describeObjective({ name, options }: Reference<'objective'>): ObjectiveDescription {
    return definitionOf(this.#opened.registry, 'objective', name).describe(options);
  }

  samplerTraits(reference: Reference<'sampler'>): SamplerTraits {
    return samplerTraits(reference, this.#opened.registry);
  }

  /** @throws {ConfigurationError} The energy of the step lacks what the sampler needs; the message names the terms. */
  async sampler(
    step: string,
    reference: Reference<'sampler'>,
    expression: EnergyExpression | undefined,
  ): Promise<Sampler<unknown>> {
    if (expression !== undefined) await this.#checkNeeds(['steps', step, 'sampler'], reference, expression);
    return createSampler(reference, this.#surroundings);
  }

  /** @throws {ConfigurationError} The energy of the step lacks what the estimator needs; the message names the terms. */
  async partition(
    step: string,
    reference: Reference<'partition'>,
    expression: EnergyExpression | undefined,
  ): Promise<PartitionEstimator> {
    if (expression !== undefined) await this.#checkNeeds(['steps', step, 'method'], reference, expression);
    return createPartition(reference, this.#surroundings);
  }

  get #surroundings(): SamplerSurroundings {
    return {
      registry: this.#opened.registry,
      context: this.scope,
      space: () => this.space(),
      energy: (name) => this.#named(name),
    };
  }

  async #checkNeeds(
    path: readonly string[],
    { point, name, options }: Reference<'sampler' | 'partition'>,
    expression: EnergyExpression,
  ): Promise<void> {
    const { registry } = this.#opened;
    const { requires } = definitionOf(registry, point, name);
    const energy = await this.energy(expression);
    for (const need of [...requires, ...kernelsWithin(options, registry).flatMap((kernel) => kernel.requires)]) {
      const has = capabilityOf[need];
      if (has(energy)) continue;
      const leaves = leavesOf(expression);
      const lacking = [];
      for (const leaf of leaves) if (!has(await this.#factory.leaf(leaf))) lacking.push(`'${leaf.label}'`);
      const who = lacking.length === 0 ? 'this composition' : lacking.join(', ');
      const what = point === 'sampler' ? `sampler '${name}'` : `estimator '${name}'`;
      const message = `${what} needs the ${need.replace('-', ' ')} of the energy, which ${who} cannot give`;
      throw faultAt(this.#opened, path, message);
    }
  }
}
