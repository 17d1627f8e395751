import { all, ConfigurationError, type Energy, propertyEnergy, randomStream, type Sampler } from '@basin/core';
import { describe, expect, it } from 'vitest';
import { cells, type InMemoryParts, memoryInput, memoryTable, runInMemory } from './fixtures/in-memory-context.js';
import { NumberSpace } from './fixtures/number-space.js';
import { sample } from './sample.js';
import { stepNameOf } from './trace-schema.js';

const space = new NumberSpace();
const absolute: Energy<Float64Array> = { evaluate: (batch) => batch.map(Math.abs) };
const energy = all<Float64Array>([
  {
    name: 'size',
    energy: propertyEnergy(absolute, 'm', { energy: (v) => v.slice(), derivative: (v) => v }),
    weight: 2,
  },
]);

/** Halves every state `steps` times and returns all states of the last two steps: repeats included, order that of the states. */
const halving: Sampler<Float64Array> = {
  async *sample({ space: states, energy: target, initial, rng }) {
    let batch = initial ?? (await states.random(rng, 3));
    for (let step = 1; step <= 2; step++) {
      batch = batch.map((x) => x / 2);
      yield {
        step,
        stepCount: 2,
        stepName: 'sweep',
        evaluations: step * batch.length,
        bestEnergy: Math.min(...(await target.evaluate(batch))),
      };
    }
    const doubled = states.concat([batch, batch]);
    return {
      batch: doubled,
      energy: await target.evaluate(doubled),
      stopReason: 'steps',
      evaluations: 2 * batch.length,
      trace: {
        step: { type: 'float64', values: Float64Array.of(1, 2) },
        acceptanceRate: { type: 'float64', values: Float64Array.of(Number.NaN, 0.5) },
      },
    };
  },
};

const start = memoryTable({ x: { type: 'float64', values: Float64Array.of(8, Number.NaN, -4, 16) } });
const parts: InMemoryParts = {
  inputs: [memoryInput('start', start)],
  space: space as never,
  energy: energy as never,
  sampler: halving as never,
  rng: randomStream(1, 'sample'),
};
const options = {
  sampler: { point: 'sampler', name: 'halving', options: {} },
  startRows: 2000,
  certificate: { required: true, rHat: 1.01, sampleSize: 400 },
  limit: {},
  observe: {},
} as const;

describe('sample', () => {
  it('keeps the best different designs with their terms', async () => {
    const { tables, outcome, progress } = await runInMemory(sample.create({ ...options, count: 2 }), parts);
    const main = tables.get('main')!;
    expect(main.schema.fields.map(({ name }) => name)).toEqual([
      'x',
      'energy',
      'size',
      'size.energy',
      'status',
      'error',
    ]);
    expect(cells(main.columns, 'x')).toEqual([-1, 2]);
    expect(cells(main.columns, 'energy')).toEqual([2, 4]);
    expect(cells(main.columns, 'size.energy')).toEqual([2, 4]);
    expect(outcome).toEqual({
      badRows: 1,
      rowsRead: 4,
      summary: { designs: 2, 'best energy': 2, evaluations: 6, 'acceptance rate': 0.5, 'stop reason': 'steps' },
    });
    expect(progress.at(-1)).toEqual({ done: 2, total: 2, unit: 'sweeps', detail: 'best energy 2.000, 6 evaluations' });
  });

  it('leaves out forbidden states, whether best or all are kept', async () => {
    const positiveOnly: Energy<Float64Array> = {
      evaluate: (batch) => batch.map((x) => (x > 0 ? x : Number.POSITIVE_INFINITY)),
    };
    const forbidding = { ...parts, energy: positiveOnly as never };
    const best = await runInMemory(sample.create({ ...options, count: 10 }), forbidding);
    expect(cells(best.tables.get('main')!.columns, 'x')).toEqual([2, 4]);
    const every = await runInMemory(sample.create(options), forbidding);
    expect(cells(every.tables.get('main')!.columns, 'x')).toEqual([2, 4, 2, 4]);
    expect(every.outcome.summary['forbidden states left out']).toBe(2);
  });

  it("keeps every state in the sampler's order without a count", async () => {
    const { tables } = await runInMemory(sample.create(options), parts);
    expect(cells(tables.get('main')!.columns, 'x')).toEqual([2, -1, 4, 2, -1, 4]);
  });

  it('keeps the scored start, the trace and the rows that are no states', async () => {
    const { tables } = await runInMemory(sample.create(options), parts);
    expect(cells(tables.get('start')!.columns, 'energy')).toEqual([16, 8, 32]);
    expect(cells(tables.get('trace')!.columns, 'step')).toEqual([1, 2]);
    expect(stepNameOf(tables.get('trace')!.schema)).toBe('sweep');
    expect(cells(tables.get('bad')!.columns, 'row')).toEqual([2]);
    const few = await runInMemory(sample.create({ ...options, startRows: 2 }), parts);
    expect(few.tables.get('start')!.columns.x!.values).toHaveLength(2);
    const none = await runInMemory(sample.create({ ...options, startRows: 0 }), parts);
    expect(none.tables.has('start')).toBe(false);
  });

  it('starts from random states where it takes from no step', async () => {
    const { tables } = await runInMemory(sample.create(options), { ...parts, inputs: [] });
    expect(tables.get('main')!.columns.x!.values).toHaveLength(6);
    expect(tables.get('start')!.columns.x!.values).toHaveLength(500);
  });

  it('refuses the start of a search that found nothing new as its designs', async () => {
    const searching = (newStates: number): Sampler<Float64Array> => ({
      async *sample({ initial, energy: target }) {
        const batch = initial!;
        const progress = { stepCount: 9, stepName: 'generation', bestEnergy: 8 };
        const evaluations = batch.length + newStates;
        yield { ...progress, step: 0, evaluations: batch.length };
        yield { ...progress, step: 1, evaluations };
        return { batch, energy: await target.evaluate(batch), stopReason: 'exhausted', evaluations, trace: {} };
      },
    });
    const barren = runInMemory(sample.create(options), { ...parts, sampler: searching(0) as never });
    await expect(barren).rejects.toThrow(ConfigurationError);
    await expect(barren).rejects.toThrow(
      'steps.tested.sampler: the variations changed none of the 3 starting states into a new one; ' +
        "a 'core' that none of them has, or limits that are too tight, are the usual reasons",
    );
    const { outcome } = await runInMemory(sample.create(options), { ...parts, sampler: searching(1) as never });
    expect(outcome.summary).toMatchObject({ designs: 3, 'stop reason': 'exhausted' });
  });

  it('refuses a start without any state', async () => {
    const empty = memoryTable({ x: { type: 'float64', values: Float64Array.of(Number.NaN) } });
    const run = runInMemory(sample.create(options), { ...parts, inputs: [memoryInput('read', empty)] });
    await expect(run).rejects.toThrow('read: none of its 1 rows is a state to start from; the first: x is missing');
    // A file with a header alone.
    const bare = memoryTable({ x: { type: 'text', values: [] } });
    const started = runInMemory(sample.create(options), { ...parts, inputs: [memoryInput('read', bare)] });
    await expect(started).rejects.toThrow('read: has no rows, so there is no state to start from');
  });
});
