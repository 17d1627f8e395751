import type { Local, SiteGraph, SiteLocal, Trainable } from '../energy/energy.js';
import { ConfigurationError } from '../errors/design-error.js';
import { type Discrete, mostValues } from '../state/discrete.js';
import { graphOfBonds } from './bonds.js';
import { checkParameters } from './finite-parameters.js';
import { siteDifferences } from './site-differences.js';

/** What a general model of pairs is made of; q is the most values of any site. */
export interface PairwiseModel<B> {
  readonly space: Discrete<B>;
  /** [2 · pairs], the two sites of each pair in turn. */
  readonly pairs: Int32Array;
  /** h: [siteCount, q]; positive favours the value. Entries of values that a site cannot take mean nothing. */
  readonly fields: Float64Array;
  /** J: [pairs, q, q], the value of the first site of the pair before that of the second; positive favours the two. */
  readonly couplings: Float64Array;
}

/**
 * Energy of fields and pair couplings: E = −Σ hᵢ(xᵢ) − Σ Jᵢⱼ(xᵢ, xⱼ), each pair once: any Potts model, and any energy of pairs on
 * discrete sites. Parameters are the fields, then the couplings.
 *
 * @remarks `evaluate` is O(sites + pairs); the energies of a site's values are O(neighbours · q).
 * @see Potts, Math. Proc. Camb. Philos. Soc. 48, 106 (1952).
 */
export class Pairwise<B> implements Local<B>, SiteLocal<B>, Trainable<B> {
  readonly siteGraph: SiteGraph;
  readonly parameterCount: number;
  readonly #space: Discrete<B>;
  readonly #valueCount: number;
  readonly #pairs: Int32Array;
  readonly #fields: Float64Array;
  readonly #couplings: Float64Array;
  /** For each entry of the graph's neighbours: where the couplings of that pair begin. */
  readonly #blocks: Int32Array;
  /** And whether the site itself is the second of the pair: 1, else 0. */
  readonly #isSecond: Uint8Array;

  /** @throws {ConfigurationError} The arrays do not fit the space and the pairs. */
  constructor({ space, pairs, fields, couplings }: PairwiseModel<B>) {
    const q = mostValues(space);
    if (fields.length !== space.siteCount * q || couplings.length !== (pairs.length / 2) * q * q) {
      const message = `fields are [${space.siteCount}, ${q}] and couplings [${pairs.length / 2}, ${q}, ${q}] numbers`;
      throw new ConfigurationError([{ path: [], message }]);
    }
    this.#space = space;
    this.#valueCount = q;
    this.#pairs = pairs;
    this.#fields = fields.slice();
    this.#couplings = couplings.slice();
    this.parameterCount = fields.length + couplings.length;
    this.siteGraph = graphOfBonds(space.siteCount, pairs);
    this.#blocks = new Int32Array(pairs.length);
    this.#isSecond = new Uint8Array(pairs.length);
    this.#findBlocks();
  }

  evaluate(batch: B): Float64Array {
    const values = this.#space.sites(batch);
    const { siteCount } = this.#space;
    const q = this.#valueCount;
    const pairs = this.#pairs;
    const energy = new Float64Array(values.length / siteCount);
    for (let row = 0, start = 0; row < energy.length; row++, start += siteCount) {
      let sum = 0;
      for (let site = 0; site < siteCount; site++) sum += this.#fields[site * q + values[start + site]!]!;
      for (let i = 0, block = 0; i < pairs.length; i += 2, block += q * q) {
        sum += this.#couplings[block + values[start + pairs[i]!]! * q + values[start + pairs[i + 1]!]!]!;
      }
      energy[row] = -sum;
    }
    return energy;
  }

  difference(from: B, to: B): Float64Array {
    const { siteCount } = this.#space;
    const energies = new Float64Array(this.#valueCount);
    return siteDifferences(this.#space.sites(from), this.#space.sites(to), siteCount, (sites, site, value) => {
      this.#conditionals(sites, 0, site, energies, 0);
      return energies[value]! - energies[sites[site]!]!;
    });
  }

  siteEnergies(batch: B, sites: Int32Array, into: Float64Array): void {
    const values = this.#space.sites(batch);
    const { siteCount } = this.#space;
    for (let start = 0, i = 0; start < values.length; start += siteCount) {
      for (let k = 0; k < sites.length; k++, i += this.#valueCount)
        this.#conditionals(values, start, sites[k]!, into, i);
    }
  }

  parameters(): Float64Array {
    const parameters = new Float64Array(this.parameterCount);
    parameters.set(this.#fields);
    parameters.set(this.#couplings, this.#fields.length);
    return parameters;
  }

  setParameters(parameters: Float64Array): void {
    checkParameters(parameters, this.parameterCount);
    this.#fields.set(parameters.subarray(0, this.#fields.length));
    this.#couplings.set(parameters.subarray(this.#fields.length));
  }

  parameterGradient(batch: B, rowWeights: Float64Array): Float64Array {
    const values = this.#space.sites(batch);
    const { siteCount } = this.#space;
    const q = this.#valueCount;
    const pairs = this.#pairs;
    const gradient = new Float64Array(this.parameterCount);
    for (let row = 0, start = 0; row < rowWeights.length; row++, start += siteCount) {
      const weight = rowWeights[row]!;
      for (let site = 0; site < siteCount; site++) gradient[site * q + values[start + site]!]! -= weight;
      for (let i = 0, block = this.#fields.length; i < pairs.length; i += 2, block += q * q) {
        gradient[block + values[start + pairs[i]!]! * q + values[start + pairs[i + 1]!]!]! -= weight;
      }
    }
    return gradient;
  }

  /** Energies of every value of a site of the row that begins at values[start], written from into[to] on. */
  #conditionals(values: Uint8Array, start: number, site: number, into: Float64Array, to: number): void {
    const q = this.#valueCount;
    const count = this.#space.valueCounts[site]!;
    const { offsets, neighbours } = this.siteGraph;
    for (let value = 0; value < q; value++) {
      into[to + value] = value < count ? -this.#fields[site * q + value]! : Number.POSITIVE_INFINITY;
    }
    for (let n = offsets[site]!; n < offsets[site + 1]!; n++) {
      const other = values[start + neighbours[n]!]!;
      const isSecond = this.#isSecond[n] === 1;
      const stride = isSecond ? 1 : q;
      let entry = this.#blocks[n]! + (isSecond ? other * q : other);
      for (let value = 0; value < count; value++, entry += stride) into[to + value]! -= this.#couplings[entry]!;
    }
  }

  /** In the order in which {@link graphOfBonds} lists neighbours. */
  #findBlocks(): void {
    const q = this.#valueCount;
    const next = this.siteGraph.offsets.slice();
    for (let i = 0; i < this.#pairs.length; i++) {
      const place = next[this.#pairs[i]!]!++;
      this.#blocks[place] = (i >> 1) * q * q;
      this.#isSecond[place] = i & 1;
    }
  }
}
