import { add, multiply, subtract } from './arithmetic.js';
import { isKnown, type Shape, shapeText } from './dimension.js';
import { graphFault } from './graph-fault.js';
import { scalar } from './leaves.js';
import type { ReferenceArray } from './operator.js';
import { reciprocal, square, squareRoot } from './powers.js';
import { reducedShape } from './reduced-axes.js';
import { mean } from './reductions.js';
import { broadcastOffsets, elementCount } from './reference-array.js';
import type { Tensor } from './tensor.js';

/** What is left of a tensor when its mean over some axes is taken away and its deviation is made 1. */
export interface Standardised {
  readonly values: Tensor;
  /** 1/√(variance + ε), of length 1 along the axes. */
  readonly inverseDeviation: Tensor;
}

/** (x − mean) / √(variance + ε), over axes. */
export function standardised(x: Tensor, axes: readonly number[], epsilon: number): Standardised {
  const centred = subtract(x, mean(x, axes, true));
  const inverseDeviation = inverseRoot(mean(square(centred), axes, true), epsilon);
  return { values: multiply(centred, inverseDeviation), inverseDeviation };
}

/** The gradient of x, of the gradient of what is left of it. @param gradient - Of `values`, in their shape. */
export function standardisedGradient(
  { values, inverseDeviation }: Standardised,
  gradient: Tensor,
  axes: readonly number[],
): Tensor {
  const shift = mean(gradient, axes, true);
  const stretch = multiply(values, mean(multiply(gradient, values), axes, true));
  return multiply(inverseDeviation, subtract(subtract(gradient, shift), stretch));
}

/** 1/√(x + ε). */
export function inverseRoot(x: Tensor, epsilon: number): Tensor {
  return reciprocal(squareRoot(add(x, scalar(epsilon))));
}

/** How many elements share a mean. @throws {ConfigurationError} An axis follows the rows. */
export function countOver(shape: Shape, axes: readonly number[]): number {
  return axes.reduce((count, axis) => {
    const length = shape[axis]!;
    if (!isKnown(length))
      throw graphFault(`axis ${axis} of ${shapeText(shape)} follows the rows, which are kept apart`);
    return count * length;
  }, 1);
}

/** (x − mean) / √(variance + ε), over axes, of an array. */
export function standardisedArray(x: ReferenceArray, axes: readonly number[], epsilon: number): ReferenceArray {
  const kept = reducedShape(x.shape, axes, true);
  const groups = broadcastOffsets(kept, x.shape);
  const count = x.values.length / elementCount(kept);
  const means = new Float64Array(elementCount(kept));
  for (let index = 0; index < groups.length; index++) means[groups[index]!]! += x.values[index]! / count;
  const variances = new Float64Array(means.length);
  for (let index = 0; index < groups.length; index++) {
    variances[groups[index]!]! += (x.values[index]! - means[groups[index]!]!) ** 2 / count;
  }
  const values = x.values.map((value, index) => {
    const group = groups[index]!;
    return (value - means[group]!) / Math.sqrt(variances[group]! + epsilon);
  });
  return { shape: x.shape, values };
}
