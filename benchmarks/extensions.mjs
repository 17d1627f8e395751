import { coreModule, optionsSchemaOf, Registry } from '@basin/core';
import { energyContextOf } from '@basin/core/testing';
import { basinModule as neuralModule } from '../plugins/neural/dist/neural-module.js';

const registry = new Registry();
registry.load({ name: '@basin/core', version: '' }, coreModule);
registry.load({ name: '@basin/neural', version: '' }, neuralModule);

/** An extension by its name and its options in a workflow file, made as a workflow makes it. */
export async function create(point, name, options, context) {
  const definition = registry.definition(point, name);
  return definition.create(optionsSchemaOf(definition, registry).parse(options), context);
}

/** What options that refer to extensions are made with: `kernel` of a trainer or an estimator. */
export const parts = { kernel: ({ name, options }) => create('kernel', name, options, {}) };

/** An engine on the processor, with one thread. */
export async function engineOf(name) {
  const definition = registry.definition('engine', name);
  return definition.create(definition.options.parse({}), 'cpu', { workerCount: 1, onDispose: () => {} });
}

/** A space of coordinates and an energy over it by name and options, a network run by `engine` where it is one. */
export async function energyOver(spaceOptions, energyName, energyOptions, engine = 'neural/onnx-runtime') {
  const space = await create('space', 'vector', spaceOptions, {});
  const context = energyContextOf(space, {
    encoder: () => create('encoder', 'coordinates', {}, { space }),
    engine: () => engineOf(engine),
  });
  return { space, energy: await create('energy', energyName, energyOptions, context) };
}
