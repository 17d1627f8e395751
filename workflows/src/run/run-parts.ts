import {
  type Energy,
  type EnergyExpression,
  type EnergyNeed,
  isDifferentiable,
  isLocal,
  isSiteLocal,
  type ObjectiveDescription,
  type Reference,
  type Registry,
  type Sampler,
  type StateSpace,
} from '@basin/core';
import { definitionOf } from '../language/reading-context.js';
import { resolveExpression } from '../language/resolve-expression.js';
import { SecretTexts } from '../language/secret-text.js';
import { canonicalJson } from '../plan/canonical-json.js';
import { EnergyFactory, leavesOf } from './create-energy.js';
import { createSampler } from './create-sampler.js';
import { CreationScope } from './creation-scope.js';
import { faultAt, type OpenedWorkflow } from './open-workflow.js';

const capabilityOf: Readonly<Record<EnergyNeed, (energy: Energy<unknown>) => boolean>> = {
  gradient: isDifferentiable,
  difference: isLocal,
  'site-energies': isSiteLocal,
};

/** What the kernels need of the energy that options refer to, at any depth. */
function kernelNeeds(options: unknown, registry: Registry): readonly EnergyNeed[] {
  if (typeof options !== 'object' || options === null) return [];
  const inner = Object.values(options).flatMap((value) => kernelNeeds(value, registry));
  const { point, name } = options as Partial<Reference>;
  return point === 'kernel' && name !== undefined
    ? [...definitionOf(registry, 'kernel', name).requires, ...inner]
    : inner;
}

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
    this.#factory = new EnergyFactory(opened.registry, this.scope, this.secrets, () => this.space());
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

  /** An energy that the file names. */
  #named(name: string): Promise<Energy<unknown>> {
    const { energies } = this.#opened.document;
    return this.energy(resolveExpression({ form: 'named', name, label: name, weight: 1 }, energies));
  }

  /** Of options as the file gives them: what a secret stands for is not said. */
  describeObjective({ name, options }: Reference<'objective'>): ObjectiveDescription {
    return definitionOf(this.#opened.registry, 'objective', name).describe(options);
  }

  /** @throws {ConfigurationError} The energy of the step lacks what the sampler needs; the message names the terms. */
  async sampler(
    step: string,
    reference: Reference<'sampler'>,
    expression: EnergyExpression | undefined,
  ): Promise<Sampler<unknown>> {
    if (expression !== undefined) await this.#checkNeeds(step, reference, expression);
    const { registry } = this.#opened;
    return createSampler(reference, {
      registry,
      context: this.scope,
      space: () => this.space(),
      energy: (name) => this.#named(name),
    });
  }

  async #checkNeeds(step: string, reference: Reference<'sampler'>, expression: EnergyExpression): Promise<void> {
    const { name } = reference;
    const { requires } = definitionOf(this.#opened.registry, 'sampler', name);
    const energy = await this.energy(expression);
    for (const need of [...requires, ...kernelNeeds(reference.options, this.#opened.registry)]) {
      const has = capabilityOf[need];
      if (has(energy)) continue;
      const leaves = leavesOf(expression);
      const lacking = [];
      for (const leaf of leaves) if (!has(await this.#factory.leaf(leaf))) lacking.push(`'${leaf.label}'`);
      const who = lacking.length === 0 ? 'this composition' : lacking.join(', ');
      const message = `sampler '${name}' needs the ${need.replace('-', ' ')} of the energy, which ${who} cannot give`;
      throw faultAt(this.#opened, ['steps', step, 'sampler'], message);
    }
  }
}
