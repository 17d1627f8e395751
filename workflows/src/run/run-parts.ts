import { join } from 'node:path';
import {
  ConfigurationError,
  type ConfigurationFault,
  DesignError,
  type Energy,
  type EnergyExpression,
  type ObjectiveDescription,
  type PartitionEstimator,
  type Reference,
  type Registry,
  type Sampler,
  type SamplerTraits,
  type StateSpace,
  type TrainerMaker,
  type UnitProperty,
} from '@basin/core';
import { openArrow } from '@basin/datasets';
import { definitionOf } from '../language/reading-context.js';
import { resolveExpression } from '../language/resolve-expression.js';
import { samplerTraits } from '../language/sampler-traits.js';
import { SecretTexts } from '../language/secret-text.js';
import type { KeyPath, SourcePlaces } from '../language/source-places.js';
import type { WorkflowDocument } from '../language/workflow-document.js';
import { canonicalJson } from '../plan/canonical-json.js';
import { EnergyFactory, type EnergySurroundings, type LeafExpression } from './create-energy.js';
import { createPartition, createSampler, createTrainer, type SamplerSurroundings } from './create-sampler.js';
import { CreationScope } from './creation-scope.js';
import { missingNeeds } from './energy-needs.js';
import { faultAt } from './fault-at.js';
import { readParameters } from './read-parameters.js';
import { readWorkspaceFile } from './read-workspace-file.js';
import type { Workspace } from './workspace.js';

/** The file that parts are made of. */
export interface PartsSource {
  readonly document: Pick<WorkflowDocument, 'space' | 'energies' | 'steps'>;
  readonly places: SourcePlaces;
  readonly registry: Registry;
  readonly workspace: Pick<Workspace, 'folder'>;
}

/** How parts are made otherwise than for a run. */
export interface PartsOptions {
  /** See `EnergySurroundings`. */
  readonly estimate?: EnergySurroundings['estimate'];
  /** Whether no step has run: what is to be trained is taken as it is. */
  readonly isRehearsal?: boolean;
}

/** What the steps of one run share: the space, the energies, the secrets; each made when a step first asks for it. */
export class RunParts {
  readonly scope: CreationScope;
  readonly secrets = new SecretTexts(process.env);
  /** Paths of the tables of parameters that steps have learned, relative to the workspace, by step. */
  readonly learned = new Map<string, string>();
  readonly #opened: PartsSource;
  readonly #factory: EnergyFactory;
  readonly #energies = new Map<string, Promise<Energy<unknown>>>();
  #space: Promise<StateSpace<unknown>> | undefined;

  constructor(opened: PartsSource, workerCount: number, { estimate, isRehearsal = false }: PartsOptions = {}) {
    this.#opened = opened;
    this.scope = new CreationScope(workerCount);
    this.#factory = new EnergyFactory({
      registry: opened.registry,
      context: this.scope,
      secrets: this.secrets,
      space: () => this.space(),
      estimator: (reference) => createPartition(reference, this.#surroundings, []),
      estimate,
      readFile: (path) => readWorkspaceFile(opened.workspace.folder, path),
      parameters: async (step) => (isRehearsal ? undefined : this.#parameters(step)),
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
      throw faultAt(this.#opened.places, ['space'], `'space' is missing: ${hint}`);
    }
    return definitionOf(registry, 'space', space.name).create(this.secrets.fillIn(space.options), this.scope);
  }

  energy(expression: EnergyExpression): Promise<Energy<unknown>> {
    const key = canonicalJson(expression);
    const energy = this.#energies.get(key) ?? this.#factory.create(expression);
    this.#energies.set(key, energy);
    return energy;
  }

  /** An energy that nothing else uses. */
  energyApart(expression: EnergyExpression): Promise<Energy<unknown>> {
    return this.#factory.createApart(expression);
  }

  property(reference: Reference<'energy'>): Promise<UnitProperty> {
    return this.#factory.property(reference);
  }

  /** The energy of a leaf, before its objective. */
  leaf(expression: LeafExpression): Promise<Energy<unknown>> {
    return this.#factory.leaf(expression);
  }

  /** An energy that the file names. */
  #named(name: string): Promise<Energy<unknown>> {
    const named = { form: 'named', name, label: name, weight: 1 } as const;
    return this.energy(resolveExpression(named, this.#opened.document));
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
    const path = ['steps', step, 'sampler'];
    if (expression !== undefined) await this.#checkNeeds(path, reference, expression);
    return createSampler(reference, this.#surroundings, path);
  }

  /** @throws {ConfigurationError} The energy of the step lacks what the estimator needs; the message names the terms. */
  async partition(
    step: string,
    reference: Reference<'partition'>,
    expression: EnergyExpression | undefined,
  ): Promise<PartitionEstimator> {
    const path = ['steps', step, 'method'];
    if (expression !== undefined) await this.#checkNeeds(path, reference, expression);
    return createPartition(reference, this.#surroundings, path);
  }

  /** @throws {ConfigurationError} The energy of the step lacks what training needs; the message names the terms. */
  async trainer(
    step: string,
    reference: Reference<'trainer'>,
    expression: EnergyExpression | undefined,
  ): Promise<TrainerMaker> {
    const path = ['steps', step, 'trainer'];
    if (expression !== undefined) await this.#checkNeeds(path, reference, expression);
    return createTrainer(reference, this.#surroundings, path);
  }

  async #parameters(step: string): Promise<Float64Array> {
    const path = this.learned.get(step);
    if (path === undefined) throw new DesignError(`step '${step}' has learned no parameters`);
    return readParameters(await openArrow(join(this.#opened.workspace.folder, path)));
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
    path: KeyPath,
    reference: Reference<'sampler' | 'partition' | 'trainer'>,
    expression: EnergyExpression,
  ): Promise<void> {
    const { registry: source, places } = this.#opened;
    const context = {
      source,
      space: await this.space(),
      energy: (term: EnergyExpression) => this.energy(term),
      property: async (property: Reference<'energy'>) => (await this.property(property)).property,
    };
    const faults = await missingNeeds({ reference, path, expression }, context);
    if (faults.length > 0) throw new ConfigurationError(faults.map((fault) => placedFault(fault, places)));
  }
}

function placedFault(fault: ConfigurationFault, places: SourcePlaces): ConfigurationFault {
  const position = places.ofValue(fault.path);
  return position === undefined ? fault : { ...fault, position };
}
