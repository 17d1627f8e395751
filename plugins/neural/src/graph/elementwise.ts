import { multiply } from './arithmetic.js';
import type { Operator, TensorOutline } from './operator.js';
import { inputAt, realInputAt } from './operator-inputs.js';
import { mapElements } from './reference-array.js';
import type { Attributes, ElementType, Tensor } from './tensor.js';

/** What makes a function of each element an operator. */
export interface ElementFunction {
  readonly name: string;
  /** f(x), for whatever attributes. */
  value(attributes: Attributes): (x: number) => number;
  /** f′(x) as graph, of x and of f(x). */
  slope(x: Tensor, y: Tensor, attributes: Attributes): Tensor;
}

/** An operator that maps each real by itself. */
export function elementwise({ name, value, slope }: ElementFunction): Operator {
  return {
    name,
    infer(inputs, attributes) {
      value(attributes); // Refuses attributes that are none.
      return [{ type: 'real', shape: realInputAt(inputs, 0).shape }];
    },
    derivative({ inputs: [x], outputs: [y], attributes }, [gradient]) {
      return [gradient && multiply(gradient, slope(x!, y!, attributes))];
    },
    evaluate: ([x], attributes) => [mapElements(x!, value(attributes))],
  };
}

/** A function of each element whose derivative is 0 wherever it has one; integers stay integers. */
export function flatElementwise(name: string, value: (x: number) => number): Operator {
  return {
    name,
    infer: (inputs) => [sameOutline(inputAt(inputs, 0))],
    derivative: () => [undefined],
    evaluate: ([x]) => [mapElements(x!, value)],
  };
}

/** Type and shape of a tensor, the type another one if given. */
export function sameOutline(x: Tensor, type: ElementType = x.type): TensorOutline {
  return { type, shape: x.shape };
}
