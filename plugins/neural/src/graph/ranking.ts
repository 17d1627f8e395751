import { apply, applyAll } from './apply.js';
import { integerAttribute } from './attributes.js';
import { isKnown, type Shape } from './dimension.js';
import { scatterElements } from './element-indexing.js';
import { zerosLike } from './expand-and-sum.js';
import { graphFault } from './graph-fault.js';
import { integers } from './leaves.js';
import type { Operator, ReferenceArray } from './operator.js';
import { axisOf, inputAt, integersAt } from './operator-inputs.js';
import { keepsAxes, reducedShape } from './reduced-axes.js';
import { axisLayout, withLength } from './take-along.js';
import type { Attributes, Tensor } from './tensor.js';

/** Whether the first number is wanted rather than the second. */
type Preference = (x: number, y: number) => boolean;

/** Where the extreme element of an axis stands; of equal ones the first, or the last if `select_last_index`. */
function placeOfExtreme(name: string, better: Preference): Operator {
  return {
    name,
    infer(inputs, attributes) {
      const { shape } = inputAt(inputs, 0);
      const axis = axisAttribute(attributes, shape, 0);
      if (shape[axis] === 0) throw graphFault(`axis ${axis} is empty`);
      return [{ type: 'integer', shape: reducedShape(shape, [axis], keepsAxes(attributes)) }];
    },
    derivative: () => [undefined],
    evaluate([x], attributes) {
      const axis = axisAttribute(attributes, x!.shape, 0);
      const last = integerAttribute(attributes, 'select_last_index', 0) !== 0;
      const before: Preference = last ? (a, b) => better(a, b) || a === b : better;
      const { outer, inner } = axisLayout(x!.shape, axis);
      const values = new Float64Array(outer * inner).map((_, line) => placeInLine(x!, axis, line, before));
      return [{ shape: reducedShape(x!.shape, [axis], keepsAxes(attributes)), values }];
    },
  };
}

/** Where the largest element of an axis stands. */
export const argMaxOperator = placeOfExtreme('ArgMax', (a, b) => a > b);
/** Where the smallest element of an axis stands. */
export const argMinOperator = placeOfExtreme('ArgMin', (a, b) => a < b);

/** The k largest elements of an axis (or smallest, if `largest` is 0), the best first, and where they stand; of equal ones the first. */
export const topKOperator: Operator = {
  name: 'TopK',
  infer(inputs, attributes) {
    const { type, shape } = inputAt(inputs, 0);
    const axis = axisAttribute(attributes, shape, -1);
    const length = shape[axis]!;
    const count = integersAt(inputs, 1)?.[0];
    if (count === undefined || count < 0 || !isKnown(length) || count > length) {
      throw graphFault(`${count ?? 'no number'} of the elements of axis ${axis} cannot be taken`);
    }
    const taken = withLength(shape, axis, count);
    return [
      { type, shape: taken },
      { type: 'integer', shape: taken },
    ];
  },
  derivative({ inputs: [x], outputs, attributes }, [gradient]) {
    if (gradient === undefined) return [];
    const axis = axisAttribute(attributes, x!.shape, -1);
    return [scatterElements(zerosLike(x!), outputs[1]!, gradient, axis, 'add')];
  },
  evaluate: ([x, count], attributes) =>
    firstOfLines(
      x!,
      axisAttribute(attributes, x!.shape, -1),
      count!.values[0]!,
      integerAttribute(attributes, 'largest', 1) !== 0 ? -1 : 1,
    ),
};

/** Where the largest element of an axis stands; the axis is dropped. */
export function argMax(x: Tensor, axis: number): Tensor {
  return apply(argMaxOperator, [x], { axis, keepdims: 0 });
}

/** Where the smallest element of an axis stands; the axis is dropped. */
export function argMin(x: Tensor, axis: number): Tensor {
  return apply(argMinOperator, [x], { axis, keepdims: 0 });
}

/** The `count` largest elements of an axis, the largest first, and where they stand. */
export function topK(x: Tensor, count: number, axis = -1): { readonly values: Tensor; readonly places: Tensor } {
  const [values, places] = applyAll(topKOperator, [x, integers([count])], { axis });
  return { values: values!, places: places! };
}

function axisAttribute(attributes: Attributes, shape: Shape, fallback: number): number {
  return axisOf(integerAttribute(attributes, 'axis', fallback), shape.length);
}

function placeInLine({ values, shape }: ReferenceArray, axis: number, line: number, before: Preference): number {
  const { length, inner } = axisLayout(shape, axis);
  const first = Math.floor(line / inner) * length * inner + (line % inner);
  let best = 0;
  for (let place = 1; place < length; place++) {
    if (before(values[first + place * inner]!, values[first + best * inner]!)) best = place;
  }
  return best;
}

/** @param sign - 1 for ascending order, −1 for descending. */
function firstOfLines(x: ReferenceArray, axis: number, count: number, sign: 1 | -1): ReferenceArray[] {
  const { outer, length, inner } = axisLayout(x.shape, axis);
  const shape = withLength(x.shape, axis, count);
  const values = new Float64Array(outer * count * inner);
  const places = new Float64Array(outer * count * inner);
  for (let line = 0; line < outer * inner; line++) {
    const [block, offset] = [Math.floor(line / inner), line % inner];
    const at = (place: number) => x.values[(block * length + place) * inner + offset]!;
    const order = Array.from({ length }, (_, place) => place).sort((a, b) => sign * (at(a) - at(b)) || a - b);
    for (let rank = 0; rank < count; rank++) {
      const to = (block * count + rank) * inner + offset;
      values[to] = at(order[rank]!);
      places[to] = order[rank]!;
    }
  }
  return [
    { shape, values },
    { shape, values: places },
  ];
}
