import { describe, expect, it } from 'vitest';
import type { CertificateCheck } from '../diagnostics/certificate.js';
import type { Clamped, Energy } from '../energy/energy.js';
import { randomStream } from '../numerics/random-stream.js';
import { CategoricalSpace } from '../state/categorical-space.js';
import { certifyDraws } from './certify-draws.js';
import { DrawRecord } from './draw-record.js';

const rng = randomStream(12, 'shares');
const sites = CategoricalSpace.uniform(3, 2);

/** E = 0.4 · the number that three sites spell. */
const ramp: Energy<Uint8Array> = {
  evaluate: (batch) =>
    Float64Array.from(
      { length: batch.length / 3 },
      (_, row) => 0.4 * (4 * batch[3 * row]! + 2 * batch[3 * row + 1]! + batch[3 * row + 2]!),
    ),
};

/** E = 0.4 · the number that the last two sites spell, whatever the first is. */
const held: Clamped<Uint8Array> = {
  clamp: { indices: Int32Array.of(0), values: Float64Array.of(1) },
  evaluate: (batch) =>
    Float64Array.from({ length: batch.length / 3 }, (_, row) => 0.4 * (2 * batch[3 * row + 1]! + batch[3 * row + 2]!)),
};

/** The total variation of two chains of 1000 states, each drawn `repeats` times, of e^(−βE) over the last `free` sites. */
async function totalVariationOf(
  energy: Energy<Uint8Array>,
  { beta, free, repeats }: { beta: number; free: number; repeats: number },
): Promise<CertificateCheck> {
  const record = new DrawRecord(sites);
  const weights = Array.from({ length: 2 ** free }, (_, state) => Math.exp(-beta * 0.4 * state));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  for (let draw = 0; draw < 2000; draw++) {
    let left = rng.uniform() * total;
    let state = 0;
    while (left > weights[state]!) left -= weights[state++]!;
    const batch = Uint8Array.of(free === 3 ? (state >> 2) & 1 : 1, (state >> 1) & 1, state & 1);
    for (let repeat = 0; repeat < repeats; repeat++) {
      const values = new Map([['energy', await energy.evaluate(batch)]]);
      record.add({ batch, chain: Int32Array.of(draw % 2), values });
    }
  }
  const evidence = { sampler: 'chains', space: sites, beta: 1, facts: [], remarks: [], rng };
  const { checks } = await certifyDraws({ ...evidence, energy, record });
  return checks.find(({ name }) => name.startsWith('total variation'))!;
}

describe('the shares of states', () => {
  it('are held against the exact ones, with all draws', async () => {
    const right = await totalVariationOf(ramp, { beta: 1, free: 3, repeats: 1 });
    expect(right).toMatchObject({ name: 'total variation of 2000 draws from the exact distribution', passed: true });
    // ½ Σ √(2 p (1 − p) / (π n)) is 0.018 for 2000 independent draws of these eight states.
    expect(right.high).toBeGreaterThan(0.03);
    expect(right.high).toBeLessThan(0.06);
    expect(await totalVariationOf(ramp, { beta: 0, free: 3, repeats: 1 })).toMatchObject({ passed: false });
  });

  it('have the noise of what the draws are worth', async () => {
    const repeated = await totalVariationOf(ramp, { beta: 1, free: 3, repeats: 9 });
    expect(repeated).toMatchObject({
      name: 'total variation of 18000 draws from the exact distribution',
      passed: true,
    });
    expect(repeated.high).toBeGreaterThan(0.03);
  });

  it('are those of the free sites, where others are held', async () => {
    expect(await totalVariationOf(held, { beta: 1, free: 2, repeats: 1 })).toMatchObject({ passed: true });
    expect(await totalVariationOf(held, { beta: 0, free: 2, repeats: 1 })).toMatchObject({ passed: false });
  });
});
