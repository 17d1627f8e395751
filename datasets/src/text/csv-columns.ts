import type { ColumnField } from '@basin/core';
import { isMissingNumber, parseNumber } from './parse-number.js';

/** A column of the table, and the cells of each record that make it up: more than one for a vector. */
export interface CsvColumn {
  readonly field: ColumnField;
  readonly firstCell: number;
  readonly cellCount: number;
}

/**
 * The type that the first rows of a column suggest: 'float64' where every cell is a number or missing and at least one is a number,
 * 'bool' where every cell is 'true' or 'false' or empty, otherwise 'text'. Digits with a leading zero ('007') are a label, and so
 * text. Whole numbers are float64 as well: the next row may hold a fraction.
 */
export function suggestedType(cells: readonly string[]): 'float64' | 'bool' | 'text' {
  const trimmed = cells.map((cell) => cell.trim());
  const numbers = trimmed.filter((cell) => !isMissingNumber(cell));
  if (numbers.length > 0 && numbers.every((cell) => parseNumber(cell) !== undefined && !/^[+-]?0\d/.test(cell))) {
    return 'float64';
  }
  const words = trimmed.filter((cell) => cell !== '');
  return words.length > 0 && words.every((cell) => /^(true|false)$/i.test(cell)) ? 'bool' : 'text';
}

/** Joins neighbouring number columns 'x[0]', 'x[1]', … into one vector column 'x': how vectors are written to CSV. */
export function joinVectors(fields: readonly ColumnField[]): CsvColumn[] {
  const columns: CsvColumn[] = [];
  const names = new Set(fields.map(({ name }) => name));
  for (let cell = 0; cell < fields.length; ) {
    const field = fields[cell]!;
    const width = vectorWidth(fields, cell);
    const name = field.name.slice(0, -'[0]'.length);
    const isVector = width > 0 && !names.has(name);
    const cellCount = isVector ? width : 1;
    columns.push({ field: isVector ? { name, type: 'vector', width } : field, firstCell: cell, cellCount });
    cell += cellCount;
  }
  return columns;
}

function vectorWidth(fields: readonly ColumnField[], first: number): number {
  const name = /^(.+)\[0\]$/.exec(fields[first]!.name)?.[1];
  if (name === undefined) return 0;
  let width = 0;
  while (fields[first + width]?.name === `${name}[${width}]` && fields[first + width]?.type === 'float64') width++;
  return width;
}
