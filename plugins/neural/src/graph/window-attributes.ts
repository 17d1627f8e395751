import { choiceAttribute, integerAttribute, integersAttribute } from './attributes.js';
import { type Dimension, isKnown, type Shape, shapeText } from './dimension.js';
import { graphFault } from './graph-fault.js';
import { type WindowAxis, windowExtent, windowSpan } from './sliding-window.js';
import type { Attributes } from './tensor.js';

const paddings = ['NOTSET', 'SAME_UPPER', 'SAME_LOWER', 'VALID'] as const;

type Padding = (typeof paddings)[number];

/** One spatial axis, as far as the attributes alone tell. */
type AxisSettings = Pick<WindowAxis, 'taps' | 'stride' | 'dilation' | 'padBegin' | 'padEnd'>;

/** The spatial axes of a shape [batch, channels, …]. @throws {ConfigurationError} There are none, or one follows the rows. */
export function spatialLengths(shape: Shape): number[] {
  if (shape.length < 3) throw graphFault(`${shapeText(shape)} has no spatial axes: [batch, channels, …] is wanted`);
  return shape.slice(2).map((dimension: Dimension) => {
    if (!isKnown(dimension)) throw graphFault(`a spatial axis of ${shapeText(shape)} is as long as the batch has rows`);
    return dimension;
  });
}

/**
 * How the windows of Conv and of pools slide. `auto_pad` is followed.
 *
 * @param taps - What a window sees along each axis; the attribute `kernel_shape`, where given, must say the same.
 * @throws {ConfigurationError} The attributes do not fit, or a window is longer than what it slides over.
 */
export function slidingAxes(attributes: Attributes, lengths: readonly number[], taps: readonly number[]): WindowAxis[] {
  const padding = choiceAttribute(attributes, 'auto_pad', paddings);
  const roundUp = integerAttribute(attributes, 'ceil_mode', 0) !== 0;
  return axisSettings(attributes, taps, lengths.length).map((settings, index) => {
    const length = lengths[index]!;
    const axis = { ...settings, ...automaticPads(padding, settings, length), length };
    const positions = windowPositions(axis, roundUp);
    if (positions < 1) throw graphFault(`a window of ${windowExtent(axis)} does not fit into an axis of ${length}`);
    return { ...axis, positions };
  });
}

/**
 * How the windows of ConvTranspose slide: over its output, one position for each element of its input. `auto_pad`, `output_shape`
 * and `output_padding` are followed.
 *
 * @throws {ConfigurationError} The attributes do not fit, or nothing is left of the output.
 */
export function transposedAxes(
  attributes: Attributes,
  positions: readonly number[],
  taps: readonly number[],
): WindowAxis[] {
  const padding = choiceAttribute(attributes, 'auto_pad', paddings);
  const wanted = wantedLengths(attributes, padding, positions);
  const extra = perAxis(attributes, 'output_padding', positions.length, 0);
  return axisSettings(attributes, taps, positions.length).map((settings, index) => {
    const count = positions[index]!;
    if (extra[index]! >= settings.stride) {
      throw graphFault(`'output_padding' is ${extra[index]}; it must be less than the stride, ${settings.stride}`);
    }
    const full = (count - 1) * settings.stride + windowExtent(settings) + extra[index]!;
    const length = wanted?.[index];
    const pads = length === undefined ? givenPads(padding, settings) : halves(full - length, padding === 'SAME_UPPER');
    const axis = { ...settings, ...pads, positions: count };
    const left = full - axis.padBegin - axis.padEnd;
    if (left < 1 || axis.padBegin < 0) throw graphFault(`an output of length ${length ?? left} cannot be`);
    return { ...axis, length: left };
  });
}

/** The attributes of Conv and of pools that slide so. */
export function slidingAttributes(axes: readonly WindowAxis[]): Attributes {
  return { ...commonAttributes(axes), pads: pads(axes, (axis) => axis.padEnd) };
}

/** The attributes of a ConvTranspose whose output is as long as what the windows slide over. */
export function transposedAttributes(axes: readonly WindowAxis[]): Attributes {
  const missing = (axis: WindowAxis) => axis.length + axis.padBegin - windowSpan(axis);
  return {
    ...commonAttributes(axes),
    pads: pads(axes, (axis) => Math.max(0, -missing(axis))),
    output_padding: axes.map((axis) => Math.max(0, missing(axis))),
  };
}

function commonAttributes(axes: readonly WindowAxis[]): Attributes {
  return {
    kernel_shape: axes.map((axis) => axis.taps),
    strides: axes.map((axis) => axis.stride),
    dilations: axes.map((axis) => axis.dilation),
  };
}

function pads(axes: readonly WindowAxis[], end: (axis: WindowAxis) => number): number[] {
  return [...axes.map((axis) => axis.padBegin), ...axes.map(end)];
}

function axisSettings(attributes: Attributes, taps: readonly number[], axisCount: number): AxisSettings[] {
  const kernel = integersAttribute(attributes, 'kernel_shape') ?? taps;
  if (taps.length !== axisCount || String(kernel) !== String(taps)) {
    throw graphFault(`a kernel [${kernel.join(', ')}] does not fit a weight of [${taps.join(', ')}] taps`);
  }
  const strides = perAxis(attributes, 'strides', axisCount, 1);
  const dilations = perAxis(attributes, 'dilations', axisCount, 1);
  const margins = perAxis(attributes, 'pads', 2 * axisCount, 0);
  return taps.map((tapCount, index) => {
    const settings = { taps: tapCount, stride: strides[index]!, dilation: dilations[index]! };
    return { ...settings, padBegin: margins[index]!, padEnd: margins[axisCount + index]! };
  });
}

function perAxis(attributes: Attributes, name: string, count: number, least: 0 | 1): readonly number[] {
  const values = integersAttribute(attributes, name) ?? new Array<number>(count).fill(least);
  if (values.length !== count || values.some((value) => value < least)) {
    throw graphFault(`'${name}' is [${values.join(', ')}]; ${count} numbers from ${least} on are wanted`);
  }
  return values;
}

function automaticPads(padding: Padding, axis: AxisSettings, length: number) {
  if (padding === 'NOTSET' || padding === 'VALID') return givenPads(padding, axis);
  const span = (Math.ceil(length / axis.stride) - 1) * axis.stride + windowExtent(axis);
  return halves(Math.max(0, span - length), padding === 'SAME_UPPER');
}

function givenPads(padding: Padding, { padBegin, padEnd }: AxisSettings) {
  return padding === 'VALID' ? { padBegin: 0, padEnd: 0 } : { padBegin, padEnd };
}

function halves(total: number, moreAtEnd: boolean) {
  const padBegin = moreAtEnd ? Math.floor(total / 2) : Math.ceil(total / 2);
  return { padBegin, padEnd: total - padBegin };
}

function windowPositions(axis: Omit<WindowAxis, 'positions'>, roundUp: boolean): number {
  const room = axis.length + axis.padBegin + axis.padEnd - windowExtent(axis);
  if (!roundUp) return Math.floor(room / axis.stride) + 1;
  const positions = Math.ceil(room / axis.stride) + 1;
  // A window that would begin in the padding at the end is left out.
  return (positions - 1) * axis.stride >= axis.length + axis.padBegin ? positions - 1 : positions;
}

function wantedLengths(attributes: Attributes, padding: Padding, positions: readonly number[]) {
  const given = integersAttribute(attributes, 'output_shape');
  // Some writers give the batch and the channels, too.
  if (given !== undefined) return given.slice(-positions.length);
  if (padding !== 'SAME_UPPER' && padding !== 'SAME_LOWER') return undefined;
  const strides = perAxis(attributes, 'strides', positions.length, 1);
  return positions.map((count, index) => count * strides[index]!);
}
