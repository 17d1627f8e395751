import { apply } from './apply.js';
import { multiply } from './arithmetic.js';
import { integerAttribute, numberAttribute } from './attributes.js';
import { type Shape, shapeText } from './dimension.js';
import { covers, sumLike } from './expand-and-sum.js';
import { graphFault } from './graph-fault.js';
import type { Operator } from './operator.js';
import { allAxes, axisOf, realInputAt } from './operator-inputs.js';
import { mapPairs } from './reference-array.js';
import { countOver, standardised, standardisedArray, standardisedGradient } from './standardising.js';
import type { Attributes, Tensor } from './tensor.js';

/** Standardised over the axes from `axis` on, then scaled and shifted: x, scale, shift. */
export const layerNormalizationOperator: Operator = {
  name: 'LayerNormalization',
  infer(inputs, attributes) {
    const x = realInputAt(inputs, 0);
    countOver(x.shape, normalizedAxes(attributes, x.shape));
    checkFit(x, realInputAt(inputs, 1));
    if (inputs[2] !== undefined) checkFit(x, realInputAt(inputs, 2));
    return [{ type: 'real', shape: x.shape }];
  },
  derivative({ inputs, attributes }, [gradient]) {
    if (gradient === undefined) return [];
    const [x, scale, shift] = [inputs[0]!, inputs[1]!, inputs[2]];
    const axes = normalizedAxes(attributes, x.shape);
    const before = standardised(x, axes, epsilonOf(attributes));
    return [
      standardisedGradient(before, multiply(gradient, scale), axes),
      sumLike(multiply(gradient, before.values), scale),
      shift && sumLike(gradient, shift),
    ];
  },
  evaluate([x, scale, shift], attributes) {
    const before = standardisedArray(x!, normalizedAxes(attributes, x!.shape), epsilonOf(attributes));
    const scaled = mapPairs(before, scale!, (value, factor) => value * factor);
    return [shift === undefined ? scaled : mapPairs(scaled, shift, (value, offset) => value + offset)];
  },
};

/**
 * Standardised over the axes from `axis` on, which have mean 0 and deviation 1 afterwards; then scaled, and shifted.
 *
 * @param scale - In the shape of those axes, or one that stretches to it.
 * @see Ba, Kiros & Hinton, arXiv:1607.06450 (2016).
 */
export function layerNormalization(x: Tensor, scale: Tensor, shift?: Tensor, axis = -1, epsilon = 1e-5): Tensor {
  return apply(layerNormalizationOperator, [x, scale, shift], { axis, epsilon });
}

function normalizedAxes(attributes: Attributes, shape: Shape): number[] {
  return allAxes(shape).slice(axisOf(integerAttribute(attributes, 'axis', -1), shape.length));
}

function epsilonOf(attributes: Attributes): number {
  return numberAttribute(attributes, 'epsilon', 1e-5);
}

function checkFit(x: Tensor, affine: Tensor): void {
  if (covers(x, affine)) return;
  throw graphFault(`${shapeText(affine.shape)} does not stretch to ${shapeText(x.shape)}`);
}
