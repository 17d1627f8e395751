import type { Rng, SamplingResult, StateSpace } from '@basin/core';

/** Of the given rows, the `count` best different states, best first; of equal energies the earlier row comes first. */
export function bestDistinctRows<B>(
  space: StateSpace<B>,
  { batch, energy }: Pick<SamplingResult<B>, 'batch' | 'energy'>,
  among: Int32Array,
  count: number,
): Int32Array {
  const order = among.toSorted((a, b) => ascending(energy[a]!, energy[b]!) || a - b);
  const seen = new Set<string>();
  const rows: number[] = [];
  for (const row of order) {
    if (rows.length === count) break;
    const identity = space.identity(batch, row);
    if (seen.has(identity)) continue;
    seen.add(identity);
    rows.push(row);
  }
  return Int32Array.from(rows);
}

/** All rows, or `limit` of them drawn without replacement and without bias, ascending. */
export function scatteredRows(rng: Rng, rowCount: number, limit: number): Int32Array {
  const rows = Int32Array.from({ length: rowCount }, (_, row) => row);
  if (rowCount <= limit) return rows;
  for (let i = 0; i < limit; i++) {
    const j = i + rng.integer(rowCount - i);
    [rows[i], rows[j]] = [rows[j]!, rows[i]!];
  }
  return rows.slice(0, limit).sort();
}

/** Order of numbers; a difference would make NaN of two infinities. */
export function ascending(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
