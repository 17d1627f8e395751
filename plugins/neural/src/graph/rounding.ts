import { apply } from './apply.js';
import { divide, multiply, negate, pairOutline, subtract } from './arithmetic.js';
import { integerAttribute } from './attributes.js';
import { elementwise, flatElementwise, sameOutline } from './elementwise.js';
import { sumLike } from './expand-and-sum.js';
import { graphFault } from './graph-fault.js';
import type { Operator } from './operator.js';
import { inputAt } from './operator-inputs.js';
import { mapPairs } from './reference-array.js';
import type { Tensor } from './tensor.js';

/** The largest whole number that is not above x. */
export const floorOperator = flatElementwise('Floor', Math.floor);
/** The smallest whole number that is not below x. */
export const ceilOperator = flatElementwise('Ceil', Math.ceil);
/** The nearest whole number; of two, the even one. */
export const roundOperator = flatElementwise('Round', roundToEven);
/** −1, 0 or 1. */
export const signOperator = flatElementwise('Sign', Math.sign);

function roundToEven(x: number): number {
  const below = Math.floor(x);
  if (x - below !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}

/** |x|; at 0 its derivative is taken as 0. */
export const absoluteOperator: Operator = {
  ...elementwise({ name: 'Abs', value: () => Math.abs, slope: sign }),
  infer: (inputs) => [sameOutline(inputAt(inputs, 0))],
};

/** What is left of a / b: with the sign of a if `fmod`, else, for integers alone, with the sign of b. */
export const remainderOperator: Operator = {
  name: 'Mod',
  infer(inputs, attributes) {
    const outline = pairOutline(inputs);
    if (outline.type === 'real' && integerAttribute(attributes, 'fmod', 0) === 0)
      throw graphFault("reals need 'fmod' 1");
    return [outline];
  },
  derivative({ inputs: [a, b], outputs: [y] }, [gradient]) {
    if (gradient === undefined) return [];
    const quotient = divide(subtract(a!, y!), b!);
    return [sumLike(gradient, a!), negate(sumLike(multiply(gradient, quotient), b!))];
  },
  evaluate([a, b], attributes) {
    const signOfFirst = integerAttribute(attributes, 'fmod', 0) !== 0;
    return [mapPairs(a!, b!, signOfFirst ? (x, y) => x % y : (x, y) => x - y * Math.floor(x / y))];
  },
};

/** −1, 0 or 1. */
export function sign(x: Tensor): Tensor {
  return apply(signOperator, [x]);
}

/** |x|. */
export function absolute(x: Tensor): Tensor {
  return apply(absoluteOperator, [x]);
}
