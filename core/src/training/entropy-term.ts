import type { Differentiable } from '../energy/energy.js';
import { ConfigurationError } from '../errors/design-error.js';
import type { Rng } from '../numerics/rng.js';
import { type Continuous, withinBounds } from '../state/continuous.js';
import { type Directional, directional, requireGradient } from './directional.js';
import { evenWeights } from './mean-energy.js';
import type { TrainingSubject } from './trainer.js';

/** How the chains themselves are made better by the parameters. */
export interface EntropySettings {
  /** Weight of the term, > 0. */
  readonly weight: number;
  /** λ of the Langevin step that the gradient goes through, in squared units of the coordinates; > 0. */
  readonly stepSize: number;
  /** States among which the nearest neighbour of a chain is looked for. */
  readonly neighbours: number;
}

/** Chains after one more step, and what changing the parameters would do to them. */
export interface EntropyGradient<B> {
  readonly states: B;
  /** ∂/∂θ of ⟨E(x̃(θ))⟩ − H(x̃(θ)), the energy's own parameters held: [parameterCount]. */
  readonly gradient: Float64Array;
  /** ⟨dimension · ln distance to the nearest neighbour⟩: the entropy of the chains, up to a constant. */
  readonly entropy: number;
  readonly evaluations: number;
}

/**
 * The term that contrastive divergence leaves out: how the distribution of the chains follows θ. It lowers
 * KL(chains ‖ model) = ⟨E(x̃)⟩ − H(x̃) + ln Z through the last step x̃ = x − λ∇E_θ(x) + √(2λ)ξ, so that
 * ∂/∂θ = −λ ∂/∂θ (v·∇E(x)) with v = ∇E(x̃) − d (x̃ − n)/|x̃ − n|², where n is the nearest neighbour of x̃ among states that are held:
 * the entropy of d-dimensional states is d ⟨ln |x̃ − n|⟩ and a constant (Kozachenko & Leonenko, Probl. Inf. Transm. 23, 95 (1987)).
 *
 * @see Du, Li, Tenenbaum & Mordatch, ICML 2021, arXiv:2012.01316.
 */
export class EntropyTerm<B> {
  readonly isExact: boolean;
  readonly #space: Continuous<B>;
  readonly #energy: Differentiable<B>;
  readonly #directional: Directional<B>;
  readonly #settings: EntropySettings;

  /** @throws {ConfigurationError} The space has no coordinates, or the energy no gradient. */
  constructor({ space, energy }: TrainingSubject<B>, settings: EntropySettings) {
    this.#directional = directional(space, energy);
    this.#space = this.#directional.space;
    this.#energy = requireGradient(energy, 'the entropy term');
    this.#settings = settings;
    this.isExact = this.#directional.isExact;
    if (settings.neighbours >= 1) return;
    throw new ConfigurationError([
      { path: ['entropy', 'neighbours'], message: 'there must be a neighbour to look for' },
    ]);
  }

  /**
   * One Langevin step of every chain, and its gradient. A chain that would leave the bounds stays, and counts for nothing.
   *
   * @param others - States that are held, those at the same place not counting; where they are `states` themselves, no chain is
   *   its own neighbour.
   */
  async stepped(rng: Rng, states: B, others: B): Promise<EntropyGradient<B>> {
    const from = this.#space.coordinates(states);
    const { gradient: slope, energy } = await this.#energy.evaluateWithGradient(states);
    const rowCount = energy.length;
    const to = this.#moved(rng, from, slope);
    const inside = withinBounds(this.#space.axes, to);
    const { dimension } = this.#space;
    inside.forEach((is, row) => {
      if (is === 0) to.set(from.subarray(row * dimension, (row + 1) * dimension), row * dimension);
    });
    const moved = this.#space.withCoordinates(states, to);
    const { gradient } = await this.#energy.evaluateWithGradient(moved);
    const directions = gradient.slice();
    const entropy = this.#addRepulsion(moved, others, directions, others === states);
    const weights = evenWeights(rowCount, -this.#settings.stepSize / rowCount).map((weight, row) =>
      inside[row] === 1 ? weight : 0,
    );
    const found = await this.#directional.along(states, directions, 1, weights);
    return { states: moved, gradient: found.gradient, entropy, evaluations: 4 * rowCount };
  }

  #moved(rng: Rng, from: Float64Array, slope: Float64Array): Float64Array {
    const { stepSize } = this.#settings;
    const to = new Float64Array(from.length);
    rng.fillNormalRows(to, this.#space.dimension);
    const spread = Math.sqrt(2 * stepSize);
    for (let i = 0; i < to.length; i++) to[i] = from[i]! - stepSize * slope[i]! + spread * to[i]!;
    return to;
  }

  /** Subtracts d (x̃ − n)/|x̃ − n|² of every row, in place. @returns The mean of d ln |x̃ − n|. O(rows · others · dimension). */
  #addRepulsion(moved: B, others: B, directions: Float64Array, areThemselves: boolean): number {
    const { dimension } = this.#space;
    const points = this.#space.coordinates(moved);
    const held = this.#space.coordinates(others);
    const offset = new Float64Array(dimension);
    let entropy = 0;
    for (let start = 0; start < points.length; start += dimension) {
      const { place, square } = this.#nearest(points, start, held, areThemselves ? start : -1);
      if (place < 0) continue;
      this.#offset(points, start, held, place, offset);
      for (let axis = 0; axis < dimension; axis++) directions[start + axis]! -= (dimension * offset[axis]!) / square;
      entropy += 0.5 * dimension * Math.log(square);
    }
    return (entropy * dimension) / points.length;
  }

  #nearest(
    points: Float64Array,
    start: number,
    held: Float64Array,
    own: number,
  ): { readonly place: number; readonly square: number } {
    const offset = new Float64Array(this.#space.dimension);
    let place = -1;
    let square = Number.POSITIVE_INFINITY;
    for (let other = 0; other < held.length; other += offset.length) {
      const apart = this.#offset(points, start, held, other, offset);
      if (other === own || !(apart > 0 && apart < square)) continue;
      place = other;
      square = apart;
    }
    return { place, square };
  }

  /** x − y, the short way round on circles. @returns Its square. */
  #offset(x: Float64Array, from: number, y: Float64Array, there: number, into: Float64Array): number {
    const { low, high, periodic } = this.#space.axes;
    let square = 0;
    for (let axis = 0; axis < into.length; axis++) {
      let apart = x[from + axis]! - y[there + axis]!;
      if (periodic[axis] === 1) {
        const circumference = high[axis]! - low[axis]!;
        apart -= circumference * Math.round(apart / circumference);
      }
      into[axis] = apart;
      square += apart * apart;
    }
    return square;
  }
}
