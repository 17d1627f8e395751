import { apply } from './apply.js';
import { equal } from './comparing.js';
import { graphFault } from './graph-fault.js';
import { scalar } from './leaves.js';
import { reshape, reshapeLike, squeeze, unsqueeze } from './reshaping.js';
import { where } from './selecting.js';
import { shapeOperator } from './shape-operators.js';
import { asDimension, productOf } from './shape-product.js';
import { countingTo } from './sources.js';
import type { Tensor } from './tensor.js';
import { inverseOrder, transpose } from './transposing.js';

/**
 * Of each element, the product of all others along some axes: what a product's derivative is, also where elements are 0.
 * O(elements · how many are multiplied).
 *
 * @param product - The product over one axis, which is dropped.
 * @throws {ConfigurationError} Several axes are multiplied over while several follow the rows.
 */
export function exclusiveProducts(
  x: Tensor,
  axes: readonly number[],
  product: (x: Tensor, axis: number) => Tensor,
): Tensor {
  const others = x.shape.flatMap((_, axis) => (axes.includes(axis) ? [] : [axis]));
  const order = [...others, ...axes];
  const sorted = transpose(x, order);
  const joined = axes.length === 1 ? sorted : withAxesJoined(sorted, others.length);
  const last = others.length;
  const places = countingTo(squeeze(apply(shapeOperator, [joined], { start: last }), [0]));
  const own = equal(unsqueeze(places, [1]), places);
  const left = product(where(own, scalar(1), unsqueeze(joined, [last])), last + 1);
  return transpose(reshapeLike(left, sorted), inverseOrder(order));
}

/** The axes from some place on as one. */
function withAxesJoined(x: Tensor, place: number): Tensor {
  const count = asDimension(productOf(x.shape.slice(place)));
  if (count === undefined) throw graphFault('a product over several axes that follow the rows has no derivative here');
  return reshape(x, [...x.shape.slice(0, place), count]);
}
