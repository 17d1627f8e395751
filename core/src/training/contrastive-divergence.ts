import { z } from 'zod';
import type { ReferenceSchemas } from '../extension/definition.js';
import type { ChainArrays } from '../kernel/kernel.js';
import type { CheckpointValue } from '../sampler/checkpoint.js';
import { ChainContrast, type ContrastiveSettings } from './chain-contrast.js';
import { ModelChains } from './model-chains.js';
import type { Trainer, TrainingSubject } from './trainer.js';
import { defineTrainer } from './trainer-definition.js';

/** What contrastive divergence remembers: the parameters of its kernel, one row for all chains. */
export interface ContrastiveState {
  readonly parameters: ChainArrays;
}

/** Rows of the examples on which a kernel is tuned. */
const tuningRows = 64;

/** The first examples, some, on which kernels are tuned. */
export function tuningStates<B>({ space, set }: TrainingSubject<B>): B {
  const rowCount = Math.min(tuningRows, space.size(set.examples));
  return space.take(
    set.examples,
    Int32Array.from({ length: rowCount }, (_, row) => row),
  );
}

/**
 * Contrastive divergence: chains start at the minibatch and take k steps; their last states stand for the model.
 *
 * @remarks (k + 3) evaluations an example with a kernel of one evaluation a step.
 * @throws {ConfigurationError} The kernel cannot be used on the subject.
 * @see Hinton, Neural Comput. 14, 1771 (2002).
 */
export function contrastiveDivergence<B>(
  subject: TrainingSubject<B>,
  settings: ContrastiveSettings,
): Trainer<ContrastiveState, B> {
  const chains = new ModelChains(subject, settings);
  const contrast = new ChainContrast(subject, settings);
  return {
    ownNames: [],
    notes: contrast.notes,
    init: async (rng) => {
      const { parameters, evaluations } = await chains.tune(rng, tuningStates(subject));
      return { state: { parameters }, own: new Float64Array(0), evaluations };
    },
    step: async (rng, state, { examples }) => {
      const moved = await chains.move(rng.split(0), state.parameters, examples);
      const contrasted = await contrast.of(rng.split(1), examples, moved, moved.startEnergy, (states) => states);
      return [state, { ...contrasted, evaluations: moved.evaluations + contrasted.evaluations }];
    },
    // Arrays of numbers by name are what a checkpoint holds.
    pack: ({ parameters }) => ({ parameters: parameters as CheckpointValue }),
    unpack: (packed) => packed as unknown as ContrastiveState,
  };
}

/** Options of trainers that sample the model. */
export function modelChainOptions(refer: ReferenceSchemas) {
  return {
    kernel: refer.to('kernel').describe('How the chains move'),
    steps: z.int().min(1).default(10).describe('k: steps of every chain for each training step'),
    beta: z
      .number()
      .positive()
      .default(1)
      .describe('Inverse temperature of the chains; above 1 they are colder than the model that they stand for'),
    tuning: z
      .int()
      .min(0)
      .default(50)
      .describe('Steps before the first in which the kernel tunes itself, on the model that training begins with'),
    entropy: z
      .strictObject({
        weight: z.number().positive().default(1).describe('Weight of the term'),
        stepSize: z
          .number()
          .positive()
          .describe(
            'λ of one more Langevin step, through which the gradient goes; in squared units of the coordinates',
          ),
        neighbours: z
          .int()
          .min(1)
          .default(100)
          .describe(
            'States of the buffer among which the nearest is looked for; contrastive-divergence takes its chains',
          ),
      })
      .optional()
      .describe('The term of Du et al. (2021) that keeps chains from collapsing; needs coordinates and gradients'),
  };
}

/** The trainer `contrastive-divergence`. */
export const contrastiveDivergenceTrainer = defineTrainer({
  name: 'contrastive-divergence',
  summary: 'Chains that start at the data show what the model has too much of',
  details:
    'Lowers the energy of the data and raises that of states that k steps of the kernel make of them. The direction is that of ' +
    'the likelihood only where the chains forget the data within k steps: regions far from all data are never visited, and ' +
    'may keep a low energy. The kernel is tuned before the first step and not again.',
  reference: 'Hinton, Neural Comput. 14, 1771 (2002); Du, Li, Tenenbaum & Mordatch, ICML 2021 (entropy)',
  space: 'any',
  targets: 'none',
  options: (refer) => z.strictObject(modelChainOptions(refer)),
  example: { kernel: { langevin: { stepSize: 0.01 } }, steps: 10 },
  create: async ({ kernel, ...settings }, parts) => {
    const made = await parts.kernel(kernel);
    return (subject) => contrastiveDivergence(subject, { ...settings, kernel: made });
  },
});
