import { type Dimension, isKnown, type RowMultiple } from './dimension.js';
import { asDimension, productOf, quotientOf } from './shape-product.js';

/** So many times a length. */
export function multiplied(dimension: Dimension, factor: number): Dimension {
  return asDimension(productOf([dimension, factor]))!;
}

/** One of so many equal parts of a length; undefined if it cannot be divided so, whatever the number of rows is. */
export function divided(dimension: Dimension, parts: number): Dimension | undefined {
  return quotientOf(productOf([dimension]), { factor: parts, power: 0 });
}

/** The sum of lengths; undefined if some follow the rows and others do not. */
export function summed(dimensions: readonly Dimension[]): Dimension | undefined {
  if (dimensions.every(isKnown)) return dimensions.reduce((sum, length) => sum + length, 0);
  if (dimensions.some((dimension) => isKnown(dimension) && dimension !== 0)) return undefined;
  const following = dimensions.filter((dimension): dimension is RowMultiple => !isKnown(dimension));
  return { multiple: following.reduce((sum, { multiple }) => sum + multiple, 0) };
}
