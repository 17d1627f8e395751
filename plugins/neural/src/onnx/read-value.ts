import { type Dimension, rows, type Shape } from '../graph/dimension.js';
import type { ElementType } from '../graph/tensor.js';
import { fileType } from './element-types.js';
import { fileFault } from './file-fault.js';
import type { FileLimits } from './file-limits.js';
import { lengthOfParameter } from './free-lengths.js';
import type { ValueMessage } from './onnx-messages.js';

/** What a file says of an input or output. */
export interface DeclaredValue {
  readonly name: string;
  /** The element type in the file, such as 'float32'. */
  readonly fileType: string;
  readonly type: ElementType;
  /** Undefined where the file says none, or one with free lengths beyond the first axis; never so for inputs. */
  readonly shape: Shape | undefined;
}

/**
 * An input of a model: its first axis may be free, and then counts rows.
 *
 * @param lengths - Lengths of axes that the file leaves free, by its names for them.
 * @throws {ConfigurationError} It has no name, is no tensor of numbers, or its shape is absent, negative, or free beyond the first
 *   axis; it names the input.
 */
export function readInput(
  message: ValueMessage,
  lengths: Readonly<Record<string, number>>,
  limits: FileLimits,
): DeclaredValue & { readonly shape: Shape } {
  const place = `input '${message.name ?? ''}'`;
  const dims = message.type?.tensor?.shape?.dims;
  if (dims === undefined) throw fileFault(place, 'the file declares no shape');
  if (dims.length > limits.axes) throw fileFault(place, `${dims.length} axes; at most ${limits.axes} are read`);
  const shape = dims.map(({ value, parameter }, axis): Dimension => {
    if (value === undefined) return freeLength(parameter, axis, lengths, place);
    if (value < 0 || !Number.isSafeInteger(value)) throw fileFault(place, `axis ${axis} has the length ${value}`);
    return value;
  });
  return { ...outline(message, place), shape };
}

function freeLength(
  parameter: string | undefined,
  axis: number,
  lengths: Readonly<Record<string, number>>,
  place: string,
): Dimension {
  const given = parameter !== undefined && Object.hasOwn(lengths, parameter) ? lengths[parameter] : undefined;
  const own = lengthOfParameter(parameter ?? '');
  if (given !== undefined || own !== undefined) return given ?? own!;
  if (axis === 0) return rows;
  const name = parameter === undefined || parameter === '' ? '' : ` ('${parameter}')`;
  throw fileFault(
    place,
    `axis ${axis}${name} has a free length; only the first may: fix it when exporting, or give it`,
  );
}

/** An output of a model, as declared. @throws {ConfigurationError} It has no name, or is no tensor of numbers. */
export function readOutput(message: ValueMessage): DeclaredValue {
  const dims = message.type?.tensor?.shape?.dims;
  const shape = dims?.map(({ value, parameter = '' }, axis) => {
    return value ?? lengthOfParameter(parameter) ?? (axis === 0 ? rows : undefined);
  });
  const place = `output '${message.name ?? ''}'`;
  return { ...outline(message, place), shape: isComplete(shape) ? shape : undefined };
}

function isComplete(shape: readonly (Dimension | undefined)[] | undefined): shape is Shape {
  return shape?.every((length) => length !== undefined && (typeof length !== 'number' || length >= 0)) ?? false;
}

function outline(message: ValueMessage, place: string): Omit<DeclaredValue, 'shape'> {
  const { name = '' } = message;
  if (name === '') throw fileFault(place, 'it has no name');
  const code = message.type?.tensor?.elementType;
  if (code === undefined) throw fileFault(place, 'it is no tensor');
  const type = fileType(code);
  if (type?.held === undefined) throw fileFault(place, `it holds ${type?.name ?? `type ${code}`}, which is not read`);
  return { name, fileType: type.name, type: type.held };
}
