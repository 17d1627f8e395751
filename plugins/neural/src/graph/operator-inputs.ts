import type { Shape } from './dimension.js';
import { graphFault } from './graph-fault.js';
import { constantValues, knownIntegers } from './leaves.js';
import type { Tensor } from './tensor.js';

/** An input that may not be left out. @throws {ConfigurationError} It is. */
export function inputAt(inputs: readonly (Tensor | undefined)[], index: number): Tensor {
  const tensor = inputs[index];
  if (tensor === undefined) throw graphFault(`input ${index + 1} is missing`);
  return tensor;
}

/** A real input that may not be left out. @throws {ConfigurationError} It is, or holds something else. */
export function realInputAt(inputs: readonly (Tensor | undefined)[], index: number): Tensor {
  const tensor = inputAt(inputs, index);
  if (tensor.type !== 'real') throw graphFault(`input ${index + 1} holds ${tensor.type}s; reals are wanted`);
  return tensor;
}

/**
 * Whole numbers that an input holds and that must be known before the graph runs; undefined if it is left out.
 * @throws {ConfigurationError} They are computed when it runs.
 */
export function integersAt(inputs: readonly (Tensor | undefined)[], index: number): readonly number[] | undefined {
  const tensor = inputs[index];
  if (tensor === undefined) return undefined;
  const values = knownIntegers(tensor);
  if (values === undefined) throw graphFault(`input ${index + 1} must be known before the graph runs`);
  return values;
}

/** An axis counted from the first, of one that may be counted from the last. @throws {ConfigurationError} No such axis. */
export function axisOf(axis: number, rank: number): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    throw graphFault(`axis ${axis} is none of a tensor with ${rank} axes`);
  }
  return axis < 0 ? axis + rank : axis;
}

/** Axes counted from the first, ascending. @throws {ConfigurationError} No such axis, or one is named twice. */
export function axesOf(axes: readonly number[], rank: number): number[] {
  const counted = axes.map((axis) => axisOf(axis, rank)).sort((a, b) => a - b);
  if (new Set(counted).size < counted.length) throw graphFault(`axes [${axes.join(', ')}] name one twice`);
  return counted;
}

/** 0, 1, …, rank − 1. */
export function allAxes(shape: Shape | readonly number[]): number[] {
  return Array.from(shape, (_, axis) => axis);
}

/** The one truth value that a constant holds; undefined of what is computed when the graph runs. */
export function knownTruth(tensor: Tensor): boolean | undefined {
  const values = constantValues(tensor)?.values;
  return values?.length === 1 ? values[0] !== 0 : undefined;
}
