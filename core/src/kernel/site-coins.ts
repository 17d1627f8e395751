import type { Rng } from '../numerics/rng.js';
import { type ChoosingRng, happens, isChoosing } from '../numerics/weighted-choice.js';

/** What {@link SiteCoins.outcomes} says where a byte does not decide. */
export const undecided = 2;

/**
 * Coins for sites of two values, thrown as lazily as can be: eight random bits against the first eight of the probability, and 53
 * more only if these are equal, once in 256 throws. Probabilities are so exact to 2⁻⁶¹.
 */
export class SiteCoins {
  /** A byte for each row and throw; those of row r begin at r · `stride`. */
  readonly bytes: Uint8Array;
  readonly stride: number;
  readonly #rng: Rng;
  readonly #chooser: ChoosingRng | undefined;
  readonly #streams: (Rng | undefined)[];

  /** Whether bytes decide: not where the stream settles choices by itself. */
  get areThrown(): boolean {
    return this.#chooser === undefined;
  }

  /** @param throwCount - For each row. */
  constructor(rng: Rng, rowCount: number, throwCount: number) {
    const wordCount = Math.ceil(throwCount / 4);
    this.stride = 4 * wordCount;
    this.#rng = rng;
    this.#chooser = isChoosing(rng) ? rng : undefined;
    this.#streams = new Array(rowCount);
    const words = new Uint32Array(rowCount * wordCount);
    if (this.#chooser === undefined) rng.fillWordRows(words, wordCount);
    this.bytes = new Uint8Array(words.buffer);
  }

  /**
   * Writes what each byte says of a coin that shows 1 with this probability: 1, 0 or {@link undecided}.
   *
   * @param into - 256 entries from `at` on. @returns What is left to settle undecided throws by.
   */
  outcomes(probability: number, into: Uint8Array, at: number): number {
    if (this.#chooser !== undefined) {
      into.fill(undecided, at, at + 256);
      return probability;
    }
    const scaled = 256 * probability;
    const threshold = Math.floor(scaled);
    into.fill(1, at, at + threshold);
    into.fill(0, at + threshold, at + 256);
    if (threshold < 256) into[at + threshold] = undecided;
    return scaled - threshold;
  }

  /** 1 with this probability, else 0. @param index - Of the byte that is used up. */
  toss(row: number, index: number, probability: number): number {
    if (this.#chooser !== undefined) return happens(this.#chooser, probability) ? 1 : 0;
    const scaled = 256 * probability;
    const threshold = Math.floor(scaled);
    const byte = this.bytes[index]!;
    if (byte === threshold) return this.settle(row, scaled - threshold);
    return byte < threshold ? 1 : 0;
  }

  /** The throw of a coin whose byte was undecided. */
  settle(row: number, rest: number): number {
    if (this.#chooser !== undefined) return happens(this.#chooser, rest) ? 1 : 0;
    this.#streams[row] ??= this.#rng.split(row).split(0);
    return this.#streams[row]!.uniform() < rest ? 1 : 0;
  }
}

/**
 * Probability of the second of two values, 1 / (1 + e^(β(e₁ − e₀))). A value without a finite energy is never taken where the other
 * has one; where neither has, both are as likely, so that a chain walks until it finds allowed states.
 */
export function secondProbability(beta: number, first: number, second: number): number {
  if (Number.isFinite(first) && Number.isFinite(second)) return 1 / (1 + Math.exp(beta * (second - first)));
  if (Number.isFinite(second)) return 1;
  return Number.isFinite(first) ? 0 : 0.5;
}
