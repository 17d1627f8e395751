import type { Comparable } from '@basin/core';

/** Rows of a batch chosen to differ from each other. */
export interface DiverseRows {
  readonly rows: readonly number[];
  /** Similarity of each chosen row to the nearest one chosen before it; NaN for the first. */
  readonly nearest: Float64Array;
}

/**
 * Greedy sphere exclusion: takes rows in their order and leaves out each that is more similar than `maximumSimilarity` to one
 * taken before, until `count` are taken.
 *
 * @param batch - Best first.
 * @remarks At most `count` × rows similarities.
 * @see Butina, J. Chem. Inf. Comput. Sci. 39, 747 (1999); Gobbi & Lee, J. Chem. Inf. Comput. Sci. 43, 317 (2003).
 */
export async function diverseRows<B>(
  space: Comparable<B>,
  batch: B,
  count: number,
  maximumSimilarity: number,
): Promise<DiverseRows> {
  const rows: number[] = [];
  const nearest: number[] = [];
  let candidates = Int32Array.from({ length: space.size(batch) }, (_, row) => row);
  let highest = new Float64Array(candidates.length).fill(Number.NaN);
  while (rows.length < count && candidates.length > 0) {
    const row = candidates[0]!;
    rows.push(row);
    nearest.push(highest[0]!);
    const others = candidates.subarray(1);
    if (rows.length === count || others.length === 0) break;
    const similarity = await space.similarities(batch, row, others);
    const kept = Int32Array.from(others.keys()).filter((i) => !(similarity[i]! > maximumSimilarity));
    const before = highest;
    highest = Float64Array.from(kept, (i) => largest(before[i + 1]!, similarity[i]!));
    candidates = kept.map((i) => others[i]!);
  }
  return { rows, nearest: Float64Array.from(nearest) };
}

function largest(a: number, b: number): number {
  return Number.isNaN(a) || b > a ? b : a;
}
