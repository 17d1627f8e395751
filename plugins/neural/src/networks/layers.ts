import { apply } from '../graph/apply.js';
import { add } from '../graph/arithmetic.js';
import { type Dimension, isKnown } from '../graph/dimension.js';
import { layerNormalization } from '../graph/layer-normalization.js';
import { gemmOperator } from '../graph/matrix-products.js';
import { reshape, squeeze } from '../graph/reshaping.js';
import type { Tensor } from '../graph/tensor.js';
import { spectrallyBounded } from './spectral-norm.js';
import type { Weights } from './weights.js';

/** How a layer's weights begin and what they are held to. */
export interface LayerSettings {
  /** Standard deviation of the first weights times the root of the inputs that one output sees. */
  readonly gain?: number;
  /** The largest singular value that its weights are let have; none when absent. */
  readonly spectralNorm?: number | undefined;
}

/** x Wᵀ + b. @param x - [rows, inputs]. @returns [rows, width]. */
export function dense(x: Tensor, width: number, weights: Weights, name: string, settings: LayerSettings = {}): Tensor {
  const { gain = 1, spectralNorm } = settings;
  const fan = lengthOf(x.shape[1]!);
  const weight = weights.normal(`${name}.weight`, [width, fan], gain / Math.sqrt(fan));
  const bias = weights.uniform(`${name}.bias`, [width], 0);
  return apply(gemmOperator, [x, spectrallyBounded(weight, spectralNorm), bias], { transB: 1 });
}

/** One number a row. @param x - [rows, inputs]. @returns [rows]. */
export function scalarOutput(x: Tensor, weights: Weights, name: string, settings: LayerSettings = {}): Tensor {
  return squeeze(dense(x, 1, weights, name, settings), [1]);
}

/** Each row's last axis brought to mean 0 and variance 1, then scaled and shifted by parameters. */
export function normalised(x: Tensor, weights: Weights, name: string): Tensor {
  const width = lengthOf(x.shape.at(-1)!);
  const factor = weights.uniform(`${name}.weight`, [width], 1);
  return layerNormalization(x, factor, weights.uniform(`${name}.bias`, [width], 0));
}

/** [rows, …shape] as [rows, width]. */
export function flattened(x: Tensor): Tensor {
  if (x.shape.length === 2) return x;
  const width = x.shape.slice(1).reduce<number>((product, length) => product * lengthOf(length), 1);
  return reshape(x, [x.shape[0]!, width]);
}

/** With what it was made of added, where both have one shape. */
export function withShortcut(x: Tensor, made: Tensor, residual: boolean): Tensor {
  const fits = x.shape.every((length, axis) => axis === 0 || length === made.shape[axis]);
  return residual && fits && x.shape.length === made.shape.length ? add(x, made) : made;
}

/** An axis's length that does not follow the rows, as no axis of features but the first does. */
export function lengthOf(length: Dimension): number {
  if (!isKnown(length)) throw new RangeError('an axis of features follows the rows');
  return length;
}
