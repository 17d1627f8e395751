import { ConfigurationError, type NamedTensors, type TensorData } from '@basin/core';
import type { Dimension, Shape } from '../graph/dimension.js';
import { isKnown, shapeText } from '../graph/dimension.js';
import type { Tensor } from '../graph/tensor.js';

/** An input as a compiled graph declares it. */
export interface ExpectedInput {
  readonly name: string;
  readonly shape: Shape;
}

/** What a graph's input expects. */
export function expectedInput({ source, shape }: Tensor): ExpectedInput {
  return { name: source.kind === 'input' ? source.name : '', shape };
}

/**
 * Holds the inputs of a run against what the graph declares.
 *
 * @returns The number of rows, by the first input that has an axis of them; 1 if none has.
 * @throws {ConfigurationError} One is missing, is not known, has another shape, or not as many values as its shape says; it names
 *   the input.
 */
export function rowsOf(expected: readonly ExpectedInput[], given: NamedTensors): number {
  const names = new Set(expected.map(({ name }) => name));
  const strange = Object.keys(given).find((name) => !names.has(name));
  if (strange !== undefined) {
    throw runFault(`the graph has no input '${strange}'; it has ${[...names].map((name) => `'${name}'`).join(', ')}`);
  }
  let rowCount: number | undefined;
  for (const input of expected) {
    const tensor = given[input.name];
    if (tensor === undefined) throw runFault(`the input '${input.name}' is missing`);
    checkCount(input.name, tensor);
    rowCount = matchedRows(input, tensor.shape, rowCount);
  }
  return rowCount ?? 1;
}

function checkCount(name: string, { shape, values }: TensorData): void {
  if (shape.reduce((product, length) => product * length, 1) === values.length) return;
  throw runFault(`the input '${name}' has ${values.length} values for the shape [${shape.join(', ')}]`);
}

function matchedRows({ name, shape }: ExpectedInput, came: readonly number[], before: number | undefined) {
  let rowCount = before;
  const fits =
    came.length === shape.length &&
    shape.every((dimension, axis) => {
      rowCount ??= rowsAlong(dimension, came[axis]!);
      return came[axis] === (isKnown(dimension) ? dimension : dimension.multiple * rowCount!);
    });
  if (fits) return rowCount;
  const rows = rowCount === undefined ? '' : ` for ${rowCount} rows`;
  throw runFault(`the input '${name}' has the shape [${came.join(', ')}]; ${shapeText(shape)} is wanted${rows}`);
}

function rowsAlong(dimension: Dimension, length: number): number | undefined {
  return isKnown(dimension) ? undefined : length / dimension.multiple;
}

/** A run that cannot be, as an error. */
export function runFault(message: string): ConfigurationError {
  return new ConfigurationError([{ path: [], message }]);
}

/** The names that a run is to give. @throws {ConfigurationError} One of those wanted is no output. */
export function wantedOutputs(known: readonly string[], wanted: readonly string[] | undefined): readonly string[] {
  const strange = wanted?.find((name) => !known.includes(name));
  if (strange === undefined) return wanted ?? known;
  throw runFault(`the graph has no output '${strange}'; it has ${known.map((name) => `'${name}'`).join(', ')}`);
}
