import type { Awaitable } from '../numerics/awaitable.js';

/** Turns states into the numbers that a network or another learned model reads. */
export interface Encoder<B> {
  /** Shape of one state's features: [width], [sites, values], [channels, height, width]. */
  readonly shape: readonly number[];
  /** Features are whole numbers that stand for kinds: indices of an embedding. */
  readonly kinds?: number;
  /** @returns [rows, …shape], row-major. */
  encode(batch: B): Awaitable<Float64Array>;
}

/** Capability: features that follow coordinates smoothly, so that a gradient finds its way back. */
export interface Smooth<B> extends Encoder<B> {
  /**
   * @param featureGradient - ∂E/∂features, [rows, …shape].
   * @returns ∂E/∂coordinates, [rows, dimension].
   */
  pullBack(batch: B, featureGradient: Float64Array): Awaitable<Float64Array>;
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
