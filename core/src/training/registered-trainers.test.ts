import { describe, expect, it } from 'vitest';
import { coreModule } from '../core-module.js';
import { optionsSchemaOf } from '../extension/reference.js';
import { Registry } from '../extension/registry.js';
import type { KernelDefinition, KernelMaker, KernelParts } from '../kernel/kernel-definition.js';
import { Pairwise } from '../models/pairwise.js';
import { randomStream } from '../numerics/random-stream.js';
import { CategoricalSpace } from '../state/categorical-space.js';
import { VectorSpace } from '../state/vector-space.js';
import { checkDefinition } from '../testing/check-definition.js';
import { trainToEnd } from './fixtures/train-to-end.js';
import { waveEnergy } from './fixtures/wave-energy.js';
import type { TrainerDefinition, TrainerParts } from './trainer-definition.js';
import { trainingSettings } from './training-options.js';

const registry = new Registry();
registry.load({ name: '@basin/core', version: '0.1.0' }, coreModule);
const trainers = registry.definitions('trainer') as readonly unknown[] as readonly TrainerDefinition[];

const parts: TrainerParts = {
  kernel: ({ name, options }) => {
    // The registry hands out literals of any options; those of a reference were parsed by the literal's own schema.
    const definition = registry.definition('kernel', name) as unknown as KernelDefinition;
    return definition.create(options, {} as KernelParts) as KernelMaker;
  },
};

it('core registers seven ways to learn', () => {
  expect(trainers.map(({ name }) => name).toSorted()).toEqual([
    'contrastive-divergence',
    'denoising-score-matching',
    'noise-contrastive',
    'persistent-contrastive-divergence',
    'pseudo-likelihood',
    'regression',
    'sliced-score-matching',
  ]);
});

describe.each(trainers.map((definition) => [definition.name, definition] as const))('trainer %s', (_, definition) => {
  it('says of itself what it must, with a reference', async () => {
    await checkDefinition(definition, registry);
    expect(definition.reference).toMatch(/\d{4}/);
  });

  it('trains with the options of its example', async () => {
    const options = optionsSchemaOf(definition, registry).parse(definition.example ?? {});
    const maker = await definition.create(options, parts);
    const run = { rng: randomStream(1, 'training'), signal: undefined };
    const settings = trainingSettings({ steps: 3, batch: 8 });
    if (definition.space === 'discrete') {
      const space = CategoricalSpace.uniform(3, 2);
      const energy = new Pairwise({
        space,
        pairs: Int32Array.of(0, 1),
        fields: new Float64Array(6),
        couplings: new Float64Array(4),
      });
      const set = { examples: space.random(randomStream(2, 'examples'), 16) };
      const result = await trainToEnd({ space, energy, set, ...run }, maker, settings);
      expect(result.parameters).not.toEqual(new Float64Array(10));
      return;
    }
    const space = VectorSpace.ofDimension(2);
    const energy = waveEnergy([0, 0, 0, 0], 2);
    const set = { examples: space.random(randomStream(2, 'examples'), 16), targets: new Float64Array(16).fill(3) };
    const result = await trainToEnd({ space, energy, set, ...run }, maker, settings);
    expect(result.stopReason).toBe('steps');
    expect(result.parameters).not.toEqual(new Float64Array(4));
    expect(result.recoveries).toEqual([]);
  });
});
