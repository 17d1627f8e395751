import {
  all,
  type Differentiable,
  type Energy,
  InvalidStateError,
  isDifferentiable,
  isLocal,
  type Local,
  NonFiniteEnergyError,
  randomStream,
  type VectorBatch,
  VectorSpace,
} from '@basin/core';
import { describe, expect, it } from 'vitest';
import { rejectingEnergy, throwForbiddingEnergy } from './rejecting-energy.js';

const space = VectorSpace.ofDimension(1);
const signal = { aborted: false };

async function states(...values: number[]): Promise<VectorBatch> {
  const [name = ''] = Object.keys(space.encode(await space.random(randomStream(1, 'layout'), 1)));
  return (await space.decode({ [name]: { type: 'vector', values: Float64Array.from(values), width: 1 } })).batch;
}

/** √x: undefined below 0; throws at 13, naming the row. */
const squareRoot: Energy<VectorBatch> = {
  evaluate: (batch) => {
    const column = Object.values(space.encode(batch))[0];
    const values = column?.type === 'vector' ? column.values : new Float64Array();
    const unlucky = values.indexOf(13);
    if (unlucky !== -1) throw new InvalidStateError(unlucky, 'thirteen');
    return values.map(Math.sqrt);
  },
};

describe('rejectingEnergy', () => {
  it('forbids and counts the states without an energy, and keeps the others', async () => {
    const { energy, rejected } = rejectingEnergy(space, squareRoot, signal);
    const values = await energy.evaluate(await states(4, -1, 9, 13, 16));
    expect([...values]).toEqual([2, Number.POSITIVE_INFINITY, 3, Number.POSITIVE_INFINITY, 4]);
    expect(rejected().count).toBe(2);
  });

  it('hands values through where every state has one', async () => {
    const { energy, rejected } = rejectingEnergy(space, squareRoot, signal);
    expect([...(await energy.evaluate(await states(4, 0)))]).toEqual([2, 0]);
    expect(rejected()).toEqual({ count: 0, first: undefined });
  });

  it('ends where no state at all has an energy, and only then', async () => {
    const { energy, rejected } = rejectingEnergy(space, squareRoot, signal);
    await expect(energy.evaluate(await states(-1, 13))).rejects.toThrow('no state has an energy');
    await energy.evaluate(await states(1));
    expect([...(await energy.evaluate(await states(-1)))]).toEqual([Number.POSITIVE_INFINITY]);
    expect(rejected().count).toBe(1);
  });

  it('keeps the capabilities of the energy', () => {
    const local: Local<VectorBatch> = { ...squareRoot, difference: () => new Float64Array() };
    const { energy } = rejectingEnergy(space, local, signal);
    expect(isLocal(energy)).toBe(true);
    expect(isDifferentiable(energy)).toBe(false);
  });
});

describe('throwForbiddingEnergy', () => {
  it('forbids states for which the energy throws, and leaves those that are NaN to the kernel', async () => {
    const { energy, rejected } = throwForbiddingEnergy(space, squareRoot, signal);
    const values = await energy.evaluate(await states(4, -1, 9, 13, 16));
    expect([...values]).toEqual([2, Number.NaN, 3, Number.POSITIVE_INFINITY, 4]);
    expect(rejected()).toMatchObject({ count: 1, first: { message: 'thirteen' } });
    expect([...(await energy.evaluate(await states(-4)))]).toEqual([Number.NaN]);
  });

  it('lets an error that names the term through', async () => {
    const composed = all([{ name: 'root', energy: squareRoot, weight: 1 }]);
    const { energy } = throwForbiddingEnergy(space, composed, signal);
    await expect(async () => energy.evaluate(await states(4, -1))).rejects.toThrow(NonFiniteEnergyError);
  });

  it('gives the gradients of the states for which the energy does not throw', async () => {
    const steep: Differentiable<VectorBatch> = {
      ...squareRoot,
      evaluateWithGradient: (batch) => ({
        energy: squareRoot.evaluate(batch) as Float64Array,
        gradient: batch.map((x) => 0.5 / Math.sqrt(x)),
      }),
    };
    const { energy, rejected } = throwForbiddingEnergy(space, steep, signal);
    if (!isDifferentiable(energy)) throw new Error('the gradient is lost');
    const found = await energy.evaluateWithGradient(await states(4, 13, 16));
    expect([...found.energy]).toEqual([2, Number.POSITIVE_INFINITY, 4]);
    expect([...found.gradient]).toEqual([0.25, 0, 0.125]);
    expect(rejected().count).toBe(1);
  });

  it('goes on counting where an earlier run stood', async () => {
    const before = { count: 3, first: { message: 'the first' } };
    const { energy, rejected } = throwForbiddingEnergy(space, squareRoot, signal, before);
    await energy.evaluate(await states(13, 1));
    expect(rejected()).toEqual({ count: 4, first: { message: 'the first' } });
  });
});
