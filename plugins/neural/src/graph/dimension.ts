/** A length that follows the number of rows of a batch: `multiple` times as many. */
export interface RowMultiple {
  readonly multiple: number;
}

/** Length of an axis: a number, or a multiple of the number of rows, which is known only when a graph runs. */
export type Dimension = number | RowMultiple;

/** Lengths of the axes of a tensor, row-major. */
export type Shape = readonly Dimension[];

/** As many as there are rows. */
export const rows: RowMultiple = { multiple: 1 };

export function isKnown(dimension: Dimension): dimension is number {
  return typeof dimension === 'number';
}

export function sameDimension(a: Dimension, b: Dimension): boolean {
  return isKnown(a) || isKnown(b) ? a === b : a.multiple === b.multiple;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dimension, axis) => sameDimension(dimension, b[axis]!));
}

/** '[rows, 3, 2·rows]'. */
export function shapeText(shape: Shape): string {
  const texts = shape.map((dimension) => {
    if (isKnown(dimension)) return String(dimension);
    return dimension.multiple === 1 ? 'rows' : `${dimension.multiple}·rows`;
  });
  return `[${texts.join(', ')}]`;
}

/** The lengths for a batch of so many rows. */
export function shapeFor(shape: Shape, rowCount: number): number[] {
  return shape.map((dimension) => (isKnown(dimension) ? dimension : dimension.multiple * rowCount));
}
