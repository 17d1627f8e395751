import { NonFiniteEnergyError } from '../errors/design-error.js';
import { type Awaitable, whenDone } from '../numerics/awaitable.js';
import type { Rng } from '../numerics/rng.js';
import { type ChoosingRng, isChoosing } from '../numerics/weighted-choice.js';
import { betaOf } from './kernel.js';
import { SiteCoins, secondProbability } from './site-coins.js';
import type { SiteTarget } from './site-target.js';
import type { WorkingSites } from './working-sites.js';

/**
 * Heat bath of one step over a batch of chains: sites get new values drawn from their conditional distribution given all others,
 * p(v) ∝ e^(−βe_v), whatever value they had.
 *
 * Values without a finite energy are never drawn where there is another; where there is none, all are as likely.
 */
export class HeatBath<B> {
  /** Change of every chain's energy so far; means nothing for chains that began at a forbidden state. */
  readonly changes: Float64Array;
  /** Values that every chain has seen with an energy of NaN or −Infinity. */
  readonly nonFinite: Float64Array;
  fault: NonFiniteEnergyError | undefined;
  readonly #target: SiteTarget<B>;
  readonly #beta: number | Float64Array;
  readonly #coins: SiteCoins | undefined;
  readonly #uniforms: Float64Array;
  readonly #chooser: ChoosingRng | undefined;
  readonly #drawCount: number;
  readonly #weights: Float64Array;

  /** @param drawCount - Sites that every chain will change in this step, repeats included. */
  constructor(target: SiteTarget<B>, rng: Rng, beta: number | Float64Array, rowCount: number, drawCount: number) {
    this.#target = target;
    this.#beta = beta;
    this.#drawCount = drawCount;
    this.changes = new Float64Array(rowCount);
    this.nonFinite = new Float64Array(this.changes.length);
    this.#chooser = isChoosing(rng) ? rng : undefined;
    this.#weights = new Float64Array(target.width);
    const isTwoValued = target.width === 2;
    this.#coins = isTwoValued ? new SiteCoins(rng, rowCount, drawCount) : undefined;
    this.#uniforms = new Float64Array(isTwoValued ? 0 : rowCount * drawCount);
    if (!isTwoValued && this.#chooser === undefined) rng.fillUniformRows(this.#uniforms, drawCount);
  }

  /**
   * Draws the listed sites of all rows of `work`, all from the conditionals of the present states: no two of them may be neighbours.
   *
   * @param firstRow - Chain of the first row of `work`.
   * @param firstDraw - How many of every row's draws were made before.
   */
  draw(work: WorkingSites<B>, sites: Int32Array, firstRow: number, firstDraw: number): Awaitable<void> {
    const rowCount = work.values.length / work.siteCount;
    const energies = new Float64Array(rowCount * sites.length * this.#target.width);
    return whenDone(this.#target.energy.siteEnergies(work.batch, sites, energies), () => {
      if (this.#coins === undefined) this.#drawMany(work, sites, energies, firstRow, firstDraw);
      else this.#drawTwo(this.#coins, work, sites, energies, firstRow, firstDraw);
    });
  }

  #drawTwo(
    coins: SiteCoins,
    { values, siteCount }: WorkingSites<B>,
    sites: Int32Array,
    energies: Float64Array,
    firstRow: number,
    firstDraw: number,
  ): void {
    for (let row = 0, i = 0, start = 0; start < values.length; row++, start += siteCount) {
      const chain = firstRow + row;
      const beta = betaOf(this.#beta, chain);
      const byte = chain * coins.stride + firstDraw;
      let change = 0;
      for (let k = 0; k < sites.length; k++, i += 2) {
        const first = energies[i]!;
        const second = energies[i + 1]!;
        const gap = second - first;
        // The usual case first: an infinite or undefined gap is one of neither.
        const isOrdinary = gap - gap === 0;
        if (!isOrdinary) this.#note(chain, first, second);
        const probability = isOrdinary ? 1 / (1 + Math.exp(beta * gap)) : secondProbability(beta, first, second);
        const value = coins.toss(chain, byte + k, probability);
        const site = start + sites[k]!;
        if (value === values[site]) continue;
        change += value === 1 ? gap : -gap;
        values[site] = value;
      }
      this.changes[chain]! += change;
    }
  }

  #drawMany(
    { values, siteCount }: WorkingSites<B>,
    sites: Int32Array,
    energies: Float64Array,
    firstRow: number,
    firstDraw: number,
  ): void {
    const { width, space } = this.#target;
    for (let row = 0, i = 0, start = 0; start < values.length; row++, start += siteCount) {
      const chain = firstRow + row;
      const beta = betaOf(this.#beta, chain);
      for (let k = 0; k < sites.length; k++, i += width) {
        const site = start + sites[k]!;
        const total = this.#fillWeights(energies, i, beta, space.valueCounts[sites[k]!]!, chain);
        const value = this.#pick(total, chain * this.#drawCount + firstDraw + k);
        if (value === values[site]) continue;
        this.changes[chain]! += energies[i + value]! - energies[i + values[site]!]!;
        values[site] = value;
      }
    }
  }

  /** Weights of a site's values, the greatest 1. @returns Their sum. */
  #fillWeights(energies: Float64Array, at: number, beta: number, count: number, chain: number): number {
    const weights = this.#weights;
    let least = Number.POSITIVE_INFINITY;
    for (let value = 0; value < count; value++) {
      const energy = energies[at + value]!;
      if (Number.isFinite(energy)) least = Math.min(least, energy);
      else this.#note(chain, energy, 0);
    }
    let total = 0;
    for (let value = 0; value < weights.length; value++) {
      const energy = energies[at + value]!;
      if (value >= count) weights[value] = 0;
      else if (least === Number.POSITIVE_INFINITY) weights[value] = 1;
      else weights[value] = Number.isFinite(energy) ? Math.exp(beta * (least - energy)) : 0;
      total += weights[value]!;
    }
    return total;
  }

  #pick(total: number, draw: number): number {
    const weights = this.#weights;
    if (this.#chooser !== undefined) return this.#chooser.choose(weights);
    let left = this.#uniforms[draw]! * total;
    let last = 0;
    for (let value = 0; value < weights.length; value++) {
      if (weights[value] === 0) continue;
      last = value;
      left -= weights[value]!;
      if (left < 0) return value;
    }
    // Here only if the product was rounded up to the total itself.
    return last;
  }

  #note(chain: number, ...energies: readonly number[]): void {
    for (const energy of energies) {
      if (energy > Number.NEGATIVE_INFINITY) continue;
      this.nonFinite[chain]!++;
      this.fault ??= new NonFiniteEnergyError('energy', chain, energy);
    }
  }
}
