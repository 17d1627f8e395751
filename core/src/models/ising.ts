import type { Local, SiteClassed, SiteGraph, Trainable } from '../energy/energy.js';
import { ConfigurationError } from '../errors/design-error.js';
import type { Discrete } from '../state/discrete.js';
import { graphOfBonds } from './bonds.js';
import { checkParameters } from './finite-parameters.js';
import { siteDifferences } from './site-differences.js';

/** What an Ising model is made of. */
export interface IsingModel<B> {
  /** Sites with two values: 0 is spin −1, 1 is spin +1. */
  readonly space: Discrete<B>;
  /** [2 · bonds], site and neighbour in turn. */
  readonly bonds: Int32Array;
  /** J; positive favours equal neighbours. */
  readonly coupling: number;
  /** h; positive favours spin +1. */
  readonly field: number;
}

/**
 * Ising energy E = −J Σ s s′ − h Σ s, each bond once. Parameters are J and h. The class of a site is how many bonds it has, and how
 * many of them lead to a spin +1.
 *
 * @remarks `evaluate` is O(bonds), a conditional energy O(neighbours). Exact where J and h are integers.
 * @see Ising, Z. Phys. 31, 253 (1925).
 */
export class Ising<B> implements Local<B>, SiteClassed<B>, Trainable<B> {
  readonly parameterCount = 2;
  readonly siteGraph: SiteGraph;
  readonly classOffsets: Int32Array;
  readonly #space: Discrete<B>;
  readonly #bonds: Int32Array;
  /** Class of a site with so many bonds, none of which leads to a spin +1; −1 where no site has so many. */
  readonly #firstClasses: Int32Array;
  #coupling: number;
  #field: number;

  /** @throws {ConfigurationError} A site does not have two values. */
  constructor({ space, bonds, coupling, field }: IsingModel<B>) {
    const other = space.valueCounts.findIndex((count) => count !== 2);
    if (other !== -1) {
      const message = `a spin has two values, and site ${other} has ${space.valueCounts[other]}`;
      throw new ConfigurationError([{ path: [], message }]);
    }
    this.#space = space;
    this.#bonds = bonds;
    this.siteGraph = graphOfBonds(space.siteCount, bonds);
    this.#firstClasses = firstClasses(this.siteGraph);
    const { offsets } = this.siteGraph;
    this.classOffsets = space.valueCounts.map((_, site) => this.#firstClasses[offsets[site + 1]! - offsets[site]!]!);
    this.#coupling = coupling;
    this.#field = field;
  }

  evaluate(batch: B): Float64Array {
    const { bonds, spins } = this.#sums(batch);
    return bonds.map((sum, row) => -this.#coupling * sum - this.#field * spins[row]!);
  }

  difference(from: B, to: B): Float64Array {
    const { offsets, neighbours } = this.siteGraph;
    return siteDifferences(
      this.#space.sites(from),
      this.#space.sites(to),
      this.#space.siteCount,
      (sites, site, value) => {
        let up = 0;
        for (let i = offsets[site]!; i < offsets[site + 1]!; i++) up += sites[neighbours[i]!]!;
        const sum = 2 * up - (offsets[site + 1]! - offsets[site]!);
        return (value === 1 ? -2 : 2) * (this.#coupling * sum + this.#field);
      },
    );
  }

  siteEnergies(batch: B, sites: Int32Array, into: Float64Array): void {
    const values = this.#space.sites(batch);
    const { siteCount } = this.#space;
    const { offsets, neighbours } = this.siteGraph;
    for (let start = 0, i = 0; start < values.length; start += siteCount) {
      for (let k = 0; k < sites.length; k++, i += 2) {
        const site = sites[k]!;
        const end = offsets[site + 1]!;
        let sum = offsets[site]! - end;
        for (let n = offsets[site]!; n < end; n++) sum += 2 * values[start + neighbours[n]!]!;
        const pull = this.#coupling * sum + this.#field;
        into[i] = pull;
        into[i + 1] = -pull;
      }
    }
  }

  classEnergies(): Float64Array {
    const energies = new Float64Array(2 * (this.#firstClasses.at(-1)! + this.#firstClasses.length));
    for (const [bondCount, first] of this.#firstClasses.entries()) {
      if (first === -1) continue;
      for (let up = 0; up <= bondCount; up++) {
        const pull = this.#coupling * (2 * up - bondCount) + this.#field;
        energies[2 * (first + up)] = pull;
        energies[2 * (first + up) + 1] = -pull;
      }
    }
    return energies;
  }

  parameters(): Float64Array {
    return Float64Array.of(this.#coupling, this.#field);
  }

  setParameters(parameters: Float64Array): void {
    checkParameters(parameters, 2);
    this.#coupling = parameters[0]!;
    this.#field = parameters[1]!;
  }

  parameterGradient(batch: B, rowWeights: Float64Array): Float64Array {
    const { bonds, spins } = this.#sums(batch);
    const gradient = new Float64Array(2);
    for (let row = 0; row < rowWeights.length; row++) {
      gradient[0]! -= rowWeights[row]! * bonds[row]!;
      gradient[1]! -= rowWeights[row]! * spins[row]!;
    }
    return gradient;
  }

  /** Σ s s′ over bonds and Σ s of every row. */
  #sums(batch: B): { readonly bonds: Float64Array; readonly spins: Float64Array } {
    const values = this.#space.sites(batch);
    const { siteCount } = this.#space;
    const ends = this.#bonds;
    const bonds = new Float64Array(values.length / siteCount);
    const spins = new Float64Array(bonds.length);
    for (let row = 0, start = 0; row < bonds.length; row++, start += siteCount) {
      let unequal = 0;
      for (let i = 0; i < ends.length; i += 2) unequal += values[start + ends[i]!]! ^ values[start + ends[i + 1]!]!;
      let up = 0;
      for (let i = start; i < start + siteCount; i++) up += values[i]!;
      bonds[row] = ends.length / 2 - 2 * unequal;
      spins[row] = 2 * up - siteCount;
    }
    return { bonds, spins };
  }
}

function firstClasses({ offsets }: SiteGraph): Int32Array {
  const bondCounts = new Set<number>();
  for (let site = 1; site < offsets.length; site++) bondCounts.add(offsets[site]! - offsets[site - 1]!);
  const first = new Int32Array(Math.max(...bondCounts) + 1).fill(-1);
  let next = 0;
  for (const count of [...bondCounts].sort((a, b) => a - b)) {
    first[count] = next;
    next += count + 1;
  }
  return first;
}
