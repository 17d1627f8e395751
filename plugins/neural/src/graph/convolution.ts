import { apply } from './apply.js';
import { integerAttribute } from './attributes.js';
import {
  batchAndChannelsSwapped,
  biasGradient,
  channelsOfGroupsFirst,
  turnedRound,
} from './convolution-arrangement.js';
import { type ConvolutionSizes, eachProduct } from './convolution-loops.js';
import { type Shape, sameDimension, sameShape, shapeText } from './dimension.js';
import { divided, multiplied } from './dimension-arithmetic.js';
import { graphFault } from './graph-fault.js';
import type { Operator, ReferenceArray } from './operator.js';
import { realInputAt } from './operator-inputs.js';
import { elementCount } from './reference-array.js';
import { cropped } from './slicing.js';
import { type WindowAxis, windowExtent, windowSpan } from './sliding-window.js';
import type { Attributes, Tensor } from './tensor.js';
import {
  slidingAttributes,
  slidingAxes,
  spatialLengths,
  transposedAttributes,
  transposedAxes,
} from './window-attributes.js';

/** Settings of a convolution, one number for each spatial axis; `pads` are those of the beginnings, then those of the ends. */
export interface ConvolutionSettings {
  readonly groups?: number;
  readonly strides?: readonly number[];
  readonly dilations?: readonly number[];
  readonly pads?: readonly number[];
}

/** Settings of a transposed convolution: its output is longer by `outputPadding` elements at the end of each axis. */
export interface TransposedSettings extends ConvolutionSettings {
  readonly outputPadding?: readonly number[];
}

/**
 * y[n, m, p] = b[m] + Σ_{c, k} x[n, c, p·stride + k·dilation − pad] · w[m, c, k], in any number of spatial axes.
 *
 * @param data - [batch, channels, length…]; the batch may follow the rows.
 * @param weight - [output channels, channels/groups, taps…].
 * @param bias - [output channels].
 */
export function convolution(data: Tensor, weight: Tensor, bias?: Tensor, settings: ConvolutionSettings = {}): Tensor {
  return apply(convolutionOperator, [data, weight, bias], attributesOf(settings));
}

/**
 * The adjoint of a convolution with the same settings: each element of the data spreads over a window of the output.
 *
 * @param data - [batch, channels, positions…].
 * @param weight - [channels, output channels/groups, taps…].
 * @param bias - [output channels].
 */
export function transposedConvolution(
  data: Tensor,
  weight: Tensor,
  bias?: Tensor,
  settings: TransposedSettings = {},
): Tensor {
  const { outputPadding } = settings;
  const attributes = { ...attributesOf(settings), ...(outputPadding && { output_padding: outputPadding }) };
  return apply(transposedOperator, [data, weight, bias], attributes);
}

function attributesOf({ groups = 1, strides, dilations, pads }: ConvolutionSettings): Attributes {
  return {
    group: groups,
    ...(strides && { strides }),
    ...(dilations && { dilations }),
    ...(pads && { pads }),
  };
}

/** Conv. */
export const convolutionOperator: Operator = {
  name: 'Conv',

  modernise(inputs, attributes) {
    const axes = axesOfConvolution(realInputAt(inputs, 0), realInputAt(inputs, 1), attributes);
    return { inputs, attributes: { ...slidingAttributes(axes), group: groupCount(attributes) } };
  },

  infer(inputs, attributes) {
    const [data, weight] = [realInputAt(inputs, 0), realInputAt(inputs, 1)];
    const groups = groupCount(attributes);
    const [narrowChannels, share] = [weight.shape[0]!, weight.shape[1]!];
    if (!sameDimension(multiplied(share, groups), data.shape[1]!) || divided(narrowChannels, groups) === undefined) {
      throw channelFault(data, weight, groups);
    }
    checkBias(inputs[2], [narrowChannels]);
    const positions = axesOfConvolution(data, weight, attributes).map((axis) => axis.positions);
    return [{ type: 'real', shape: [data.shape[0]!, narrowChannels, ...positions] }];
  },

  derivative({ inputs, attributes }, [gradient]) {
    if (gradient === undefined) return [];
    const [data, weight] = [realInputAt(inputs, 0), realInputAt(inputs, 1)];
    const group = groupCount(attributes);
    const axes = axesOfConvolution(data, weight, attributes);
    return [
      inputGradient(gradient, weight, axes, group),
      weightGradient(data, gradient, axes, group),
      inputs[2] && biasGradient(gradient),
    ];
  },

  evaluate([data, weight, bias], attributes) {
    const sizes = sizesOf(data!, weight!, attributes, 'wide');
    const shape = [sizes.batch, sizes.narrowChannels, ...sizes.axes.map((axis) => axis.positions)];
    const values = startingAtBias(shape, bias);
    const [x, w] = [data!.values, weight!.values];
    eachProduct(sizes, (wide, tap, narrow) => {
      values[narrow]! += x[wide]! * w[tap]!;
    });
    return [{ shape, values }];
  },
};

/** ConvTranspose. */
export const transposedOperator: Operator = {
  name: 'ConvTranspose',

  modernise(inputs, attributes) {
    const axes = axesOfTransposed(realInputAt(inputs, 0), realInputAt(inputs, 1), attributes);
    return { inputs, attributes: { ...transposedAttributes(axes), group: groupCount(attributes) } };
  },

  infer(inputs, attributes) {
    const [data, weight] = [realInputAt(inputs, 0), realInputAt(inputs, 1)];
    const groups = groupCount(attributes);
    const [narrowChannels, share] = [weight.shape[0]!, weight.shape[1]!];
    if (!sameDimension(narrowChannels, data.shape[1]!) || divided(narrowChannels, groups) === undefined) {
      throw channelFault(data, weight, groups);
    }
    const wideChannels = multiplied(share, groups);
    checkBias(inputs[2], [wideChannels]);
    const lengths = axesOfTransposed(data, weight, attributes).map((axis) => axis.length);
    return [{ type: 'real', shape: [data.shape[0]!, wideChannels, ...lengths] }];
  },

  derivative({ inputs, attributes }, [gradient]) {
    if (gradient === undefined) return [];
    const [data, weight] = [realInputAt(inputs, 0), realInputAt(inputs, 1)];
    const group = groupCount(attributes);
    const axes = axesOfTransposed(data, weight, attributes);
    const seen = apply(convolutionOperator, [gradient, weight], { ...slidingAttributes(reaching(axes)), group });
    return [seen, weightGradient(gradient, data, axes, group), inputs[2] && biasGradient(gradient)];
  },

  evaluate([data, weight, bias], attributes) {
    const sizes = sizesOf(data!, weight!, attributes, 'narrow');
    const shape = [sizes.batch, sizes.wideChannels, ...sizes.axes.map((axis) => axis.length)];
    const values = startingAtBias(shape, bias);
    const [x, w] = [data!.values, weight!.values];
    eachProduct(sizes, (wide, tap, narrow) => {
      values[wide]! += x[narrow]! * w[tap]!;
    });
    return [{ shape, values }];
  },
};

/**
 * Gradient with respect to the data: a transposed convolution. Where windows slide by single steps it is a plain one as well, of the
 * weight turned round: onnxruntime on a CPU does it twice as fast on sequences, and equally fast on images.
 */
function inputGradient(gradient: Tensor, weight: Tensor, axes: readonly WindowAxis[], groups: number): Tensor {
  const turned = axes.map((axis) => {
    const padBegin = windowExtent(axis) - 1 - axis.padBegin;
    return {
      ...axis,
      length: axis.positions,
      positions: axis.length,
      padBegin,
      padEnd: axis.length - axis.positions - padBegin + windowExtent(axis) - 1,
    };
  });
  if (axes.some(({ stride }) => stride > 1) || turned.some(({ padBegin, padEnd }) => padBegin < 0 || padEnd < 0)) {
    return apply(transposedOperator, [gradient, weight], { ...transposedAttributes(axes), group: groups });
  }
  return apply(convolutionOperator, [gradient, turnedRound(weight, groups)], {
    ...slidingAttributes(turned),
    group: groups,
  });
}

/**
 * Gradient with respect to the weight: Σ over batch and positions of wide · narrow, which is a convolution again, with batch and
 * channels swapped, and strides and dilations, too. Groups of channels become groups of batches.
 *
 * @param wide - What the windows slide over, [batch, wide channels, length…].
 * @param narrow - One element for each position, [batch, narrow channels, positions…].
 * @returns [narrow channels, wide channels/groups, taps…].
 */
function weightGradient(wide: Tensor, narrow: Tensor, axes: readonly WindowAxis[], groups: number): Tensor {
  const swappedAxes = axes.map((axis) => ({
    ...axis,
    taps: axis.positions,
    positions: axis.taps,
    stride: axis.dilation,
    dilation: axis.stride,
  }));
  const [narrowChannels, share] = [narrow.shape[1]!, divided(wide.shape[1]!, groups)!];
  const taps = axes.map((axis) => axis.taps);
  const seen = apply(convolutionOperator, [channelsOfGroupsFirst(wide, groups), batchAndChannelsSwapped(narrow)], {
    ...slidingAttributes(reaching(swappedAxes)),
    group: groups,
  });
  return batchAndChannelsSwapped(cropped(seen, [share, narrowChannels, ...taps]));
}

/** Without padding at the end that no window reaches. */
function reaching(axes: readonly WindowAxis[]): WindowAxis[] {
  return axes.map((axis) => ({ ...axis, padEnd: Math.max(0, windowSpan(axis) - axis.padBegin - axis.length) }));
}

function axesOfConvolution(data: Tensor, weight: Tensor, attributes: Attributes): WindowAxis[] {
  return slidingAxes(attributes, spatialLengths(data.shape), spatialLengths(weight.shape));
}

function axesOfTransposed(data: Tensor, weight: Tensor, attributes: Attributes): WindowAxis[] {
  return transposedAxes(attributes, spatialLengths(data.shape), spatialLengths(weight.shape));
}

function groupCount(attributes: Attributes): number {
  const groups = integerAttribute(attributes, 'group', 1);
  if (groups < 1) throw graphFault(`'group' is ${groups}; 1 is the least`);
  return groups;
}

function channelFault(data: Tensor, weight: Tensor, groups: number) {
  const shapes = `a weight of shape ${shapeText(weight.shape)} and data of shape ${shapeText(data.shape)}`;
  return graphFault(`${shapes} do not fit together in ${groups} group${groups === 1 ? '' : 's'}`);
}

function checkBias(bias: Tensor | undefined, wanted: Shape): void {
  if (bias === undefined || sameShape(bias.shape, wanted)) return;
  throw graphFault(`a bias of shape ${shapeText(bias.shape)} came; ${shapeText(wanted)} is wanted`);
}

/** Sizes of a convolution of arrays, whose data are at the wide or at the narrow side. */
function sizesOf(
  data: ReferenceArray,
  weight: ReferenceArray,
  attributes: Attributes,
  side: 'wide' | 'narrow',
): ConvolutionSizes {
  const [lengths, taps] = [data.shape.slice(2), weight.shape.slice(2)];
  const groups = groupCount(attributes);
  return {
    batch: data.shape[0]!,
    groups,
    wideChannels: weight.shape[1]! * groups,
    narrowChannels: weight.shape[0]!,
    axes: side === 'wide' ? slidingAxes(attributes, lengths, taps) : transposedAxes(attributes, lengths, taps),
  };
}

/** An array [batch, channels, …] that repeats the bias of each channel. */
function startingAtBias(shape: readonly number[], bias: ReferenceArray | undefined): Float64Array {
  const values = new Float64Array(elementCount(shape));
  if (bias === undefined) return values;
  const inner = elementCount(shape.slice(2));
  for (let index = 0; index < values.length; index++) {
    values[index] = bias.values[Math.floor(index / inner) % bias.values.length]!;
  }
  return values;
}
