import { z } from 'zod';
import type { ChainArrays } from '../kernel/kernel.js';
import { drawWithoutReplacement } from '../numerics/permutation.js';
import type { Rng } from '../numerics/rng.js';
import type { CheckpointValue } from '../sampler/checkpoint.js';
import { ChainContrast, type ContrastiveSettings } from './chain-contrast.js';
import { modelChainOptions, tuningStates } from './contrastive-divergence.js';
import { meanEnergy } from './mean-energy.js';
import { ModelChains } from './model-chains.js';
import {
  drawSlots,
  packBuffer,
  type ReplayBuffer,
  readSlots,
  replayBuffer,
  unpackBuffer,
  writeSlots,
} from './replay-buffer.js';
import type { Trainer, TrainingSubject } from './trainer.js';
import { defineTrainer } from './trainer-definition.js';

export interface PersistentSettings extends ContrastiveSettings {
  /** Slots of the buffer. */
  readonly buffer: number;
  /** Chains of a training step; as many as the minibatch has examples when absent. */
  readonly chains?: number | undefined;
  /** Probability with which a chain begins anew. */
  readonly reinitialise: number;
  /** Where chains begin: at examples, or at random states of the space. */
  readonly start: 'data' | 'random';
}

/** What persistent contrastive divergence remembers. */
export interface PersistentState<B> {
  readonly buffer: ReplayBuffer<B>;
  /** The kernel's, one row for all chains. */
  readonly parameters: ChainArrays;
}

/**
 * Persistent contrastive divergence: chains go on from where they were, out of a buffer of more chains than a step moves; each is
 * written back to the slot that it was drawn from.
 *
 * @throws {ConfigurationError} The kernel cannot be used on the subject.
 * @see Tieleman, ICML 2008; Du & Mordatch, NeurIPS 2019, arXiv:1903.08689, for the buffer.
 */
export function persistentContrastiveDivergence<B>(
  subject: TrainingSubject<B>,
  settings: PersistentSettings,
): Trainer<PersistentState<B>, B> {
  const { space, energy } = subject;
  const chains = new ModelChains(subject, settings);
  const contrast = new ChainContrast(subject, settings);
  const begin = (rng: Rng, count: number) => startingStates(rng, subject, settings.start, count);
  return {
    ownNames: [],
    notes: contrast.notes,
    init: async (rng) => {
      const states = await begin(rng.split(1), settings.buffer);
      const { parameters, evaluations } = await chains.tune(rng.split(0), tuningStates(subject));
      return { state: { buffer: replayBuffer(space, states), parameters }, own: new Float64Array(0), evaluations };
    },
    step: async (rng, { buffer, parameters }, { examples }) => {
      const dataCount = space.size(examples);
      const places = drawSlots(rng.split(2), buffer, settings.chains ?? dataCount);
      const starts = await restarted(rng.split(3), readSlots(space, buffer, places), begin);
      const moved = await chains.move(rng.split(0), parameters, starts);
      const dataEnergy = meanEnergy(await energy.evaluate(examples));
      const neighbours = () => readSlots(space, buffer, drawSlots(rng.split(4), buffer, settings.entropy!.neighbours));
      const contrasted = await contrast.of(rng.split(1), examples, moved, dataEnergy, neighbours);
      const evaluations = moved.evaluations + dataCount + contrasted.evaluations;
      const written = writeSlots(space, buffer, places, contrasted.modelStates);
      return [
        { buffer: written, parameters },
        { ...contrasted, evaluations },
      ];
    },
    // Arrays of numbers by name are what a checkpoint holds.
    pack: ({ buffer, parameters }) => ({
      buffer: packBuffer(space, buffer),
      parameters: parameters as CheckpointValue,
    }),
    unpack: async (packed) => {
      const { buffer, parameters } = packed as { readonly buffer: CheckpointValue; readonly parameters: ChainArrays };
      return { buffer: await unpackBuffer(space, buffer), parameters };
    },
  };

  /** The states, some of them begun anew. */
  async function restarted(rng: Rng, states: B, make: (rng: Rng, count: number) => Promise<B>): Promise<B> {
    const rows = Int32Array.from({ length: space.size(states) }, (_, row) => row);
    const coins = new Float64Array(rows.length);
    rng.fillUniform(coins);
    const anew = rows.filter((row) => coins[row]! < settings.reinitialise);
    if (anew.length === 0) return states;
    anew.forEach((row, i) => {
      rows[row] = coins.length + i;
    });
    return space.take(space.concat([states, await make(rng.split(0), anew.length)]), rows);
  }
}

/** Where chains begin. Examples are drawn without repeats for as long as there are some. */
async function startingStates<B>(
  rng: Rng,
  { space, set }: TrainingSubject<B>,
  start: PersistentSettings['start'],
  count: number,
): Promise<B> {
  if (start === 'random') return space.random(rng, count);
  const exampleCount = space.size(set.examples);
  const rows = new Int32Array(count);
  for (let from = 0; from < count; from += exampleCount) {
    const part = Math.min(exampleCount, count - from);
    rows.set(drawWithoutReplacement(rng, exampleCount, part), from);
  }
  return space.take(set.examples, rows);
}

/** The trainer `persistent-contrastive-divergence`. */
export const persistentContrastiveDivergenceTrainer = defineTrainer({
  name: 'persistent-contrastive-divergence',
  summary: 'Chains that go on from step to step show what the model has too much of',
  details:
    'As contrastive-divergence, but chains start where they last were: a buffer holds more of them than a step moves, each is ' +
    'written back to its slot, and some begin anew. With a small rate the chains follow the model, and the direction is ' +
    'that of the likelihood.',
  reference: 'Tieleman, ICML 2008; Du & Mordatch, NeurIPS 2019; Du, Li, Tenenbaum & Mordatch, ICML 2021 (entropy)',
  space: 'any',
  targets: 'none',
  options: (refer) =>
    z.strictObject({
      ...modelChainOptions(refer),
      buffer: z.int().min(1).default(10_000).describe('Chains that are kept'),
      chains: z
        .int()
        .min(1)
        .optional()
        .describe('Chains that move in a training step; as many as a minibatch has examples when absent'),
      reinitialise: z.number().min(0).max(1).default(0.05).describe('Probability with which a chain begins anew'),
      start: z
        .enum(['data', 'random'])
        .default('data')
        .describe('Where chains begin: at examples, or at random states of the space'),
    }),
  example: { kernel: { langevin: { stepSize: 0.01 } }, steps: 10, buffer: 10_000, reinitialise: 0.05 },
  create: async ({ kernel, ...settings }, parts) => {
    const made = await parts.kernel(kernel);
    return (subject) => persistentContrastiveDivergence(subject, { ...settings, kernel: made });
  },
});
