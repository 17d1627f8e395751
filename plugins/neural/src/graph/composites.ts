import { apply } from './apply.js';
import { multiply, scale as scaledBy } from './arithmetic.js';
import { integerAttribute, integersAttribute, numberAttribute } from './attributes.js';
import { groupNormalization } from './channel-normalization.js';
import { isKnown, type Shape, sameShape, shapeText } from './dimension.js';
import { graphFault } from './graph-fault.js';
import { scalar } from './leaves.js';
import { allAxes, axisOf, realInputAt } from './operator-inputs.js';
import { averagePoolOperator } from './pooling.js';
import { power, square } from './powers.js';
import { mean } from './reductions.js';
import { elementCount } from './reference-array.js';
import { reshape } from './reshaping.js';
import { absolute } from './rounding.js';
import { countOver, inverseRoot } from './standardising.js';
import type { Attributes, Tensor } from './tensor.js';
import { tile } from './tiling.js';

/** An operator of ONNX that graphs do not hold by itself: it is made of others, and has their derivatives. */
export type Composite = (inputs: readonly (Tensor | undefined)[], attributes: Attributes) => Tensor;

/** Operators that are made of others, by ONNX's name: newer than the operator set that graphs hold, or rare. */
export const composites: ReadonlyMap<string, Composite> = new Map([
  ['GroupNormalization', groupNormalizationOf],
  ['RMSNormalization', rmsNormalizationOf],
  ['LpPool', lpPoolOf],
]);

/**
 * Scaled to a root mean square of 1 over the axes from `axis` on, then element by element.
 * @param scale - In the shape of those axes, or one that stretches to it.
 * @see Zhang & Sennrich, NeurIPS 2019.
 */
export function rmsNormalization(x: Tensor, scale: Tensor, axis = -1, epsilon = 1e-5): Tensor {
  const axes = allAxes(x.shape).slice(axisOf(axis, x.shape.length));
  countOver(x.shape, axes);
  const inverse = inverseRoot(mean(square(x), axes, true), epsilon);
  return multiply(multiply(x, inverse), scale);
}

function rmsNormalizationOf(inputs: readonly (Tensor | undefined)[], attributes: Attributes): Tensor {
  const axis = integerAttribute(attributes, 'axis', -1);
  const epsilon = numberAttribute(attributes, 'epsilon', 1e-5);
  return rmsNormalization(realInputAt(inputs, 0), realInputAt(inputs, 1), axis, epsilon);
}

/** Scale and shift are one number a channel; before opset 21 they were one a group. */
function groupNormalizationOf(inputs: readonly (Tensor | undefined)[], attributes: Attributes): Tensor {
  const x = realInputAt(inputs, 0);
  const groups = integerAttribute(attributes, 'num_groups', 0);
  const [scale, shift] = [1, 2].map((index) => channelled(realInputAt(inputs, index), x.shape, groups));
  return groupNormalization(x, groups, scale!, shift!, numberAttribute(attributes, 'epsilon', 1e-5));
}

function channelled(vector: Tensor, shape: Shape, groups: number): Tensor {
  const channels = shape[1];
  if (channels === undefined || !isKnown(channels) || groups < 1 || channels % groups !== 0) {
    throw graphFault(`${shapeText(shape)} has no ${groups} equal groups of channels`);
  }
  if (sameShape(vector.shape, [channels])) return vector;
  if (!sameShape(vector.shape, [groups])) {
    throw graphFault(`${shapeText(vector.shape)} is one number neither for each channel nor for each group`);
  }
  return reshape(tile(reshape(vector, [groups, 1]), [1, channels / groups]), [channels]);
}

/** (Σ |x|^p)^(1/p) of each window; no gradient is finite where a window holds nothing but zeros. */
function lpPoolOf(inputs: readonly (Tensor | undefined)[], { p = 2, ...pool }: Attributes): Tensor {
  const order = integerAttribute({ p }, 'p', 2);
  const powers = power(absolute(realInputAt(inputs, 0)), scalar(order));
  // Padding counts, so that the mean is the sum over always as many taps: rounding lengths up would end that.
  if (integerAttribute(pool, 'ceil_mode', 0) !== 0) throw graphFault("'ceil_mode' must be 0");
  const means = apply(averagePoolOperator, [powers], { ...pool, count_include_pad: 1 });
  const taps = elementCount(integersAttribute(pool, 'kernel_shape')!);
  return power(scaledBy(means, taps), scalar(1 / order));
}
