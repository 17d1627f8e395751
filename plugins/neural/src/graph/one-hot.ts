import { apply } from './apply.js';
import { multiply, subtract } from './arithmetic.js';
import { integerAttribute } from './attributes.js';
import { concat } from './concatenation.js';
import { sameShape, shapeText } from './dimension.js';
import { indicesAt } from './element-indexing.js';
import { sum } from './expand-and-sum.js';
import { graphFault } from './graph-fault.js';
import { constant } from './leaves.js';
import type { Operator } from './operator.js';
import { allAxes, axisOf, inputAt, integersAt } from './operator-inputs.js';
import { elementCount } from './reference-array.js';
import { unsqueeze } from './reshaping.js';
import type { Attributes, Tensor } from './tensor.js';

/** A new axis that is `on` at the index and `off` elsewhere: indices, depth, [off, on]. */
export const oneHotOperator: Operator = {
  name: 'OneHot',
  infer(inputs, attributes) {
    const { shape } = indicesAt(inputs, 0);
    const values = inputAt(inputs, 2);
    const depth = integersAt(inputs, 1);
    if (depth?.length !== 1 || depth[0]! < 1) throw graphFault('one depth above 0 is wanted');
    if (!sameShape(values.shape, [2])) throw graphFault(`two values are wanted; ${shapeText(values.shape)} came`);
    const axis = newAxis(attributes, shape.length);
    return [{ type: values.type, shape: shape.toSpliced(axis, 0, depth[0]!) }];
  },
  derivative({ inputs, attributes }, [gradient]) {
    if (gradient === undefined) return [];
    const on = apply(oneHotOperator, [inputs[0], inputs[1], constant([0, 1], [2])], attributes);
    const everything = (x: Tensor) => sum(x, allAxes(x.shape));
    const toOn = everything(multiply(gradient, on));
    return [
      undefined,
      undefined,
      concat(
        [subtract(everything(gradient), toOn), toOn].map((x) => unsqueeze(x, [0])),
        0,
      ),
    ];
  },
  evaluate([indices, depth, values], attributes) {
    const length = depth!.values[0]!;
    const axis = newAxis(attributes, indices!.shape.length);
    const inner = elementCount(indices!.shape.slice(axis));
    const shape = indices!.shape.toSpliced(axis, 0, length);
    const [off, on] = [values!.values[0]!, values!.values[1]!];
    const hot = new Float64Array(indices!.values.length * length).fill(off);
    indices!.values.forEach((index, entry) => {
      const place = index < 0 ? index + length : index;
      if (place < 0 || place >= length) return;
      hot[(Math.floor(entry / inner) * length + place) * inner + (entry % inner)] = on;
    });
    return [{ shape, values: hot }];
  },
};

/** 1 at the index and 0 elsewhere, along a new axis: the last, unless it is named. */
export function oneHot(indices: Tensor, depth: number, axis = -1): Tensor {
  return apply(oneHotOperator, [indices, constant([depth], [], 'integer'), constant([0, 1], [2])], { axis });
}

function newAxis(attributes: Attributes, rank: number): number {
  return axisOf(integerAttribute(attributes, 'axis', -1), rank + 1);
}
