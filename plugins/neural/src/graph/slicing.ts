import { apply } from './apply.js';
import { add, subtract } from './arithmetic.js';
import { choiceAttribute } from './attributes.js';
import { type AxisRange, axisRange, type PadMode, placesOfPadding, placesOfRange } from './axis-places.js';
import { type Dimension, isKnown, type Shape, sameDimension, shapeText } from './dimension.js';
import { sum } from './expand-and-sum.js';
import { gather } from './gathering.js';
import { graphFault } from './graph-fault.js';
import { integers } from './leaves.js';
import type { Operator, ReferenceArray } from './operator.js';
import { allAxes, axisOf, inputAt, integersAt } from './operator-inputs.js';
import { takeAlong, withLength } from './take-along.js';
import type { Tensor } from './tensor.js';

/** A bound that lies beyond every axis. */
const beyond = 2 ** 31 - 1;

/** Parts of axes: data, starts, ends, axes (else all, from the first), steps (else 1). An axis that follows the rows stays whole. */
export const sliceOperator: Operator = {
  name: 'Slice',
  infer(inputs) {
    const { type, shape, elements } = inputAt(inputs, 0);
    const ranges = rangesOfSlice(inputs);
    const lengths = shape.map((dimension, axis) => ranges.get(axis)?.count ?? dimension);
    const range = ranges.get(0);
    const places = range && placesOfRange(range);
    return [
      { type, shape: lengths, elements: places ? elements && Array.from(places, (p) => elements[p]!) : elements },
    ];
  },
  derivative({ inputs }, [gradient]) {
    if (gradient === undefined) return [];
    let [spread, begins, ends] = [gradient, [] as number[], [] as number[]];
    const shape = inputs[0]!.shape;
    const ranges = rangesOfSlice(inputs);
    for (const axis of allAxes(shape)) {
      const length = shape[axis]!;
      const range = ranges.get(axis);
      const plain = range?.step === 1 && isKnown(length);
      begins.push(plain ? range.start : 0);
      ends.push(plain ? length - range.start - range.count : 0);
      if (range && isKnown(length) && !plain) spread = spreadAlong(spread, axis, range, length);
    }
    return [pad(spread, begins, ends)];
  },
  evaluate([x, starts, ends, axes, steps]) {
    return [
      Array.from(starts!.values).reduce((array: ReferenceArray, start, index) => {
        const axis = axisOf(axes?.values[index] ?? index, x!.shape.length);
        const range = axisRange(x!.shape[axis]!, start, ends!.values[index]!, steps?.values[index] ?? 1);
        return takeAlong(array, axis, placesOfRange(range));
      }, x!),
    ];
  },
};

const padModes: readonly PadMode[] = ['constant', 'reflect', 'edge', 'wrap'];

/** More elements before and after those of each axis: data, pads (beginnings, then ends), value, axes (else all). */
export const padOperator: Operator = {
  name: 'Pad',
  modernise(inputs, attributes) {
    if (inputs[3] === undefined) return { inputs, attributes };
    const { begins, ends } = padsOf(inputs);
    return { inputs: [inputs[0], integers([...begins, ...ends]), inputs[2]], attributes };
  },
  infer(inputs, attributes) {
    const { type, shape } = inputAt(inputs, 0);
    const { begins, ends } = padsOf(inputs);
    const mode = choiceAttribute(attributes, 'mode', padModes);
    return [{ type, shape: shape.map((length, axis) => paddedLength(mode, length, begins[axis]!, ends[axis]!)) }];
  },
  derivative({ inputs, attributes }, [gradient]) {
    if (gradient === undefined) return [];
    const { begins, ends } = padsOf(inputs);
    const shape = inputs[0]!.shape;
    const mode = choiceAttribute(attributes, 'mode', padModes);
    if (mode !== 'constant') return [foldedBack(gradient, mode, shape, begins, ends)];
    const inner = unpadded(gradient, shape, begins, ends);
    const everything = (x: Tensor) => sum(x, allAxes(x.shape));
    return [inner, undefined, inputs[2] && subtract(everything(gradient), everything(inner))];
  },
  evaluate([x, pads, value], attributes) {
    const mode = choiceAttribute(attributes, 'mode', padModes);
    const rank = x!.shape.length;
    let padded = x!;
    for (let axis = 0; axis < rank; axis++) {
      const [begin, end] = [pads!.values[axis]!, pads!.values[axis + rank]!];
      padded = takeAlong(padded, axis, placesOfPadding(mode, x!.shape[axis]!, begin, end), value?.values[0] ?? 0);
    }
    return [padded];
  },
};

/** Elements `from` to `to` (not counted) of an axis; negative bounds count from the end. */
export function slice(x: Tensor, axis: number, from: number, to: number, step = 1): Tensor {
  return apply(sliceOperator, [x, integers([from]), integers([to]), integers([axis]), integers([step])]);
}

/** An axis from its last element to its first. */
export function reversed(x: Tensor, axis: number): Tensor {
  return slice(x, axis, -1, -beyond, -1);
}

/** The first elements of each axis, so that the tensor has a shape; itself, if it has it. */
export function cropped(x: Tensor, shape: Shape): Tensor {
  const lengths: number[] = [];
  const axes: number[] = [];
  shape.forEach((length, axis) => {
    if (!isKnown(length) || length === x.shape[axis]) return;
    lengths.push(length);
    axes.push(axis);
  });
  if (axes.length === 0) return x;
  return apply(sliceOperator, [x, integers(axes.map(() => 0)), integers(lengths), integers(axes)]);
}

/**
 * A tensor with so many more elements before and after each axis; itself, where there are none.
 * @param mode - Zeros; or the tensor mirrored at its last elements, its last elements repeated, or the tensor repeated.
 */
export function pad(x: Tensor, begins: readonly number[], ends: readonly number[], mode: PadMode = 'constant'): Tensor {
  if ([...begins, ...ends].every((count) => count === 0)) return x;
  return apply(padOperator, [x, integers([...begins, ...ends])], { mode });
}

/** By axis, the ranges that a Slice takes; axes that follow the rows are whole, and absent. */
function rangesOfSlice(inputs: readonly (Tensor | undefined)[]): Map<number, AxisRange> {
  const { shape } = inputAt(inputs, 0);
  const starts = integersAt(inputs, 1) ?? [];
  const ends = inputs[2]?.elements ?? integersAt(inputs, 2) ?? [];
  const axes = integersAt(inputs, 3) ?? starts.map((_, index) => index);
  const steps = integersAt(inputs, 4) ?? starts.map(() => 1);
  if ([ends, axes, steps].some(({ length }) => length !== starts.length)) {
    throw graphFault(
      `${starts.length} starts, ${ends.length} ends, ${axes.length} axes and ${steps.length} steps came`,
    );
  }
  const ranges = new Map<number, AxisRange>();
  axes.forEach((named, index) => {
    const axis = axisOf(named, shape.length);
    const length = shape[axis]!;
    const end = ends[index]!;
    if (isKnown(length) && isKnown(end)) ranges.set(axis, axisRange(length, starts[index]!, end, steps[index]!));
    else if (!takesWhole(length, starts[index]!, end, steps[index]!)) throw partOfRows(shape, axis);
  });
  return ranges;
}

function takesWhole(length: Dimension, start: number, end: Dimension, step: number): boolean {
  const toEnd = isKnown(end) ? end >= beyond : sameDimension(length, end);
  return start === 0 && step === 1 && toEnd;
}

function partOfRows(shape: Shape, axis: number) {
  return graphFault(`axis ${axis} of ${shapeText(shape)} follows the rows; no part of it can be taken`);
}

/** A gradient of a range of an axis, as one of the whole axis: zeros between and around. */
function spreadAlong(gradient: Tensor, axis: number, { start, step, count }: AxisRange, length: number): Tensor {
  if (step === -1 && count === length) return reversed(gradient, axis);
  const withZero = pad(gradient, oneAt(gradient.shape, axis, 0), oneAt(gradient.shape, axis, 1));
  const sources = Array.from({ length }, (_, place) => {
    const index = (place - start) / step;
    return Number.isInteger(index) && index >= 0 && index < count ? index : count;
  });
  return gather(withZero, integers(sources), axis);
}

function oneAt(shape: Shape, axis: number, value: number): number[] {
  return withLength(
    shape.map(() => 0),
    axis,
    value,
  );
}

/** How many elements come before and after each axis. @throws {ConfigurationError} Not known before the graph runs, or unfit. */
function padsOf(inputs: readonly (Tensor | undefined)[]): { begins: number[]; ends: number[] } {
  const rank = inputAt(inputs, 0).shape.length;
  const pads = integersAt(inputs, 1) ?? [];
  const axes = integersAt(inputs, 3)?.map((axis) => axisOf(axis, rank)) ?? allAxes(inputAt(inputs, 0).shape);
  if (pads.length !== 2 * axes.length) throw graphFault(`${pads.length} pads came for ${axes.length} axes`);
  const begins = new Array<number>(rank).fill(0);
  const ends = new Array<number>(rank).fill(0);
  axes.forEach((axis, index) => {
    begins[axis] = pads[index]!;
    ends[axis] = pads[index + axes.length]!;
  });
  return { begins, ends };
}

function paddedLength(mode: PadMode, length: Dimension, begin: number, end: number): Dimension {
  if (begin === 0 && end === 0) return length;
  if (!isKnown(length)) throw graphFault('an axis that follows the rows cannot be padded');
  const padded = length + begin + end;
  const fewest = mode === 'constant' ? Number.NEGATIVE_INFINITY : 0;
  const most = mode === 'reflect' ? length - 1 : mode === 'wrap' ? length : Number.POSITIVE_INFINITY;
  const fits = [begin, end].every((count) => count >= fewest && count <= most);
  if (fits && padded >= 0 && (mode !== 'edge' || length > 0)) return padded;
  throw graphFault(`an axis of length ${length} cannot be padded by ${begin} and ${end} in mode '${mode}'`);
}

/** A gradient without what padding with a number added; zeros where padding by less than nothing took elements away. */
function unpadded(gradient: Tensor, shape: Shape, begins: readonly number[], ends: readonly number[]): Tensor {
  let inner = gradient;
  shape.forEach((_, axis) => {
    const [begin, end] = [Math.max(0, begins[axis]!), Math.max(0, ends[axis]!)];
    if (begin + end > 0) inner = slice(inner, axis, begin, (inner.shape[axis] as number) - end);
  });
  return pad(
    inner,
    begins.map((count) => Math.max(0, -count)),
    ends.map((count) => Math.max(0, -count)),
  );
}

/** A gradient of a padded tensor, with what padding repeated added to what it repeats. */
function foldedBack(
  gradient: Tensor,
  mode: Exclude<PadMode, 'constant'>,
  shape: Shape,
  begins: readonly number[],
  ends: readonly number[],
): Tensor {
  return shape.reduce<Tensor>((folded, length, axis) => {
    const [begin, end] = [begins[axis]!, ends[axis]!];
    if (!isKnown(length) || begin + end === 0) return folded;
    const inner = slice(folded, axis, begin, begin + length);
    const before = begin > 0 ? foldedEdge(slice(folded, axis, 0, begin), mode, axis, length, 'begin') : undefined;
    const after =
      end > 0 ? foldedEdge(slice(folded, axis, begin + length, beyond), mode, axis, length, 'end') : undefined;
    return [before, after].reduce<Tensor>((total, part) => (part ? add(total, part) : total), inner);
  }, gradient);
}

/** What the padding at one side of an axis repeats, in the length of the axis. */
function foldedEdge(
  padding: Tensor,
  mode: Exclude<PadMode, 'constant'>,
  axis: number,
  length: number,
  side: 'begin' | 'end',
): Tensor {
  if (mode === 'edge') {
    return placedAlong(sum(padding, [axis], true), axis, side === 'begin' ? 0 : length - 1, length);
  }
  const count = padding.shape[axis] as number; // Only axes of known length are padded.
  if (mode === 'wrap') return placedAlong(padding, axis, side === 'begin' ? length - count : 0, length);
  return placedAlong(reversed(padding, axis), axis, side === 'begin' ? 1 : length - 1 - count, length);
}

/** A part of an axis at its place in the whole, with zeros around. */
function placedAlong(part: Tensor, axis: number, start: number, length: number): Tensor {
  const rest = length - start - (part.shape[axis] as number); // Only axes of known length are padded.
  return pad(part, oneAt(part.shape, axis, start), oneAt(part.shape, axis, rest));
}
