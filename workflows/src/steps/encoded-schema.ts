import type { Column, ColumnField, Columns, TableSchema } from '@basin/core';

/** A schema of columns at hand: names and types; units and meanings are not known. */
export function columnsSchema(columns: Columns): TableSchema {
  return { fields: Object.entries(columns).map(([name, column]) => fieldOf(name, column)), metadata: {} };
}

function fieldOf(name: string, column: Column): ColumnField {
  const { type } = column;
  return type === 'vector' || type === 'bytes' ? { name, type, width: column.width } : { name, type };
}
