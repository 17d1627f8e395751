import type { Rng } from '../numerics/rng.js';
import { systematicResampling } from '../sampler/systematic-resampling.js';
import type { StateSpace } from '../state/state-space.js';
import { DrawRecord, logWeightName } from './draw-record.js';

/**
 * Draws of equal weight from weighted ones: every chain's own, drawn by its weights, as many as there were. Copies stand side by side,
 * so that the effective sample sizes of chains count them as one.
 *
 * @param record - Keeps {@link logWeightName} of each draw. @param rng - `rng.split(chain)` draws for a chain.
 * @returns Empty where a chain has no weight.
 */
export function resampledRecord<B>(space: StateSpace<B>, record: DrawRecord<B>, rng: Rng): DrawRecord<B> {
  const resampled = new DrawRecord(space, Number.POSITIVE_INFINITY);
  const { batch, chain, values } = record.rows() ?? {};
  const weights = values?.get(logWeightName);
  if (batch === undefined || chain === undefined || values === undefined || weights === undefined) return resampled;
  for (const [number, rows] of rowsByChain(chain)) {
    const own = Float64Array.from(rows, (row) => weights[row]!);
    if (!own.some((weight) => weight > Number.NEGATIVE_INFINITY)) continue;
    const chosen = systematicResampling(own, rng.split(number).uniform()).map((i) => rows[i]!);
    const kept = [...values].filter(([name]) => name !== logWeightName);
    resampled.add({
      batch: space.take(batch, chosen),
      chain: new Int32Array(chosen.length).fill(number),
      values: new Map(kept.map(([name, numbers]) => [name, Float64Array.from(chosen, (row) => numbers[row]!)])),
    });
  }
  return resampled;
}

function rowsByChain(chain: Int32Array): Map<number, number[]> {
  const rows = new Map<number, number[]>();
  chain.forEach((number, row) => {
    const list = rows.get(number) ?? [];
    list.push(row);
    rows.set(number, list);
  });
  return rows;
}
