import type { ConstantValues, ElementType } from '../graph/tensor.js';
import { type FileType, fileType, sixteenBits } from './element-types.js';
import { fileFault } from './file-fault.js';
import type { FileLimits } from './file-limits.js';
import type { TensorMessage } from './onnx-messages.js';

/** What is left of the numbers that a file's constants may hold. */
export interface ElementBudget {
  elements: number;
}

/** Numbers that a file holds, and what they are. */
export interface ReadConstant extends ConstantValues {
  readonly type: ElementType;
}

/**
 * The numbers of a TensorProto, from its raw bytes or its typed list.
 *
 * @param place - Where it stands, for messages.
 * @throws {ConfigurationError} Its data lie in another file, are of a type that graphs do not hold, are not as many as the shape
 *   says, or are more than the budget.
 */
export function readTensor(
  message: TensorMessage,
  place: string,
  limits: FileLimits,
  budget: ElementBudget,
): ReadConstant {
  const { type, held } = typeOf(message, place);
  refuseExternal(message, place);
  const shape = readLengths(message.dims, place, limits);
  const count = shape.reduce((product, length) => product * length, 1);
  budget.elements -= count;
  if (!(budget.elements >= 0)) {
    throw fileFault(place, `shape [${shape.join(', ')}]: a model may hold ${limits.elements} numbers altogether`);
  }
  const values =
    message.rawData === undefined ? typedValues(message, type, count, place) : raw(message.rawData, type, count, place);
  return { shape, values, type: held };
}

/** Lengths of axes. @throws {ConfigurationError} One is negative or no safe integer, or there are too many. */
function readLengths(dims: readonly number[], place: string, limits: FileLimits): readonly number[] {
  if (dims.length > limits.axes) throw fileFault(place, `${dims.length} axes; at most ${limits.axes} are read`);
  const bad = dims.find((length) => !Number.isSafeInteger(length) || length < 0);
  if (bad !== undefined) throw fileFault(place, `a length of ${bad} in its shape`);
  return dims;
}

function typeOf({ dataType = 0 }: TensorMessage, place: string): { type: FileType; held: ElementType } {
  const type = fileType(dataType);
  if (type?.held === undefined) {
    throw fileFault(place, `numbers of type ${type?.name ?? dataType}, which graphs do not hold`);
  }
  return { type, held: type.held };
}

function refuseExternal({ dataLocation = 0, externalData }: TensorMessage, place: string): void {
  if (dataLocation === 0 && externalData.length === 0) return;
  const file = externalData.find(({ key }) => key === 'location')?.value ?? 'unknown';
  throw fileFault(
    place,
    `its numbers lie in another file, '${file}'; save the model as one file, as onnx.save_model does without save_as_external_data`,
  );
}

function raw(bytes: Uint8Array, type: FileType, count: number, place: string): Float64Array {
  if (bytes.byteLength !== count * type.width) {
    throw fileFault(place, `${bytes.byteLength} bytes for ${count} numbers of type ${type.name}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float64Array(count);
  for (let index = 0; index < count; index++) values[index] = type.read(view, index * type.width);
  return values;
}

function typedValues(message: TensorMessage, type: FileType, count: number, place: string): Float64Array {
  const list = typedList(message, type);
  if (list.length !== count) {
    throw fileFault(place, `${list.length} numbers of type ${type.name} where its shape holds ${count}`);
  }
  const fromBits = sixteenBits[type.code];
  return fromBits === undefined ? Float64Array.from(list) : Float64Array.from(list, (bits) => fromBits(bits & 0xffff));
}

/** Where the numbers of a type lie when they are not raw bytes, by onnx.proto. */
function typedList(message: TensorMessage, { name }: FileType): readonly number[] {
  switch (name) {
    case 'float32':
      return message.floatData;
    case 'float64':
      return message.doubleData;
    case 'int64':
      return message.int64Data;
    case 'uint32':
    case 'uint64':
      return message.uint64Data;
    default:
      return message.int32Data;
  }
}
