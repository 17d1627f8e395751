import { isKnown, type Shape } from './dimension.js';
import type { ConstantValues, ElementType, Tensor } from './tensor.js';

/** Integer vectors up to this length are followed element by element. A shape is never longer. */
export const longestElements = 64;

/** A value that whoever runs the graph gives, by name. */
export function input(name: string, shape: Shape, type: ElementType = 'real'): Tensor {
  return { type, shape, source: { kind: 'input', name } };
}

/** Numbers that stand in the graph itself. @throws {RangeError} Not as many values as the shape holds. */
export function constant(values: ArrayLike<number>, shape: readonly number[], type: ElementType = 'real'): Tensor {
  const held = Float64Array.from(values);
  if (held.length !== shape.reduce((product, length) => product * length, 1)) {
    throw new RangeError(`${held.length} values are no tensor of shape [${shape.join(', ')}]`);
  }
  const followed = type === 'integer' && shape.length < 2 && held.length <= longestElements;
  const source = { kind: 'constant', constant: { shape, values: held } } as const;
  return { type, shape, source, elements: followed ? Array.from(held) : undefined };
}

/** A real number, of shape []. */
export function scalar(value: number): Tensor {
  return constant([value], []);
}

/** A vector of integers: axes, lengths, indices. */
export function integers(values: readonly number[]): Tensor {
  return constant(values, [values.length], 'integer');
}

/** The numbers of a tensor that is a constant; undefined of any other. */
export function constantValues(tensor: Tensor | undefined): ConstantValues | undefined {
  return tensor?.source.kind === 'constant' ? tensor.source.constant : undefined;
}

/** The elements of an integer tensor whose elements are all known, whatever the number of rows is; else undefined. */
export function knownIntegers(tensor: Tensor): readonly number[] | undefined {
  const values = constantValues(tensor);
  if (values !== undefined) return Array.from(values.values);
  return tensor.elements?.every(isKnown) ? tensor.elements : undefined;
}
