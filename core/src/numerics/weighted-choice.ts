import type { Rng } from './rng.js';

/**
 * A stream that settles choices by itself. Conformance tests take every choice of a kernel in turn by one, and so compute its
 * transition matrix: kernels that draw by {@link chooseWeighted}, {@link happens} and `integer` alone can be checked exactly.
 */
export interface ChoosingRng extends Rng {
  /** An index with probability weights[i] / Σ weights. */
  choose(weights: Float64Array): number;
}

export function isChoosing(rng: Rng): rng is ChoosingRng {
  return 'choose' in rng;
}

/** True with this probability; anything ≥ 1 is certain, and NaN never happens. One uniform, unless it is certain either way. */
export function happens(rng: Rng, probability: number): boolean {
  if (probability >= 1) return true;
  if (!(probability > 0)) return false;
  return isChoosing(rng)
    ? rng.choose(Float64Array.of(1 - probability, probability)) === 1
    : rng.uniform() < probability;
}

/**
 * Draws one index with probability wᵢ / Σ w. For many draws from the same weights use `AliasTable`.
 *
 * @param weights - Finite, ≥ 0, not all 0. An index of weight 0 is never drawn.
 * @throws {RangeError} The weights cannot be chosen by.
 * @remarks O(n), one uniform.
 */
export function chooseWeighted(rng: Rng, weights: Float64Array): number {
  const total = totalOf(weights);
  if (isChoosing(rng)) return rng.choose(weights);
  const target = rng.uniform() * total;
  let sum = 0;
  let chosen = -1;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0) continue;
    chosen = i;
    sum += weights[i]!;
    if (target < sum) return i;
  }
  // Here only if the product was rounded up to the total itself.
  return chosen;
}

/**
 * Draws indices with fixed probabilities in constant time: each of n equal columns holds at most two indices.
 * @see Walker, ACM Trans. Math. Softw. 3, 253 (1977); Vose, IEEE Trans. Softw. Eng. 17, 972 (1991).
 */
export class AliasTable {
  /** Share of column i that is i's own. */
  readonly #own: Float64Array;
  /** Whose the rest of column i is. */
  readonly #alias: Int32Array;

  /**
   * @param weights - Finite, ≥ 0, not all 0. An index of weight 0 is never drawn.
   * @throws {RangeError} The weights cannot be chosen by.
   */
  constructor(weights: Float64Array) {
    const total = totalOf(weights);
    this.#own = weights.map((weight) => (weight / total) * weights.length);
    this.#alias = new Int32Array(weights.length);
    this.#fillColumns(heaviest(weights));
  }

  /** O(1): one integer and one uniform. */
  draw(rng: Rng): number {
    const column = rng.integer(this.#own.length);
    return rng.uniform() < this.#own[column]! ? column : this.#alias[column]!;
  }

  #fillColumns(spare: number): void {
    const own = this.#own;
    const remaining = own.slice();
    const small: number[] = [];
    const large: number[] = [];
    for (let i = 0; i < own.length; i++) (own[i]! < 1 ? small : large).push(i);
    while (small.length > 0 && large.length > 0) {
      const poor = small.pop()!;
      const rich = large.pop()!;
      own[poor] = remaining[poor]!;
      this.#alias[poor] = rich;
      remaining[rich] = remaining[rich]! + remaining[poor]! - 1;
      (remaining[rich]! < 1 ? small : large).push(rich);
    }
    for (const column of large) own[column] = 1;
    // What is left over here is full but for rounding, unless its weight is 0: then it must not become full.
    for (const column of small) {
      own[column] = remaining[column]! > 0.5 ? 1 : 0;
      this.#alias[column] = spare;
    }
  }
}

function heaviest(weights: Float64Array): number {
  let best = 0;
  for (let i = 1; i < weights.length; i++) if (weights[i]! > weights[best]!) best = i;
  return best;
}

function totalOf(weights: Float64Array): number {
  let total = 0;
  for (let i = 0; i < weights.length; i++) {
    if (!(weights[i]! >= 0)) throw new RangeError(`weight ${i} is ${weights[i]}; a weight is a finite number ≥ 0`);
    total += weights[i]!;
  }
  if (!(total > 0 && total < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`the weights sum to ${total}; their sum must be finite and positive`);
  }
  return total;
}
