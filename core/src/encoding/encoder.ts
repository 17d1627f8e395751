import type { Awaitable } from '../numerics/awaitable.js';

/** Turns states into the numbers that a network or another learned model reads. */
export interface Encoder<B> {
  /** Shape of one state's features: [width], [sites, values], [channels, height, width]. */
  readonly shape: readonly number[];
  /** Features are whole numbers that stand for kinds: indices of an embedding. */
  readonly kinds?: number;
  /** @returns [rows, …shape], row-major; to be read only: it may be the batch's own memory. */
  encode(batch: B): Awaitable<Float64Array>;
}

/** How features change along straight lines x + t v, at t = 0; both [rows, …shape]. */
export interface FeatureMotion {
  /** d/dt features. */
  readonly velocity: Float64Array;
  /** d²/dt² features. */
  readonly acceleration: Float64Array;
}

/** Capability: features that follow coordinates smoothly, so that gradients find their way back and directions their way on. */
export interface Smooth<B> extends Encoder<B> {
  /**
   * What features are far out: features(x) − L x stays bounded over the whole space, with L = `linearPart` [width, dimension],
   * row-major, where width is the product of `shape`. Absent where features do not grow like this.
   */
  readonly linearPart?: Float64Array;
  /**
   * @param featureGradient - ∂E/∂features, [rows, …shape].
   * @returns ∂E/∂coordinates, [rows, dimension]; may be `featureGradient` itself.
   */
  pullBack(batch: B, featureGradient: Float64Array): Awaitable<Float64Array>;
  /** @param directions - v, [rows, dimension]. */
  pushForward(batch: B, directions: Float64Array): Awaitable<FeatureMotion>;
}

/**
 * Capability, in discrete spaces: features are the sites' values, one-hot, shape [sites, most values]. A gradient with respect to
 * them is a first-order estimate of what each change of a site would cost.
 */
export interface OneHot<B> extends Encoder<B> {
  readonly isOneHot: true;
}

export function isSmooth<B>(encoder: Encoder<B>): encoder is Smooth<B> {
  return 'pullBack' in encoder;
}

export function isOneHot<B>(encoder: Encoder<B>): encoder is OneHot<B> {
  return 'isOneHot' in encoder;
}
