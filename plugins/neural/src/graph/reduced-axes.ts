import { integerAttribute, integersAttribute } from './attributes.js';
import type { Dimension } from './dimension.js';
import { integers } from './leaves.js';
import type { OperatorArguments } from './operator.js';
import { allAxes, axesOf } from './operator-inputs.js';
import type { Attributes, Tensor } from './tensor.js';

/** Axes given as an attribute, as older operator sets have them, become the second input. */
export function axesAsInput(inputs: readonly (Tensor | undefined)[], attributes: Attributes): OperatorArguments {
  const axes = integersAttribute(attributes, 'axes');
  if (axes === undefined) return { inputs, attributes };
  const { axes: _, ...others } = attributes;
  return { inputs: [inputs[0], integers(axes)], attributes: others };
}

/** The axes that a reduction runs over; none named are all, unless `noop_with_empty_axes`. */
export function reducedAxes(
  shape: readonly Dimension[],
  named: ArrayLike<number> | undefined,
  attributes: Attributes,
): number[] {
  if (named !== undefined && named.length > 0) return axesOf(Array.from(named), shape.length);
  return integerAttribute(attributes, 'noop_with_empty_axes', 0) === 0 ? allAxes(shape) : [];
}

/** Whether reduced axes stay, with length 1. */
export function keepsAxes(attributes: Attributes): boolean {
  return integerAttribute(attributes, 'keepdims', 1) !== 0;
}

/** The shape after a reduction over these axes. */
export function reducedShape<Length>(shape: readonly Length[], axes: readonly number[], keep: boolean): (Length | 1)[] {
  if (!keep) return shape.filter((_, axis) => !axes.includes(axis));
  return shape.map((dimension, axis) => (axes.includes(axis) ? 1 : dimension));
}
