import { type Dimension, isKnown, type Shape } from './dimension.js';

/** How many elements a shape has: factor · rows^power. */
export interface ShapeProduct {
  readonly factor: number;
  readonly power: number;
}

/** The product of the lengths of a shape. */
export function productOf(shape: Shape): ShapeProduct {
  let factor = 1;
  let power = 0;
  for (const dimension of shape) {
    factor *= isKnown(dimension) ? dimension : dimension.multiple;
    if (!isKnown(dimension)) power++;
  }
  return { factor, power };
}

/** One length of so many elements; undefined where no length says it. */
export function asDimension({ factor, power }: ShapeProduct): Dimension | undefined {
  if (!Number.isSafeInteger(factor)) return undefined;
  if (factor === 0 || power === 0) return factor;
  return power === 1 ? { multiple: factor } : undefined;
}

/** whole / part as one length; undefined where there is none for every number of rows. */
export function quotientOf(whole: ShapeProduct, part: ShapeProduct): Dimension | undefined {
  return part.factor === 0
    ? undefined
    : asDimension({ factor: whole.factor / part.factor, power: whole.power - part.power });
}
