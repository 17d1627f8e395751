import { apply } from './apply.js';
import { choiceAttribute, integerAttribute } from './attributes.js';
import { isKnown, type Shape, sameDimension, sameShape, shapeText } from './dimension.js';
import { zerosLike } from './expand-and-sum.js';
import { graphFault } from './graph-fault.js';
import { elementPlaces } from './indexed-places.js';
import type { Operator } from './operator.js';
import { axisOf, inputAt } from './operator-inputs.js';
import type { Attributes, Tensor } from './tensor.js';

/** What happens where values are scattered: they replace what is there, or are added to it. */
export const scatterModes = ['none', 'add'] as const;

/** y[i, j] = x[indices[i, j], j] along axis 0, and so on for other axes. */
export const gatherElementsOperator: Operator = {
  name: 'GatherElements',
  infer(inputs, attributes) {
    const x = inputAt(inputs, 0);
    const indices = indicesAt(inputs, 1);
    checkIndices(x.shape, indices.shape, axisAttribute(attributes, x.shape));
    return [{ type: x.type, shape: indices.shape }];
  },
  derivative({ inputs, attributes }, [gradient]) {
    if (gradient === undefined) return [];
    const [x, indices] = inputs;
    return [scatterElements(zerosLike(x!), indices!, gradient, axisAttribute(attributes, x!.shape), 'add')];
  },
  evaluate([x, indices], attributes) {
    const places = elementPlaces(x!.shape, indices!, axisAttribute(attributes, x!.shape));
    return [{ shape: indices!.shape, values: Float64Array.from(places, (place) => x!.values[place]!) }];
  },
};

/** x with y[indices[i, j], j] = updates[i, j] along axis 0, and so on; replaced or added. Where two replace one, either may. */
export const scatterElementsOperator: Operator = {
  name: 'ScatterElements',
  infer(inputs, attributes) {
    const x = inputAt(inputs, 0);
    const indices = indicesAt(inputs, 1);
    const updates = inputAt(inputs, 2);
    choiceAttribute(attributes, 'reduction', scatterModes);
    checkIndices(x.shape, indices.shape, axisAttribute(attributes, x.shape));
    if (updates.type !== x.type || !sameShape(updates.shape, indices.shape)) {
      throw graphFault(`updates of shape ${shapeText(updates.shape)} came for indices of ${shapeText(indices.shape)}`);
    }
    return [{ type: x.type, shape: x.shape }];
  },
  derivative({ inputs, attributes }, [gradient]) {
    if (gradient === undefined) return [];
    const [, indices, updates] = inputs;
    const axis = axisAttribute(attributes, gradient.shape);
    const replaced = choiceAttribute(attributes, 'reduction', scatterModes) === 'none';
    const kept = replaced ? scatterElements(gradient, indices!, zerosLike(updates!), axis, 'none') : gradient;
    return [kept, undefined, gatherElements(gradient, indices!, axis)];
  },
  evaluate([x, indices, updates], attributes) {
    const places = elementPlaces(x!.shape, indices!, axisAttribute(attributes, x!.shape));
    const kept = choiceAttribute(attributes, 'reduction', scatterModes) === 'none' ? 0 : 1;
    const values = x!.values.slice();
    places.forEach((place, entry) => {
      values[place] = kept * values[place]! + updates!.values[entry]!;
    });
    return [{ shape: x!.shape, values }];
  },
};

/** y[i, j] = x[i, indices[i, j]] along axis 1, and so on for other axes. */
export function gatherElements(x: Tensor, indices: Tensor, axis: number): Tensor {
  return apply(gatherElementsOperator, [x, indices], { axis });
}

/** x with updates[i, j] at [i, indices[i, j]] along axis 1, and so on for other axes; they replace what is there, or are added. */
export function scatterElements(
  x: Tensor,
  indices: Tensor,
  updates: Tensor,
  axis: number,
  mode: (typeof scatterModes)[number],
): Tensor {
  return apply(scatterElementsOperator, [x, indices, updates], { axis, reduction: mode });
}

/** An input that holds indices. @throws {ConfigurationError} It holds something else, or is missing. */
export function indicesAt(inputs: readonly (Tensor | undefined)[], index: number): Tensor {
  const tensor = inputAt(inputs, index);
  if (tensor.type !== 'integer') throw graphFault(`input ${index + 1} holds ${tensor.type}s; indices are wanted`);
  return tensor;
}

function axisAttribute(attributes: Attributes, shape: Shape): number {
  return axisOf(integerAttribute(attributes, 'axis', 0), shape.length);
}

function checkIndices(shape: Shape, indices: Shape, axis: number): void {
  const fits = indices.every((length, each) => {
    const whole = shape[each]!;
    return each === axis || (isKnown(length) && isKnown(whole) ? length <= whole : sameDimension(length, whole));
  });
  if (fits && indices.length === shape.length) return;
  throw graphFault(`indices of shape ${shapeText(indices)} do not fit ${shapeText(shape)} along axis ${axis}`);
}
