import type { Shape } from './dimension.js';
import type { Attributes, ElementType } from './tensor.js';

/** One use of an operator, for tests: of the operator itself, and of engines against the reference. */
export interface OperatorExample {
  /** What is special about it. */
  readonly about?: string;
  readonly inputs: readonly (ExampleInput | undefined)[];
  readonly attributes?: Attributes;
}

/**
 * A tensor of an example. Without `values` it is an input of the graph: reals are drawn evenly from `range`, where the operator is
 * smooth (almost) everywhere, and gradients are taken with respect to them. With `values` it is a constant.
 */
export interface ExampleInput {
  readonly shape: Shape;
  /** Reals, unless it says otherwise. */
  readonly type?: ElementType;
  /** From −2 to 2, unless it says otherwise; integers are drawn from it with its ends. */
  readonly range?: readonly [number, number];
  readonly values?: readonly number[];
}

/** Examples by the name of the operator. */
export type OperatorExamples = Readonly<Record<string, readonly OperatorExample[]>>;

/** A real input of a shape. */
export function real(shape: Shape, range: readonly [number, number] = [-2, 2]): ExampleInput {
  return { shape, range };
}

/** A vector of integers that is known before the graph runs. */
export function integerVector(...values: readonly number[]): ExampleInput {
  return { shape: [values.length], type: 'integer', values };
}

/** A real number that is known before the graph runs. */
export function realNumber(value: number): ExampleInput {
  return { shape: [], values: [value] };
}
