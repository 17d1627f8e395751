import { apply } from './apply.js';
import { add } from './arithmetic.js';
import { choiceAttribute, integersAttribute } from './attributes.js';
import { isKnown, type Shape, sameDimension, shapeText } from './dimension.js';
import { gather } from './gathering.js';
import { graphFault } from './graph-fault.js';
import { constantValues, integers } from './leaves.js';
import type { Operator, ReferenceArray } from './operator.js';
import { allAxes, axisOf, inputAt, realInputAt } from './operator-inputs.js';
import { coordinateModes, nearestModes, nearestPlaces } from './resize-places.js';
import { pad } from './slicing.js';
import { takeAlong, withLength } from './take-along.js';
import type { Attributes, Tensor } from './tensor.js';

/** Axes made longer or shorter, each element the nearest one: x, nothing, scales, or else lengths. Only mode `nearest` is known. */
export const resizeOperator: Operator = {
  name: 'Resize',
  infer(inputs, attributes) {
    const { shape } = realInputAt(inputs, 0);
    const places = placesByAxis(shape, targetOf(inputs), attributes);
    return [{ type: 'real', shape: shape.map((length, axis) => places.get(axis)?.length ?? length) }];
  },
  derivative({ inputs, attributes }, [gradient]) {
    if (gradient === undefined) return [];
    const x = inputAt(inputs, 0);
    const places = placesByAxis(x.shape, targetOf(inputs), attributes);
    let collected = gradient;
    for (const [axis, sources] of places) collected = sumByPlace(collected, axis, sources, x.shape[axis] as number);
    return [collected];
  },
  evaluate([x, , scales, sizes], attributes) {
    const target = { scales: listOf(scales?.values), lengths: listOf(sizes?.values) };
    const places = placesByAxis(x!.shape, target, attributes);
    return [[...places].reduce<ReferenceArray>((array, [axis, sources]) => takeAlong(array, axis, sources), x!)];
  },
};

/** Each element of the axes from the third on, repeated so many times in place. @param x - [batch, channels, length…]. */
export function enlarge(x: Tensor, factor: number): Tensor {
  const sizes = x.shape.map((length, axis) => (axis < 2 || !isKnown(length) ? length : length * factor)).slice(2);
  if (!sizes.every(isKnown)) throw graphFault(`a spatial axis of ${shapeText(x.shape)} follows the rows`);
  const axes = sizes.map((_, index) => index + 2);
  const attributes = { axes, coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor', mode: 'nearest' };
  return apply(resizeOperator, [x, undefined, undefined, integers(sizes)], attributes);
}

/** What axes are made: so many times as long, or else so long. Undefined if it is not known before the graph runs. */
interface ResizeTarget {
  readonly scales: readonly number[] | undefined;
  readonly lengths: Shape | undefined;
}

function targetOf(inputs: readonly (Tensor | undefined)[]): ResizeTarget {
  return {
    scales: listOf(constantValues(inputs[2])?.values),
    lengths: inputs[3]?.elements ?? listOf(constantValues(inputs[3])?.values),
  };
}

/** An input that is there and is not empty: an empty one stands for none. */
function listOf(values: Float64Array | undefined): readonly number[] | undefined {
  return values === undefined || values.length === 0 ? undefined : Array.from(values);
}

/** By axis that changes, the elements that the resized one repeats. */
function placesByAxis(shape: Shape, { scales, lengths }: ResizeTarget, attributes: Attributes): Map<number, number[]> {
  choiceAttribute(attributes, 'mode', ['nearest']);
  choiceAttribute(attributes, 'keep_aspect_ratio_policy', ['stretch']);
  const coordinates = choiceAttribute(attributes, 'coordinate_transformation_mode', coordinateModes);
  const nearest = choiceAttribute(attributes, 'nearest_mode', nearestModes);
  const axes = (integersAttribute(attributes, 'axes') ?? allAxes(shape)).map((axis) => axisOf(axis, shape.length));
  if ((scales ?? lengths)?.length !== axes.length) throw graphFault('scales or lengths of all axes must be known');
  const places = new Map<number, number[]>();
  axes.forEach((axis, index) => {
    const length = shape[axis]!;
    const target = lengths?.[index];
    if (scales === undefined ? sameDimension(target!, length) : scales[index] === 1) return;
    if (!isKnown(length) || (target !== undefined && !isKnown(target))) throw rowsResized(shape, axis);
    const scale = scales?.[index] ?? target! / length;
    const resized = scales === undefined ? target! : Math.floor(length * scale);
    if (!(resized > 0)) throw graphFault(`an axis of length ${length} cannot be made ${resized} long`);
    places.set(axis, nearestPlaces({ length, resized, scale, coordinates, nearest }));
  });
  return places;
}

function rowsResized(shape: Shape, axis: number) {
  return graphFault(
    `axis ${axis} of ${shapeText(shape)} follows the rows, or its new length does; it must stay as it is`,
  );
}

/** For each of `length` places, the sum of what stands where `sources` names it. */
function sumByPlace(x: Tensor, axis: number, sources: readonly number[], length: number): Tensor {
  const readers = Array.from({ length }, (): number[] => []);
  sources.forEach((source, place) => {
    readers[source]!.push(place);
  });
  const most = Math.max(...readers.map((places) => places.length));
  const nowhere = sources.length;
  const none = x.shape.map(() => 0);
  const withZero = pad(x, none, withLength(none, axis, 1));
  const turns = Array.from({ length: most }, (_, turn) => readers.map((places) => places[turn] ?? nowhere));
  return turns.map((places) => gather(withZero, integers(places), axis)).reduce(add);
}
