import { apply } from './apply.js';
import { choiceAttribute, integerAttribute } from './attributes.js';
import { concat } from './concatenation.js';
import { cumulativeSum } from './cumulative-sum.js';
import { type Dimension, isKnown, type Shape, sameShape, shapeText } from './dimension.js';
import { indicesAt, scatterModes } from './element-indexing.js';
import { expandLike, zerosLike } from './expand-and-sum.js';
import { graphFault } from './graph-fault.js';
import { sliceLength, slicePlaces } from './indexed-places.js';
import { constant, knownIntegers } from './leaves.js';
import type { Operator } from './operator.js';
import { allAxes, axisOf, inputAt } from './operator-inputs.js';
import { unsqueeze } from './reshaping.js';
import { placeOf, takeAlong } from './take-along.js';
import type { Attributes, Tensor } from './tensor.js';
import { transpose } from './transposing.js';

/** The slices of an axis that indices name: that axis gives way to those of the indices. */
export const gatherOperator: Operator = {
  name: 'Gather',
  infer(inputs, attributes) {
    const x = inputAt(inputs, 0);
    const indices = indicesAt(inputs, 1);
    const axis = axisAttribute(attributes, x.shape);
    const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
    return [{ type: x.type, shape, elements: gatheredElements(x, indices) }];
  },
  derivative({ inputs, attributes }, [gradient]) {
    if (gradient === undefined) return [];
    const [x, indices] = [inputs[0]!, inputs[1]!];
    const axis = axisAttribute(attributes, x.shape);
    const depth = indices.shape.length;
    const indexAxes = allAxes(indices.shape).map((each) => each + axis);
    const scattered = scatterNd(
      zerosLike(axesFirst(x, [axis])),
      unsqueeze(indices, [depth]),
      axesFirst(gradient, indexAxes),
      'add',
    );
    return [axesBack(scattered, [axis])];
  },
  evaluate([x, indices], attributes) {
    const axis = axisAttribute(attributes, x!.shape);
    const places = indices!.values.map((index) => placeOf(index, x!.shape[axis]!));
    const shape = [...x!.shape.slice(0, axis), ...indices!.shape, ...x!.shape.slice(axis + 1)];
    return [{ shape, values: takeAlong(x!, axis, places).values }];
  },
};

/** The slices that index tuples name, which are the last axis of the indices; `batch_dims` leading axes are shared. */
export const gatherNdOperator: Operator = {
  name: 'GatherND',
  infer(inputs, attributes) {
    const x = inputAt(inputs, 0);
    const indices = indicesAt(inputs, 1);
    const batchAxes = integerAttribute(attributes, 'batch_dims', 0);
    const depth = tupleLength(indices.shape, x.shape.length - batchAxes);
    if (!sameShape(x.shape.slice(0, batchAxes), indices.shape.slice(0, batchAxes))) throw tupleFault(indices, x);
    return [{ type: x.type, shape: [...indices.shape.slice(0, -1), ...x.shape.slice(batchAxes + depth)] }];
  },
  derivative({ inputs, attributes }, [gradient]) {
    if (gradient === undefined) return [];
    const indices = withBatchIndices(inputs[1]!, integerAttribute(attributes, 'batch_dims', 0));
    return [scatterNd(zerosLike(inputs[0]!), indices, gradient, 'add')];
  },
  evaluate([x, indices], attributes) {
    const batchAxes = integerAttribute(attributes, 'batch_dims', 0);
    const places = slicePlaces(x!.shape, indices!, batchAxes);
    const length = sliceLength(x!.shape, indices!, batchAxes);
    const values = new Float64Array(places.length * length);
    places.forEach((place, tuple) => {
      values.set(x!.values.subarray(place, place + length), tuple * length);
    });
    return [{ shape: [...indices!.shape.slice(0, -1), ...x!.shape.slice(batchAxes + indices!.shape.at(-1)!)], values }];
  },
};

/** x with other slices where index tuples point; replaced or added. Where two replace one, either may. */
export const scatterNdOperator: Operator = {
  name: 'ScatterND',
  infer(inputs, attributes) {
    const x = inputAt(inputs, 0);
    const indices = indicesAt(inputs, 1);
    const updates = inputAt(inputs, 2);
    choiceAttribute(attributes, 'reduction', scatterModes);
    const depth = tupleLength(indices.shape, x.shape.length);
    const wanted = [...indices.shape.slice(0, -1), ...x.shape.slice(depth)];
    if (updates.type !== x.type || !sameShape(updates.shape, wanted)) {
      throw graphFault(`updates of shape ${shapeText(updates.shape)} came; ${shapeText(wanted)} is wanted`);
    }
    return [{ type: x.type, shape: x.shape }];
  },
  derivative({ inputs, attributes }, [gradient]) {
    if (gradient === undefined) return [];
    const [, indices, updates] = inputs;
    const replaced = choiceAttribute(attributes, 'reduction', scatterModes) === 'none';
    const kept = replaced ? scatterNd(gradient, indices!, zerosLike(updates!), 'none') : gradient;
    return [kept, undefined, gatherNd(gradient, indices!)];
  },
  evaluate([x, indices, updates], attributes) {
    const kept = choiceAttribute(attributes, 'reduction', scatterModes) === 'none' ? 0 : 1;
    const length = sliceLength(x!.shape, indices!, 0);
    const values = x!.values.slice();
    slicePlaces(x!.shape, indices!, 0).forEach((place, tuple) => {
      for (let element = 0; element < length; element++) {
        values[place + element] = kept * values[place + element]! + updates!.values[tuple * length + element]!;
      }
    });
    return [{ shape: x!.shape, values }];
  },
};

/** The slices of an axis that indices name, such as the rows of a table of embeddings. */
export function gather(x: Tensor, indices: Tensor, axis = 0): Tensor {
  return apply(gatherOperator, [x, indices], { axis });
}

/** The slices that index tuples name, which are the last axis of the indices. */
export function gatherNd(x: Tensor, indices: Tensor): Tensor {
  return apply(gatherNdOperator, [x, indices]);
}

/** x with updates at the slices that index tuples name; they replace what is there, or are added. */
export function scatterNd(x: Tensor, indices: Tensor, updates: Tensor, mode: (typeof scatterModes)[number]): Tensor {
  return apply(scatterNdOperator, [x, indices, updates], { reduction: mode });
}

function axisAttribute(attributes: Attributes, shape: Shape): number {
  return axisOf(integerAttribute(attributes, 'axis', 0), shape.length);
}

function gatheredElements(x: Tensor, indices: Tensor): readonly Dimension[] | undefined {
  const { elements } = x;
  const places = knownIntegers(indices);
  if (elements === undefined || places === undefined || x.shape.length !== 1 || indices.shape.length > 1)
    return undefined;
  return places.map((index) => elements[placeOf(index, elements.length)]!);
}

/** A tensor whose axes start with some neighbours that come in their order, and go on with the others. */
function axesFirst(x: Tensor, axes: readonly number[]): Tensor {
  return transpose(x, [...axes, ...allAxes(x.shape).filter((axis) => !axes.includes(axis))]);
}

/** Undoes {@link axesFirst}. */
function axesBack(x: Tensor, axes: readonly number[]): Tensor {
  const order = [...axes, ...allAxes(x.shape).filter((axis) => !axes.includes(axis))];
  return transpose(
    x,
    order.map((_, axis) => order.indexOf(axis)),
  );
}

function tupleLength(indices: Shape, rank: number): number {
  const depth = indices.at(-1);
  if (depth !== undefined && isKnown(depth) && depth >= 1 && depth <= rank) return depth;
  throw graphFault(`indices of shape ${shapeText(indices)} hold no tuples for ${rank} axes`);
}

function tupleFault(indices: Tensor, x: Tensor) {
  return graphFault(`indices of shape ${shapeText(indices.shape)} and data of ${shapeText(x.shape)} share no batch`);
}

/** Index tuples that name their places along the shared axes, too. */
function withBatchIndices(indices: Tensor, batchAxes: number): Tensor {
  if (batchAxes === 0) return indices;
  const last = indices.shape.length - 1;
  const first = gather(indices, constant([0], [1], 'integer'), last);
  const ones = expandLike(constant([1], [], 'integer'), first);
  const own = Array.from({ length: batchAxes }, (_, axis) => cumulativeSum(ones, axis, { exclusive: true }));
  return concat([...own, indices], last);
}
