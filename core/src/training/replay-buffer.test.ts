import { describe, expect, it } from 'vitest';
import { fixedKernel, type TunableKernel } from '../kernel/kernel.js';
import { randomStream } from '../numerics/random-stream.js';
import { VectorSpace } from '../state/vector-space.js';
import { waveEnergy } from './fixtures/wave-energy.js';
import { type PersistentSettings, persistentContrastiveDivergence } from './persistent-contrastive-divergence.js';
import { drawSlots, packBuffer, readSlots, replayBuffer, unpackBuffer, writeSlots } from './replay-buffer.js';

const line = VectorSpace.ofDimension(1);

describe('a replay buffer', () => {
  const buffer = replayBuffer(line, Float64Array.of(10, 11, 12, 13, 14));

  it('gives and takes states at the places that are named, and stays what it was', () => {
    const places = Int32Array.of(3, 0, 4);
    expect([...readSlots(line, buffer, places)]).toEqual([13, 10, 14]);
    const written = writeSlots(line, buffer, places, Float64Array.of(1, 2, 3));
    expect([...line.concat(written.slots)]).toEqual([2, 11, 12, 1, 3]);
    expect([...line.concat(buffer.slots)]).toEqual([10, 11, 12, 13, 14]);
  });

  it('draws different slots, at most all of them', () => {
    const places = drawSlots(randomStream(1, 'slots'), buffer, 9);
    expect([...places].sort()).toEqual([0, 1, 2, 3, 4]);
  });

  it('is packed with its order', async () => {
    const again = await unpackBuffer(line, packBuffer(line, buffer));
    expect([...line.concat(again.slots)]).toEqual([10, 11, 12, 13, 14]);
  });
});

/** A kernel that adds 100 to every state. */
function hundredMore<B>(): TunableKernel<B> {
  const kernel = {
    init: (batch: Float64Array) => ({ batch, energy: new Float64Array(batch.length) }),
    step: (_: unknown, { batch, energy }: { batch: Float64Array; energy: Float64Array }) =>
      [
        { batch: batch.map((x) => x + 100), energy },
        { accepted: new Uint8Array(energy.length).fill(1), evaluations: 0 },
      ] as const,
  };
  // The states of this test are points of the line.
  return fixedKernel(kernel) as unknown as TunableKernel<B>;
}

describe('persistent chains', () => {
  const examples = Float64Array.from({ length: 8 }, (_, row) => row);
  const subject = { space: line, energy: waveEnergy([0, 0], 1), set: { examples } };
  const settings: PersistentSettings = {
    kernel: hundredMore,
    steps: 2,
    beta: 1,
    tuning: 0,
    buffer: 8,
    chains: 3,
    reinitialise: 0,
    start: 'data',
  };
  const minibatch = { examples: Float64Array.of(0, 1) };
  const own = new Float64Array(0);

  it('go on from their slots and come back to them', async () => {
    const trainer = persistentContrastiveDivergence(subject, settings);
    const { state } = await trainer.init(randomStream(4, 'start'));
    const before = line.concat(state.buffer.slots);
    expect([...before].sort()).toEqual([...examples]);
    const [after, { modelStates }] = await trainer.step(randomStream(4, 'step'), state, minibatch, own);
    const now = line.concat(after.buffer.slots);
    const moved = [...now.keys()].filter((slot) => now[slot] !== before[slot]);
    expect(moved).toHaveLength(3);
    for (const slot of moved) expect(now[slot]).toBe(before[slot]! + 200);
    expect([...modelStates!].sort()).toEqual(moved.map((slot) => now[slot]).sort());
    expect(line.concat(state.buffer.slots)).toEqual(before);
  });

  it('begin anew at the rate that was asked for', async () => {
    const fresh = persistentContrastiveDivergence(subject, {
      ...settings,
      buffer: 4000,
      chains: 4000,
      reinitialise: 0.1,
    });
    const { state } = await fresh.init(randomStream(5, 'start'));
    const [once] = await fresh.step(randomStream(5, 'step 1'), state, minibatch, own);
    const [twice] = await fresh.step(randomStream(5, 'step 2'), once, minibatch, own);
    const young = line.concat(twice.buffer.slots).filter((x) => x < 300).length;
    // Binomial: 400 ± 19; five deviations fail once in two million seeds.
    expect(Math.abs(young - 400)).toBeLessThan(95);
  });

  it('begin at random states of the space where that is asked for', async () => {
    const random = persistentContrastiveDivergence(subject, { ...settings, start: 'random' });
    const { state } = await random.init(randomStream(6, 'start'));
    expect([...line.concat(state.buffer.slots)].some((x) => Number.isInteger(x))).toBe(false);
  });
});
