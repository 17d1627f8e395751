import type { Local, SiteGraph, SiteLocal, Trainable } from '../energy/energy.js';
import { ConfigurationError } from '../errors/design-error.js';
import type { Discrete } from '../state/discrete.js';
import { graphOfBonds } from './bonds.js';
import { checkParameters } from './finite-parameters.js';
import { siteDifferences } from './site-differences.js';

/** What a restricted Boltzmann machine is made of; its visible and its hidden units are runs of neighbouring sites. */
export interface BoltzmannModel<B> {
  /** Sites with two values, 0 and 1. */
  readonly space: Discrete<B>;
  /** First site of the visible and of the hidden units. */
  readonly firstVisible: number;
  readonly firstHidden: number;
  /** W: [visible, hidden], row-major. */
  readonly weights: Float64Array;
  /** a: [visible]. */
  readonly visibleBias: Float64Array;
  /** b: [hidden]. */
  readonly hiddenBias: Float64Array;
}

/**
 * Restricted Boltzmann machine: E = −a·v − b·h − vᵀ W h with units 0 and 1. Parameters are W row by row, then a, then b.
 *
 * @remarks `evaluate` is O(visible · hidden), a conditional energy O(units of the other layer).
 * @see Smolensky, in Parallel Distributed Processing 1, 194 (1986); Hinton, Neural Comput. 14, 1771 (2002).
 */
export class RestrictedBoltzmann<B> implements Local<B>, SiteLocal<B>, Trainable<B> {
  readonly siteGraph: SiteGraph;
  readonly parameterCount: number;
  readonly #space: Discrete<B>;
  readonly #visibleCount: number;
  readonly #hiddenCount: number;
  readonly #firstVisible: number;
  readonly #firstHidden: number;
  /** W, and Wᵀ, so that either layer reads it in a row. */
  readonly #weights: Float64Array;
  readonly #transposed: Float64Array;
  readonly #visibleBias: Float64Array;
  readonly #hiddenBias: Float64Array;

  /** @throws {ConfigurationError} A unit does not have two values, or the arrays do not fit each other. */
  constructor({ space, firstVisible, firstHidden, weights, visibleBias, hiddenBias }: BoltzmannModel<B>) {
    if (weights.length !== visibleBias.length * hiddenBias.length) {
      const message = `there are ${weights.length} weights for ${visibleBias.length} × ${hiddenBias.length} units`;
      throw new ConfigurationError([{ path: ['weights'], message }]);
    }
    this.#space = space;
    this.#visibleCount = visibleBias.length;
    this.#hiddenCount = hiddenBias.length;
    this.#firstVisible = firstVisible;
    this.#firstHidden = firstHidden;
    this.#weights = weights.slice();
    this.#transposed = new Float64Array(weights.length);
    this.#transpose();
    this.#visibleBias = visibleBias.slice();
    this.#hiddenBias = hiddenBias.slice();
    this.parameterCount = weights.length + visibleBias.length + hiddenBias.length;
    this.siteGraph = graphOfBonds(space.siteCount, this.#bonds());
    this.#checkUnits();
  }

  evaluate(batch: B): Float64Array {
    const values = this.#space.sites(batch);
    const { siteCount } = this.#space;
    const energy = new Float64Array(values.length / siteCount);
    for (let row = 0, start = 0; row < energy.length; row++, start += siteCount) {
      let sum = 0;
      for (let j = 0; j < this.#hiddenCount; j++) sum += this.#hiddenBias[j]! * values[start + this.#firstHidden + j]!;
      for (let i = 0; i < this.#visibleCount; i++) {
        if (values[start + this.#firstVisible + i] === 1) sum += this.#pullOn(values, start, this.#firstVisible + i);
      }
      energy[row] = -sum;
    }
    return energy;
  }

  difference(from: B, to: B): Float64Array {
    const [left, right] = [this.#space.sites(from), this.#space.sites(to)];
    return siteDifferences(left, right, this.#space.siteCount, (sites, site, value) => {
      const pull = this.#pullOn(sites, 0, site);
      return value === 1 ? -pull : pull;
    });
  }

  siteEnergies(batch: B, sites: Int32Array, into: Float64Array): void {
    const values = this.#space.sites(batch);
    const { siteCount } = this.#space;
    for (let start = 0, i = 0; start < values.length; start += siteCount) {
      for (let k = 0; k < sites.length; k++, i += 2) {
        into[i] = 0;
        into[i + 1] = -this.#pullOn(values, start, sites[k]!);
      }
    }
  }

  parameters(): Float64Array {
    const parameters = new Float64Array(this.parameterCount);
    parameters.set(this.#weights);
    parameters.set(this.#visibleBias, this.#weights.length);
    parameters.set(this.#hiddenBias, this.#weights.length + this.#visibleCount);
    return parameters;
  }

  setParameters(parameters: Float64Array): void {
    checkParameters(parameters, this.parameterCount);
    const hidden = this.#weights.length + this.#visibleCount;
    this.#weights.set(parameters.subarray(0, this.#weights.length));
    this.#visibleBias.set(parameters.subarray(this.#weights.length, hidden));
    this.#hiddenBias.set(parameters.subarray(hidden));
    this.#transpose();
  }

  parameterGradient(batch: B, rowWeights: Float64Array): Float64Array {
    const values = this.#space.sites(batch);
    const { siteCount } = this.#space;
    const gradient = new Float64Array(this.parameterCount);
    const visible = this.#weights.length;
    const hidden = visible + this.#visibleCount;
    for (let row = 0, start = 0; row < rowWeights.length; row++, start += siteCount) {
      const weight = rowWeights[row]!;
      for (let j = 0; j < this.#hiddenCount; j++)
        gradient[hidden + j]! -= weight * values[start + this.#firstHidden + j]!;
      for (let i = 0; i < this.#visibleCount; i++) {
        if (values[start + this.#firstVisible + i] === 0) continue;
        gradient[visible + i]! -= weight;
        for (let j = 0; j < this.#hiddenCount; j++) {
          gradient[i * this.#hiddenCount + j]! -= weight * values[start + this.#firstHidden + j]!;
        }
      }
    }
    return gradient;
  }

  /** −∂E/∂x of a unit: its bias and what the other layer adds; 0 for a site that is no unit. */
  #pullOn(values: Uint8Array, start: number, site: number): number {
    const visible = site - this.#firstVisible;
    if (visible >= 0 && visible < this.#visibleCount) {
      const row = visible * this.#hiddenCount;
      return pull(
        this.#visibleBias[visible]!,
        this.#weights,
        row,
        values,
        start + this.#firstHidden,
        this.#hiddenCount,
      );
    }
    const hidden = site - this.#firstHidden;
    if (!(hidden >= 0 && hidden < this.#hiddenCount)) return 0;
    const row = hidden * this.#visibleCount;
    const first = start + this.#firstVisible;
    return pull(this.#hiddenBias[hidden]!, this.#transposed, row, values, first, this.#visibleCount);
  }

  #transpose(): void {
    for (let i = 0; i < this.#visibleCount; i++) {
      for (let j = 0; j < this.#hiddenCount; j++) {
        this.#transposed[j * this.#visibleCount + i] = this.#weights[i * this.#hiddenCount + j]!;
      }
    }
  }

  /** Every visible unit with every hidden one. */
  #bonds(): Int32Array {
    const bonds = new Int32Array(2 * this.#weights.length);
    for (let i = 0; i < this.#weights.length; i++) {
      bonds[2 * i] = this.#firstVisible + Math.floor(i / this.#hiddenCount);
      bonds[2 * i + 1] = this.#firstHidden + (i % this.#hiddenCount);
    }
    return bonds;
  }

  #checkUnits(): void {
    const { valueCounts } = this.#space;
    const other = this.siteGraph.neighbours.find((site) => valueCounts[site] !== 2);
    if (other === undefined) return;
    const message = `a unit has two values, and site ${other} has ${valueCounts[other] ?? 'none'}`;
    throw new ConfigurationError([{ path: [], message }]);
  }
}

/** bias + Σ weights[row + i] · values[first + i]. */
function pull(
  bias: number,
  weights: Float64Array,
  row: number,
  values: Uint8Array,
  first: number,
  count: number,
): number {
  let sum = bias;
  for (let i = 0; i < count; i++) sum += weights[row + i]! * values[first + i]!;
  return sum;
}
