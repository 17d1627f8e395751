import type { ColumnField } from '@basin/core';
import type { FlatTable } from './flat-table.js';

export type IntegerName = 'int8' | 'int16' | 'int32' | 'int64' | 'uint8' | 'uint16' | 'uint32' | 'uint64';
export type NumberName = IntegerName | 'float32' | 'float64';
export type TimeUnit = 'second' | 'millisecond' | 'microsecond' | 'nanosecond';

/** The Arrow types that are read, with what is needed to find their values in a record batch. */
export type ArrowLayout =
  | { readonly kind: 'number'; readonly number: NumberName }
  | { readonly kind: 'bool' }
  | { readonly kind: 'text'; readonly offsetBytes: 4 | 8 }
  | { readonly kind: 'text-view' }
  | { readonly kind: 'timestamp'; readonly unit: TimeUnit; readonly zoned: boolean }
  | { readonly kind: 'day' }
  | { readonly kind: 'vector'; readonly width: number; readonly number: 'float32' | 'float64' }
  | { readonly kind: 'bytes'; readonly width: number }
  | { readonly kind: 'dictionary'; readonly id: number; readonly index: IntegerName; readonly values: TextLayout };

export type TextLayout = Extract<ArrowLayout, { kind: 'text' | 'text-view' }>;

export interface ArrowField {
  readonly column: ColumnField;
  readonly layout: ArrowLayout;
}

/** The Arrow type of a field that cannot be read, for the message. */
export class UnsupportedArrowType extends Error {
  readonly column: string;
  readonly arrowType: string;

  constructor(column: string, arrowType: string) {
    super(arrowType);
    this.column = column;
    this.arrowType = arrowType;
  }
}

/** What may stand in an Arrow file, for messages. */
export const readableArrowTypes =
  'Float64, Float32, Int8 to Int64, UInt8 to UInt64, Bool, Utf8, LargeUtf8, Utf8View, Dictionary of text, Timestamp, Date, ' +
  'FixedSizeList of Float64 or Float32, FixedSizeBinary';

const typeNames = [
  'None',
  'Null',
  'Int',
  'FloatingPoint',
  'Binary',
  'Utf8',
  'Bool',
  'Decimal',
  'Date',
  'Time',
  'Timestamp',
  'Interval',
  'List',
  'Struct',
  'Union',
  'FixedSizeBinary',
  'FixedSizeList',
  'Map',
  'Duration',
  'LargeBinary',
  'LargeUtf8',
  'LargeList',
  'RunEndEncoded',
  'BinaryView',
  'Utf8View',
  'ListView',
  'LargeListView',
];

const timeUnits: readonly TimeUnit[] = ['second', 'millisecond', 'microsecond', 'nanosecond'];

/**
 * Reads one field of an Arrow schema: slots name 0, type number 2, type 3, dictionary 4, children 5, metadata 6.
 *
 * @throws {UnsupportedArrowType} a type that no column holds.
 * @throws {RangeError} damaged metadata.
 * @see https://arrow.apache.org/docs/format/Columnar.html and Schema.fbs of the Arrow format.
 */
export function arrowField(field: FlatTable): ArrowField {
  const name = field.text(0) ?? '';
  const valueLayout = layoutOf(name, field);
  const dictionary = field.table(4);
  const layout = dictionary === undefined ? valueLayout : dictionaryLayout(name, dictionary, valueLayout);
  const metadata = keyValues(field, 6);
  const unit = metadata['basin.unit'];
  const description = metadata['basin.description'];
  return {
    layout,
    column: {
      name,
      ...columnTypeOf(layout),
      ...(unit === undefined ? {} : { unit }),
      ...(description === undefined ? {} : { description }),
    },
  };
}

/** A list of key and value texts; the metadata of schemas and fields. */
export function keyValues(table: FlatTable, slot: number): Record<string, string> {
  return Object.fromEntries(table.tables(slot).map((entry) => [entry.text(0) ?? '', entry.text(1) ?? '']));
}

function layoutOf(name: string, field: FlatTable): ArrowLayout {
  const number = field.uint8(2);
  const type = field.table(3);
  const typeName = typeNames[number] ?? `type ${number}`;
  const layout = type === undefined ? undefined : plainLayout(typeName, type, field);
  if (layout === undefined) throw new UnsupportedArrowType(name, typeName);
  return layout;
}

function plainLayout(typeName: string, type: FlatTable, field: FlatTable): ArrowLayout | undefined {
  switch (typeName) {
    case 'Int': {
      const number = integerName(type);
      return number && { kind: 'number', number };
    }
    case 'FloatingPoint': {
      const number = floatName(type);
      return number && { kind: 'number', number };
    }
    case 'Bool':
      return { kind: 'bool' };
    case 'Utf8':
      return { kind: 'text', offsetBytes: 4 };
    case 'LargeUtf8':
      return { kind: 'text', offsetBytes: 8 };
    case 'Utf8View':
      return { kind: 'text-view' };
    case 'Timestamp': {
      const unit = timeUnits[type.int16(0)];
      return unit && { kind: 'timestamp', unit, zoned: (type.text(1) ?? '') !== '' };
    }
    case 'Date':
      return type.int16(0, 1) === 0 ? { kind: 'day' } : { kind: 'timestamp', unit: 'millisecond', zoned: false };
    case 'FixedSizeBinary':
      return widthAtLeastOne({ kind: 'bytes', width: type.int32(0) });
    case 'FixedSizeList': {
      const item = field.tables(5)[0];
      const itemType = item?.uint8(2) === typeNames.indexOf('FloatingPoint') ? item.table(3) : undefined;
      const number = itemType && floatName(itemType);
      return number && widthAtLeastOne({ kind: 'vector', width: type.int32(0), number });
    }
    default:
      return undefined;
  }
}

function widthAtLeastOne(layout: Extract<ArrowLayout, { width: number }>): ArrowLayout | undefined {
  return layout.width >= 1 ? layout : undefined;
}

function dictionaryLayout(name: string, dictionary: FlatTable, values: ArrowLayout): ArrowLayout {
  if (values.kind !== 'text' && values.kind !== 'text-view') {
    throw new UnsupportedArrowType(name, `Dictionary of ${values.kind}`);
  }
  const indexType = dictionary.table(1);
  const index = indexType === undefined ? 'int32' : integerName(indexType);
  if (index === undefined) throw new UnsupportedArrowType(name, 'Dictionary with unknown index');
  return { kind: 'dictionary', id: dictionary.int64(0), index, values };
}

function integerName(type: FlatTable): IntegerName | undefined {
  const bits = type.int32(0);
  if (bits !== 8 && bits !== 16 && bits !== 32 && bits !== 64) return undefined;
  return `${type.boolean(1) ? '' : 'u'}int${bits}`;
}

function floatName(type: FlatTable): 'float32' | 'float64' | undefined {
  const precision = type.int16(0);
  if (precision === 1) return 'float32';
  return precision === 2 ? 'float64' : undefined;
}

function columnTypeOf(layout: ArrowLayout): Pick<ColumnField, 'type' | 'width'> {
  switch (layout.kind) {
    case 'number':
      return { type: columnTypeOfNumber(layout.number) };
    case 'bool':
      return { type: 'bool' };
    case 'vector':
      return { type: 'vector', width: layout.width };
    case 'bytes':
      return { type: 'bytes', width: layout.width };
    default:
      return { type: 'text' };
  }
}

function columnTypeOfNumber(number: NumberName): 'uint8' | 'int32' | 'float64' {
  switch (number) {
    case 'uint8':
      return 'uint8';
    case 'int8':
    case 'int16':
    case 'uint16':
    case 'int32':
      return 'int32';
    default:
      return 'float64';
  }
}
