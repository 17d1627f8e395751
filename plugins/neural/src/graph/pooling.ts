import { apply } from './apply.js';
import { multiply } from './arithmetic.js';
import { integerAttribute, integersAttribute } from './attributes.js';
import { transposedOperator } from './convolution.js';
import { shapeText } from './dimension.js';
import { scatterElements } from './element-indexing.js';
import { zerosLike } from './expand-and-sum.js';
import { graphFault } from './graph-fault.js';
import { constant } from './leaves.js';
import type { Operator } from './operator.js';
import { realInputAt } from './operator-inputs.js';
import { largestOfWindows, sumsOfWindows, windowCounts } from './pooling-loops.js';
import { elementCount, mapPairs } from './reference-array.js';
import { reshape, reshapeLike } from './reshaping.js';
import { asDimension, productOf } from './shape-product.js';
import type { WindowAxis } from './sliding-window.js';
import type { Attributes, Tensor } from './tensor.js';
import { slidingAttributes, slidingAxes, spatialLengths, transposedAttributes } from './window-attributes.js';

/** Settings of a pool, one number for each spatial axis; `pads` are those of the beginnings, then those of the ends. */
export interface PoolSettings {
  /** Elements that a window sees. */
  readonly window: readonly number[];
  /** From window to window; 1 if absent. */
  readonly strides?: readonly number[];
  readonly pads?: readonly number[];
}

/** The largest element of each window, and its flat place in the whole input. */
export const maxPoolOperator: Operator = {
  name: 'MaxPool',
  modernise: (inputs, attributes) => ({ inputs, attributes: explicitAttributes(inputs, attributes) }),
  infer(inputs, attributes) {
    if (integerAttribute(attributes, 'storage_order', 0) !== 0) throw graphFault("'storage_order' must be 0");
    const shape = pooledShape(inputs, attributes, false);
    return [
      { type: 'real', shape },
      { type: 'integer', shape },
    ];
  },
  derivative({ inputs, outputs }, [gradient]) {
    if (gradient === undefined) return [];
    const all = reshape(zerosLike(inputs[0]!), [-1]);
    const scattered = scatterElements(all, reshape(outputs[1]!, [-1]), reshape(gradient, [-1]), 0, 'add');
    return [reshapeLike(scattered, inputs[0]!)];
  },
  evaluate: ([x], attributes) => largestOfWindows(x!, poolAxes(attributes, x!.shape.slice(2))),
};

/** The mean of each window; the padding counts only if `count_include_pad`. */
export const averagePoolOperator: Operator = {
  name: 'AveragePool',
  modernise: (inputs, attributes) => ({ inputs, attributes: explicitAttributes(inputs, attributes) }),
  infer(inputs, attributes) {
    return [{ type: 'real', shape: pooledShape(inputs, attributes, countsPadding(attributes)) }];
  },
  derivative({ inputs, attributes }, [gradient]) {
    if (gradient === undefined) return [];
    const axes = poolAxes(attributes, spatialLengths(inputs[0]!.shape));
    const { shape, values } = windowCounts(axes, countsPadding(attributes));
    const share = constant(
      values.map((count) => 1 / count),
      shape,
    );
    return [spreadOverWindows(multiply(gradient, share), inputs[0]!, axes)];
  },
  evaluate([x], attributes) {
    const axes = poolAxes(attributes, x!.shape.slice(2));
    const sums = sumsOfWindows(x!, axes, (value) => value);
    return [mapPairs(sums, windowCounts(axes, countsPadding(attributes)), (sum, count) => sum / count)];
  },
};

/** The largest element of each window. @param x - [batch, channels, length…]. */
export function maxPool(x: Tensor, settings: PoolSettings): Tensor {
  return apply(maxPoolOperator, [x], attributesOf(settings));
}

/** The mean of each window, without its padding. @param x - [batch, channels, length…]. */
export function averagePool(x: Tensor, settings: PoolSettings): Tensor {
  return apply(averagePoolOperator, [x], attributesOf(settings));
}

function attributesOf({ window, strides, pads }: PoolSettings): Attributes {
  return { kernel_shape: window, ...(strides && { strides }), ...(pads && { pads }) };
}

/** To each element the sum of the gradients of the windows that see it: a transposed convolution of each plane with ones. */
function spreadOverWindows(gradient: Tensor, x: Tensor, axes: readonly WindowAxis[]): Tensor {
  const planes = asDimension(productOf(x.shape.slice(0, 2)));
  if (planes === undefined) throw graphFault(`batch and channels of ${shapeText(x.shape)} both follow the rows`);
  const taps = axes.map((axis) => axis.taps);
  const ones = constant(new Float64Array(elementCount(taps)).fill(1), [1, 1, ...taps]);
  const single = reshape(gradient, [planes, 1, ...axes.map((axis) => axis.positions)]);
  return reshapeLike(apply(transposedOperator, [single, ones], transposedAttributes(axes)), x);
}

function explicitAttributes(inputs: readonly (Tensor | undefined)[], attributes: Attributes): Attributes {
  const { auto_pad: _, ...others } = attributes;
  return { ...others, ...slidingAttributes(poolAxes(attributes, spatialLengths(realInputAt(inputs, 0).shape))) };
}

function poolAxes(attributes: Attributes, lengths: readonly number[]): WindowAxis[] {
  const window = integersAttribute(attributes, 'kernel_shape');
  if (window === undefined || window.some((taps) => taps < 1))
    throw graphFault("'kernel_shape' is missing or not above 0");
  return slidingAxes(attributes, lengths, window);
}

function pooledShape(inputs: readonly (Tensor | undefined)[], attributes: Attributes, seesPadding: boolean) {
  const { shape } = realInputAt(inputs, 0);
  const axes = poolAxes(attributes, spatialLengths(shape));
  if (windowCounts(axes, seesPadding).values.includes(0)) throw graphFault('a window sees nothing but padding');
  return [...shape.slice(0, 2), ...axes.map((axis) => axis.positions)];
}

function countsPadding(attributes: Attributes): boolean {
  return integerAttribute(attributes, 'count_include_pad', 0) !== 0;
}
