import type { Local, SiteGraph, SiteLocal, Trainable } from '../energy/energy.js';
import { type Discrete, mostValues } from '../state/discrete.js';
import { graphOfBonds } from './bonds.js';
import { checkParameters } from './finite-parameters.js';
import { siteDifferences } from './site-differences.js';

/** What a Potts model with one coupling is made of. */
export interface PottsModel<B> {
  /** Sites may have different numbers of values; equal values of neighbours are what counts. */
  readonly space: Discrete<B>;
  /** [2 · bonds], site and neighbour in turn. */
  readonly bonds: Int32Array;
  /** J; positive favours equal neighbours. */
  readonly coupling: number;
}

/**
 * Potts energy E = −J Σ δ(x, x′), each bond once. The parameter is J.
 *
 * @remarks `evaluate` is O(bonds), the energies of a site's values O(neighbours + values). Exact where J is an integer.
 * @see Potts, Math. Proc. Camb. Philos. Soc. 48, 106 (1952).
 */
export class Potts<B> implements Local<B>, SiteLocal<B>, Trainable<B> {
  readonly parameterCount = 1;
  readonly siteGraph: SiteGraph;
  readonly #space: Discrete<B>;
  readonly #bonds: Int32Array;
  readonly #valueCount: number;
  #coupling: number;

  constructor({ space, bonds, coupling }: PottsModel<B>) {
    this.#space = space;
    this.#bonds = bonds;
    this.#valueCount = mostValues(space);
    this.siteGraph = graphOfBonds(space.siteCount, bonds);
    this.#coupling = coupling;
  }

  evaluate(batch: B): Float64Array {
    return this.#equalBonds(batch).map((count) => -this.#coupling * count);
  }

  difference(from: B, to: B): Float64Array {
    const { offsets, neighbours } = this.siteGraph;
    return siteDifferences(
      this.#space.sites(from),
      this.#space.sites(to),
      this.#space.siteCount,
      (sites, site, value) => {
        let gained = 0;
        for (let i = offsets[site]!; i < offsets[site + 1]!; i++) {
          const other = sites[neighbours[i]!]!;
          if (other === value) gained++;
          else if (other === sites[site]) gained--;
        }
        return -this.#coupling * gained;
      },
    );
  }

  siteEnergies(batch: B, sites: Int32Array, into: Float64Array): void {
    const values = this.#space.sites(batch);
    const { siteCount, valueCounts } = this.#space;
    const { offsets, neighbours } = this.siteGraph;
    const q = this.#valueCount;
    into.fill(0);
    for (let start = 0, i = 0; start < values.length; start += siteCount) {
      for (let k = 0; k < sites.length; k++, i += q) {
        const site = sites[k]!;
        for (let n = offsets[site]!; n < offsets[site + 1]!; n++)
          into[i + values[start + neighbours[n]!]!]! -= this.#coupling;
        for (let value = valueCounts[site]!; value < q; value++) into[i + value] = Number.POSITIVE_INFINITY;
      }
    }
  }

  parameters(): Float64Array {
    return Float64Array.of(this.#coupling);
  }

  setParameters(parameters: Float64Array): void {
    checkParameters(parameters, 1);
    this.#coupling = parameters[0]!;
  }

  parameterGradient(batch: B, rowWeights: Float64Array): Float64Array {
    const counts = this.#equalBonds(batch);
    let sum = 0;
    for (let row = 0; row < counts.length; row++) sum -= rowWeights[row]! * counts[row]!;
    return Float64Array.of(sum);
  }

  /** Bonds of every row whose ends are equal. */
  #equalBonds(batch: B): Float64Array {
    const values = this.#space.sites(batch);
    const { siteCount } = this.#space;
    const ends = this.#bonds;
    const counts = new Float64Array(values.length / siteCount);
    for (let row = 0, start = 0; row < counts.length; row++, start += siteCount) {
      let equal = 0;
      for (let i = 0; i < ends.length; i += 2) if (values[start + ends[i]!] === values[start + ends[i + 1]!]) equal++;
      counts[row] = equal;
    }
    return counts;
  }
}
