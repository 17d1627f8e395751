import { describe, expect, it } from 'vitest';
import type { Differentiable } from '../energy/energy.js';
import { randomStream } from '../numerics/random-stream.js';
import { type VectorBatch, VectorSpace } from '../state/vector-space.js';
import { certifyDraws } from './certify-draws.js';
import { DrawRecord, logWeightName } from './draw-record.js';

const space = VectorSpace.ofAxes([{ name: 'x' }, { name: 'y' }]);
const rng = randomStream(31, 'draws');

const well: Differentiable<VectorBatch> = {
  evaluate: (batch) =>
    Float64Array.from({ length: batch.length / 2 }, (_, r) => (batch[2 * r]! ** 2 + batch[2 * r + 1]! ** 2) / 2),
  evaluateWithGradient: (batch) => ({ energy: well.evaluate(batch) as Float64Array, gradient: batch.slice() }),
};

/** Four chains of independent normals. */
async function recordOf(drawCount: number, deviation: number, capacity?: number): Promise<DrawRecord<VectorBatch>> {
  const record = new DrawRecord(space, capacity);
  for (let draw = 0; draw < drawCount; draw++) {
    const batch = new Float64Array(8).map(() => deviation * rng.normal());
    const x = Float64Array.from({ length: 4 }, (_, c) => batch[2 * c]!);
    record.add({
      batch,
      chain: Int32Array.of(0, 1, 2, 3),
      values: new Map([
        ['energy', await well.evaluate(batch)],
        ['x', x],
      ]),
    });
  }
  return record;
}

const evidence = { sampler: 'chains', space, energy: well, beta: 1, facts: [], remarks: [], rng };

describe('certifyDraws', () => {
  it('passes draws of the target', async () => {
    const certificate = await certifyDraws({ ...evidence, record: await recordOf(500, 1) });
    expect(certificate.checks.filter(({ passed }) => !passed)).toEqual([]);
    expect(certificate.checks.map(({ name }) => name)).toEqual([
      expect.stringContaining('R̂'),
      expect.stringContaining('bulk'),
      expect.stringContaining('tail'),
      'effective β',
      expect.stringContaining('Stein'),
      expect.stringContaining('halves'),
    ]);
    expect(certificate).toMatchObject({ verdict: 'passed', chains: 4, drawsPerChain: 500 });
  });

  it('fails draws of another temperature although the chains agree', async () => {
    const { verdict, checks } = await certifyDraws({ ...evidence, record: await recordOf(500, 1.4) });
    expect(verdict).toBe('failed');
    const failed = checks.filter(({ passed }) => !passed).map(({ name }) => name);
    expect(failed).toContain('effective β');
    expect(failed).toContain('kernelised Stein discrepancy (squared)');
  });
});

describe('DrawRecord', () => {
  it('thins every chain alike when it is full, and keeps the order', async () => {
    const record = new DrawRecord(space, 100);
    for (let draw = 0; draw < 90; draw++) {
      const values = new Map([['draw', Float64Array.of(draw, draw + 0.5)]]);
      record.add({ batch: new Float64Array(4).fill(draw), chain: Int32Array.of(7, 3), values });
    }
    expect(record.stride).toBe(2);
    expect(record.drawCount).toBe(180);
    const [quantity] = record.quantities();
    expect(quantity?.chains.map((chain) => [...chain.slice(0, 3)])).toEqual([
      [0.5, 2.5, 4.5],
      [0, 2, 4],
    ]);
    expect(quantity?.chains.map(({ length }) => length)).toEqual([45, 45]);
    expect(space.size(record.states(10)!)).toBe(10);
  });

  it('keeps weights beside the quantities, as none of them', () => {
    const record = new DrawRecord(space);
    const values = new Map([
      ['energy', Float64Array.of(1, 2)],
      [logWeightName, Float64Array.of(-3, -4)],
    ]);
    record.add({ batch: new Float64Array(4), chain: Int32Array.of(0, 0), values });
    expect(record.quantities().map(({ quantity }) => quantity)).toEqual(['energy']);
    expect(record.rows()?.values.get(logWeightName)).toEqual(Float64Array.of(-3, -4));
  });

  it('has no states and no quantities before the first draw', () => {
    const record = new DrawRecord(space);
    expect(record.states(5)).toBeUndefined();
    expect(record.quantities()).toEqual([]);
  });
});
