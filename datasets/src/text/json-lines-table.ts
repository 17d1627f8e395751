import { type ColumnField, DatasetError, type FileTable } from '@basin/core';
import type { BatchAssembler, ColumnBuffer } from './column-buffers.js';
import { type GivenTypes, withGivenTypes } from './column-types.js';
import { isWithin } from './csv-rows.js';
import { type JsonObject, type JsonValue, suggestedField } from './json-types.js';
import { lineBlocks } from './line-blocks.js';
import { lineParser } from './lines.js';
import type { RecordFault } from './malformed-log.js';
import { parseNumber } from './parse-number.js';
import { defaultRecordBytes, type TextReadOptions, textTable } from './text-table.js';

export interface JsonLinesReadOptions extends TextReadOptions {
  /** Types by column name, instead of those that the first lines suggest. */
  readonly types?: GivenTypes | undefined;
  /** How many lines the columns and their types are suggested by, ≥ 1; 1000 if not given. */
  readonly sampleRows?: number | undefined;
}

const defaultSampleRows = 1000;
type Problem = Omit<RecordFault, 'text'>;

/**
 * Opens a JSON Lines file, also inside gzip: one object a line. Columns are the keys of the first lines: numbers are float64 (also
 * the texts "NaN", "Infinity", "-Infinity"), truths bool, arrays of numbers of one length vectors, and anything else text, where
 * what is no string stands as JSON. A key that is absent, or null, is missing.
 *
 * A line that is no object, has a key that no column has, or a value that its column cannot hold, is malformed: left out and reported.
 *
 * @throws {DatasetError} the file cannot be read, or holds no object in its first lines.
 */
export async function openJsonLines(path: string, options: JsonLinesReadOptions = {}): Promise<FileTable> {
  const maximumBytes = options.maximumRecordBytes ?? defaultRecordBytes;
  const fields = withGivenTypes(path, await suggestedFields(path, options), options.types);
  return textTable(path, { fields, metadata: {} }, options, (batches, malformed) => {
    const names = new Set(fields.map(({ name }) => name));
    return lineParser(maximumBytes, malformed, (line) => {
      const object = parseObject(line);
      if (object === undefined) return notAnObject;
      const problem = hasForbiddenKey(object) ? forbiddenKey : putObject(batches, names, object);
      if (problem === undefined) batches.commit();
      return problem;
    });
  });
}

const notAnObject: Problem = { status: 'malformed', message: 'the line is no JSON object' };

const forbiddenKey: Problem = { status: 'malformed', message: `the key '__proto__' is no name for a column` };

/** `__proto__` could reach behind the plain objects in which columns are kept by name. */
function hasForbiddenKey(object: JsonObject): boolean {
  return Object.hasOwn(object, '__proto__');
}

function parseObject(line: string): JsonObject | undefined {
  try {
    // Whatever JSON.parse gives is a JsonValue.
    const value = JSON.parse(line) as JsonValue;
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

function putObject(batches: BatchAssembler, names: ReadonlySet<string>, object: JsonObject): Problem | undefined {
  for (const key in object) {
    if (!names.has(key)) {
      return { status: 'malformed', message: `no column is named '${key}': it does not occur in the first lines` };
    }
  }
  for (const buffer of batches.buffers) {
    const value = ownValue(object, buffer.field.name);
    const problem = value === null ? buffer.putMissing(batches.row) : putValue(buffer, batches.row, value);
    if (problem !== undefined) return { status: 'type', message: `column '${buffer.field.name}': ${problem}` };
  }
  return undefined;
}

/** Null for a key that is not the object's own: 'toString' is no value. */
function ownValue(object: JsonObject, key: string): JsonValue {
  return Object.hasOwn(object, key) ? object[key]! : null;
}

function putValue(buffer: ColumnBuffer, row: number, value: JsonValue): string | undefined {
  switch (buffer.field.type) {
    case 'text':
      buffer.putText(row, typeof value === 'string' ? value : JSON.stringify(value));
      return undefined;
    case 'vector':
      return putVector(buffer, row, value);
    case 'bool':
      if (typeof value !== 'boolean') return `${shown(value)} is neither true nor false`;
      buffer.putNumber(row, value ? 1 : 0, 0);
      return undefined;
    default:
      return putNumber(buffer, row, value);
  }
}

function putNumber(buffer: ColumnBuffer, row: number, value: JsonValue): string | undefined {
  const number = numberOf(value);
  if (number === undefined) return `${shown(value)} is no number`;
  const { type } = buffer.field;
  if (type !== 'float64' && !isWithin(type, number)) return `${number} does not fit ${type}`;
  buffer.putNumber(row, number, 0);
  return undefined;
}

function putVector(buffer: ColumnBuffer, row: number, value: JsonValue): string | undefined {
  const { width } = buffer.field;
  if (!Array.isArray(value) || value.length !== width) return `${shown(value)} is no list of ${width} numbers`;
  for (const [component, item] of value.entries()) {
    const number = item === null ? Number.NaN : numberOf(item);
    if (number === undefined) return `${shown(item)} is no number`;
    buffer.putNumber(row, number, component);
  }
  return undefined;
}

function numberOf(value: JsonValue): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  return value === 'NaN' ? Number.NaN : value.endsWith('Infinity') ? parseNumber(value) : undefined;
}

function shown(value: JsonValue): string {
  return JSON.stringify(value).slice(0, 40);
}

async function suggestedFields(path: string, options: JsonLinesReadOptions): Promise<readonly ColumnField[]> {
  const { sampleRows = defaultSampleRows, maximumRecordBytes = defaultRecordBytes } = options;
  const objects: JsonObject[] = [];
  const parser = lineParser(maximumRecordBytes, { add: () => undefined }, (line) => {
    const object = objects.length < sampleRows ? parseObject(line) : undefined;
    if (object !== undefined && !hasForbiddenKey(object)) objects.push(object);
    return undefined;
  });
  for await (const block of lineBlocks(path, maximumRecordBytes)) {
    parser.parse(block);
    if (objects.length >= sampleRows) break;
  }
  const names = new Set(objects.flatMap((object) => Object.keys(object)));
  if (names.size === 0) throw new DatasetError({ file: path }, 'holds no JSON object with keys in its first lines');
  return [...names].map((name) =>
    suggestedField(
      name,
      objects.map((object) => ownValue(object, name)),
    ),
  );
}
