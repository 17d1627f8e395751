import type { ColumnField, TableSchema } from '@basin/core';
import {
  Bool,
  type DataType,
  Field,
  FixedSizeBinary,
  FixedSizeList,
  Float64,
  Int32,
  Schema,
  Uint8,
  Utf8,
} from 'apache-arrow';

/**
 * The Arrow schema of a table. Units and descriptions stand in the fields' metadata, as 'basin.unit' and 'basin.description';
 * the table's metadata is the schema's.
 */
export function toArrowSchema(schema: TableSchema): Schema {
  return new Schema(schema.fields.map(toArrowField), new Map(Object.entries(schema.metadata)));
}

function toArrowField(field: ColumnField): Field {
  const metadata = new Map<string, string>();
  if (field.unit !== undefined) metadata.set('basin.unit', field.unit);
  if (field.description !== undefined) metadata.set('basin.description', field.description);
  const isNullable = field.type !== 'vector' && field.type !== 'bytes';
  return new Field(field.name, toArrowType(field), isNullable, metadata);
}

function toArrowType({ type, width = 1 }: ColumnField): DataType {
  switch (type) {
    case 'float64':
      return new Float64();
    case 'int32':
      return new Int32();
    case 'uint8':
      return new Uint8();
    case 'bool':
      return new Bool();
    case 'text':
      return new Utf8();
    case 'vector':
      return new FixedSizeList(width, new Field('item', new Float64(), false));
    case 'bytes':
      return new FixedSizeBinary(width);
  }
}
