import {
  ConfigurationError,
  type CreationContext,
  createEngine,
  type Encoder,
  type EncoderDefinition,
  type EnergyContext,
  type EngineCandidate,
  type EngineChoice,
  optionsSchemaOf,
  type Reference,
  type Registry,
  type StateSpace,
  type TensorEngine,
} from '@basin/core';
import { definitionOf } from '../language/reading-context.js';
import type { SecretTexts } from '../language/secret-text.js';
import { canonicalJson } from '../plan/canonical-json.js';
import { spaceContext } from './creation-scope.js';

/** What energies are created with, apart from their space. */
export interface EnergyResources {
  readonly registry: Registry;
  readonly context: CreationContext;
  readonly secrets: SecretTexts;
  readFile(path: string): Promise<Uint8Array>;
}

/** Makes what energies share: engines, one for all who choose alike. */
export class EnergyContexts {
  readonly #resources: EnergyResources;
  readonly #engines = new Map<string, Promise<TensorEngine>>();

  constructor(resources: EnergyResources) {
    this.#resources = resources;
  }

  of(space: StateSpace<unknown>): EnergyContext<unknown> {
    const { context, readFile } = this.#resources;
    return {
      space,
      // Whoever asks for it is taken to have threads of its own: a spread would ask.
      get workerCount() {
        return context.workerCount;
      },
      onDispose: (dispose) => context.onDispose(dispose),
      encoder: (reference) => this.#encoder(space, reference),
      engine: (choice) => this.#engine(choice),
      readFile,
    };
  }

  async #encoder(space: StateSpace<unknown>, reference: Reference<'encoder'> | undefined): Promise<Encoder<unknown>> {
    const { registry, context, secrets } = this.#resources;
    const definition =
      reference === undefined ? this.#defaultEncoder(space.kind) : definitionOf(registry, 'encoder', reference.name);
    if (definition.space !== space.kind) {
      const message = `encoder '${definition.name}' reads states of '${definition.space}', not of '${space.kind}'`;
      throw new ConfigurationError([{ path: ['encoder'], message }]);
    }
    const options =
      reference === undefined ? optionsSchemaOf(definition, registry).parse({}) : secrets.fillIn(reference.options);
    return definition.create(options, spaceContext(context, space));
  }

  #defaultEncoder(kind: string): EncoderDefinition {
    const { registry } = this.#resources;
    const fitting = registry
      .definitions('encoder')
      .map(({ name }) => definitionOf(registry, 'encoder', name))
      .filter(({ space }) => space === kind);
    const best = fitting.find(({ isDefault }) => isDefault === true);
    if (best !== undefined) return best;
    const names = fitting.map(({ name }) => name).join(', ');
    const hint = names === '' ? 'no plugin of the file offers one' : `write encoder: with one of ${names}`;
    throw new ConfigurationError([{ path: ['encoder'], message: `states of '${kind}' need an encoder: ${hint}` }]);
  }

  #engine(choice: EngineChoice): Promise<TensorEngine> {
    const key = canonicalJson([choice.engine ?? null, choice.device]);
    const known = this.#engines.get(key);
    if (known !== undefined) return known;
    const created = createEngine(this.#candidates(choice), choice, this.#resources.context);
    this.#engines.set(key, created);
    return created;
  }

  #candidates({ engine }: EngineChoice): readonly EngineCandidate[] {
    const { registry, secrets } = this.#resources;
    if (engine !== undefined) {
      const definition = definitionOf(registry, 'engine', engine.name);
      return [{ definition, options: secrets.fillIn(engine.options) }];
    }
    return registry.definitions('engine').map(({ name }) => {
      const definition = definitionOf(registry, 'engine', name);
      return { definition, options: optionsSchemaOf(definition, registry).parse({}) };
    });
  }
}
