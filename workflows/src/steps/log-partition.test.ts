import {
  CategoricalSpace,
  type Differentiable,
  type Energy,
  enumeratePartition,
  type PartitionEstimator,
  randomStream,
  type Tailed,
  type VectorBatch,
  VectorSpace,
} from '@basin/core';
import { describe, expect, it } from 'vitest';
import { cells, runInMemory } from './fixtures/in-memory-context.js';
import { logPartition } from './log-partition.js';

const space = CategoricalSpace.uniform(2, 2);

/** Energies ln 1, ln 2, ln 3 and ln 4 of the four states: Z(β) = Σ k^(−β). */
const logarithms: Energy<Uint8Array> = {
  evaluate: (batch) =>
    Float64Array.from({ length: batch.length / 2 }, (_, row) =>
      Math.log(1 + 2 * batch[2 * row]! + batch[2 * row + 1]!),
    ),
};

const counting: PartitionEstimator = { estimate: (problem) => enumeratePartition(problem, 100) };

const doubtful: PartitionEstimator = {
  async *estimate() {
    yield { done: 1, total: 1, unit: 'states' };
    const limit = { low: 100, high: Number.POSITIVE_INFINITY, advice: 'Take more of them.' };
    const bracket = { low: 0, lowError: 0.5, high: 2, highError: 0.25 };
    const facts = [{ name: 'effective paths', value: 3, limit }];
    return { logPartition: 1, standardError: Number.NaN, bracket, evaluations: 9, facts };
  },
};

const method = { point: 'partition', name: 'counting', options: {} } as const;
const parts = { space: space as never, energy: logarithms as never, rng: randomStream(1, 'ln Z') };

describe('log-partition', () => {
  it('writes ln Z of a space that can be counted, exactly', async () => {
    const step = logPartition.create({ method, beta: 2, certificate: { required: true } });
    const { tables, outcome, progress } = await runInMemory(step, { ...parts, partition: counting });
    const { columns } = tables.get('main')!;
    // Σ k^(−2) for k = 1 … 4 is 205/144.
    expect(cells(columns, 'logPartition')[0]).toBeCloseTo(Math.log(205 / 144), 14);
    expect(cells(columns, 'standardError')).toEqual([0]);
    expect(columns.low).toMatchObject({ valid: Uint8Array.of(0) });
    expect(cells(columns, 'method')).toEqual(['counting']);
    expect(cells(columns, 'beta')).toEqual([2]);
    expect(progress).toEqual([{ done: 4, total: 4, unit: 'states' }]);
    expect(outcome.summary).toMatchObject({ evaluations: 4, certificate: 'exact', method: 'counting' });
    expect(outcome.certificate).toMatchObject({ verdict: 'exact', checks: [] });
  });

  it('certifies an estimate by its own facts', async () => {
    const asked = { method, beta: 1, certificate: { required: true } };
    const { tables, outcome } = await runInMemory(logPartition.create(asked), { ...parts, partition: doubtful });
    expect(outcome.certificate).toMatchObject({ verdict: 'failed', isRequired: true, sampler: 'counting' });
    expect(outcome.certificate?.checks).toMatchObject([{ name: 'effective paths', value: 3, low: 100, passed: false }]);
    const { columns } = tables.get('main')!;
    const bounds = ['low', 'lowError', 'high', 'highError'].map((name) => cells(columns, name)[0]);
    expect(bounds).toEqual([0, 0.5, 2, 0.25]);
    expect(outcome.certificate?.facts).toEqual([
      { name: 'ln Z, lower bound in expectation', value: 0 },
      { name: 'standard error of ln Z, lower bound in expectation', value: 0.5 },
      { name: 'ln Z, upper bound in expectation', value: 2 },
      { name: 'standard error of ln Z, upper bound in expectation', value: 0.25 },
    ]);
    expect(tables.get('main')!.columns.standardError).toMatchObject({ valid: Uint8Array.of(0) });
  });

  it('says that the energy carries a weight, and nothing of a weight of 1', async () => {
    const remarksOf = async (weight: number): Promise<readonly string[] | undefined> => {
      const energy = { point: 'energy', name: 'logarithms', options: {} } as const;
      const expression = { form: 'energy', label: 'logs', weight, energy } as const;
      const step = logPartition.create({ method, beta: 1, certificate: { required: true } });
      const { outcome } = await runInMemory(step, { ...parts, expression, partition: counting });
      return outcome.certificate?.remarks;
    };
    expect(await remarksOf(0.7)).toEqual([
      "The energy is 0.7 × 'logs': its draws and its Z are those of the weighted energy.",
    ]);
    expect(await remarksOf(1)).toEqual([]);
  });

  it('refuses an energy whose integral is proved not to exist', async () => {
    const falling: Differentiable<VectorBatch> & Tailed<VectorBatch> = {
      tail: { growth: 'falling' },
      evaluate: (batch) => batch.map((x) => -(x ** 4)),
      evaluateWithGradient: (batch) => ({
        energy: batch.map((x) => -(x ** 4)),
        gradient: batch.map((x) => -4 * x ** 3),
      }),
    };
    const step = logPartition.create({ method, beta: 1, certificate: { required: true } });
    const line = VectorSpace.ofDimension(1);
    const run = runInMemory(step, { ...parts, space: line as never, energy: falling as never, partition: doubtful });
    await expect(run).rejects.toThrow('the energy has no distribution');
  });
});
