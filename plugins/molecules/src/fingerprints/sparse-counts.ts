/**
 * A sparse count fingerprint: how often each 32-bit key occurs. Keys ascend; `counts[i]` ≥ 1 belongs to `keys[i]`.
 * Keys are never folded to a shorter length: folding joins unlike environments and overstates similarity.
 */
export interface SparseCounts {
  readonly keys: Uint32Array;
  readonly counts: Uint16Array;
  /** Sum of all counts. */
  readonly total: number;
}

/**
 * Counts equal keys.
 *
 * @param keys - Any order; sorted in place.
 * @remarks O(n log n); the result is all it allocates.
 */
export function countKeys(keys: Uint32Array): SparseCounts {
  sortKeys(keys);
  let distinct = 0;
  for (let i = 0; i < keys.length; i++) if (i === 0 || keys[i] !== keys[i - 1]) distinct++;
  // One buffer for both: a small array's memory costs more time than filling it.
  const buffer = new ArrayBuffer(6 * distinct);
  const unique = new Uint32Array(buffer, 0, distinct);
  const counts = new Uint16Array(buffer, 4 * distinct, distinct);
  let last = -1;
  for (let i = 0; i < keys.length; i++) {
    if (i === 0 || keys[i] !== keys[i - 1]) unique[++last] = keys[i]!;
    counts[last]!++;
  }
  return { keys: unique, counts, total: keys.length };
}

/** Gaps of Ciura, FLIPS (2001), as far as keys are so few. */
const gaps = [57, 23, 10, 4, 1];

/** Shell's sort beats the built-in up to some hundred keys, and most fingerprints have fewer than a hundred. */
function sortKeys(keys: Uint32Array): void {
  if (keys.length > 256) {
    keys.sort();
    return;
  }
  for (const gap of gaps) {
    for (let i = gap; i < keys.length; i++) {
      const key = keys[i]!;
      let place = i - gap;
      while (place >= 0 && keys[place]! > key) {
        keys[place + gap] = keys[place]!;
        place -= gap;
      }
      keys[place + gap] = key;
    }
  }
}

/**
 * Tanimoto similarity of counts: Σ min(aᵢ, bᵢ) / (Σ aᵢ + Σ bᵢ − Σ min(aᵢ, bᵢ)).
 *
 * @returns In [0, 1]; 0 when both are empty, as RDKit has it.
 * @remarks One merge of the two key lists, no allocation.
 */
export function tanimoto(a: SparseCounts, b: SparseCounts): number {
  let common = 0;
  let i = 0;
  let j = 0;
  while (i < a.keys.length && j < b.keys.length) {
    const left = a.keys[i]!;
    const right = b.keys[j]!;
    if (left === right) common += Math.min(a.counts[i++]!, b.counts[j++]!);
    else if (left < right) i++;
    else j++;
  }
  const union = a.total + b.total - common;
  return union === 0 ? 0 : common / union;
}
