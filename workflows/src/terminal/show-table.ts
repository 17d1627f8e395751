import type { FileTable } from '@basin/core';
import { histogramLine } from './bars.js';
import type { valueAt } from './column-tally.js';
import type { InspectedColumn, InspectedTable } from './inspect-table.js';
import type { Paint } from './paint.js';
import { countOf, formatCount, formatNumber } from './quantities.js';
import { layOutTable, type TableColumn } from './text-table.js';
import { cutToWidth, printable } from './text-width.js';

type Value = ReturnType<typeof valueAt>;

/** A longer cell is cut; the whole value is in the file and in --json. */
const longestCell = 200;

/** What `basin inspect` prints: a headline, the first rows, and a line for every column. */
export function showTable(
  title: string,
  table: InspectedTable,
  malformed: ReturnType<FileTable['malformed']>,
  width: number,
  paint: Paint,
): string[] {
  const { columns, rowCount, metadata, firstRows } = table;
  const size = `${countOf(rowCount, 'row')}, ${countOf(columns.length, 'column')}`;
  const rows =
    firstRows.length === 0
      ? []
      : ['', paint('bold', `First ${countOf(firstRows.length, 'row')}`), ...rowLines(table, width, paint)];
  const notes = Object.entries(metadata).map(([key, text]) =>
    cutToWidth(`  ${printable(key)}: ${printable(text)}`, width),
  );
  return [
    `${paint('bold', printable(title))}  ${size}`,
    ...rows,
    '',
    paint('bold', 'Columns'),
    ...columnLines(columns, width, paint),
    ...malformedLines(malformed, width, paint),
    ...(notes.length === 0 ? [] : ['', paint('bold', 'Notes'), ...notes.map((note) => paint('dim', note))]),
  ];
}

/** The first records that could not be read, and how many there are. */
function malformedLines({ count, records }: ReturnType<FileTable['malformed']>, width: number, paint: Paint): string[] {
  if (count === 0) return [];
  const lines = records.slice(0, 5).map(({ row, message }) => cutToWidth(`  ${row}: ${printable(message)}`, width));
  const more = count > lines.length ? [paint('dim', `  and ${formatCount(count - lines.length)} more`)] : [];
  return ['', paint(['bold', 'yellow'], `${countOf(count, 'record')} could not be read`), ...lines, ...more];
}

function rowLines({ columns, firstRows }: InspectedTable, width: number, paint: Paint): string[] {
  const shown = columns.map(({ name, type }): TableColumn => {
    return {
      title: printable(name),
      align: isNumeric(type) ? 'right' : 'left',
      minimumWidth: isNumeric(type) ? 10 : 12,
    };
  });
  return layOutTable(
    shown,
    firstRows.map((row) => row.map(cellText)),
    { width, paint, indent: 2 },
  );
}

function isNumeric(type: InspectedColumn['type']): boolean {
  return type === 'float64' || type === 'int32' || type === 'uint8';
}

function cellText(value: Value): string {
  if (value === null) return '–';
  if (typeof value === 'number') return formatNumber(value, 5);
  if (typeof value === 'string') return printable(value.slice(0, longestCell));
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const shown = value.slice(0, 4).map((part) => formatNumber(part, 4));
  return `[${shown.join(', ')}${value.length > shown.length ? ', …' : ''}]`;
}

function columnLines(columns: readonly InspectedColumn[], width: number, paint: Paint): string[] {
  const headings: TableColumn[] = [
    { title: 'name', style: 'cyan', minimumWidth: 12 },
    { title: 'type', minimumWidth: 7 },
    { title: 'unit', minimumWidth: 4 },
    { title: 'missing', align: 'right' },
    { title: 'min', align: 'right', minimumWidth: 9 },
    { title: 'mean', align: 'right', minimumWidth: 9 },
    { title: 'max', align: 'right', minimumWidth: 9 },
    { title: 'values', minimumWidth: 14 },
  ];
  const cells = columns.map(columnCells);
  const isShown = (j: number): boolean => cells.some((row) => row[j] !== '');
  const shown = cells.map((row) => row.filter((_, j) => isShown(j)));
  return layOutTable(
    headings.filter((_, j) => isShown(j)),
    shown,
    { width, paint, indent: 2 },
  );
}

function columnCells(column: InspectedColumn): string[] {
  const { name, type, unit = '', missing, minimum, mean, maximum } = column;
  const figures = [minimum, mean, maximum].map((figure) => (figure === undefined ? '' : formatNumber(figure)));
  return [
    printable(name),
    type,
    printable(unit),
    missing === 0 ? '' : formatCount(missing),
    ...figures,
    valuesText(column),
  ];
}

/** A histogram, the share of true values, or how many texts differ; and how many values are infinite. */
function valuesText({
  type,
  distinct,
  distinctIsAtLeast,
  histogram,
  infinite = 0,
  mean,
  minimum,
}: InspectedColumn): string {
  const beyond = infinite === 0 ? '' : `  ${formatCount(infinite)} infinite`;
  if (distinct === 0) return '';
  if (distinct !== undefined)
    return `${distinctIsAtLeast === true ? 'at least ' : ''}${formatCount(distinct)} distinct`;
  if (type === 'bool' && mean !== undefined) return `${formatNumber(100 * mean, 3)} % yes`;
  if (histogram !== undefined) return `▕${histogramLine(histogram)}▏${beyond}`;
  return minimum === undefined ? beyond.trim() : `all ${formatNumber(minimum)}${beyond}`;
}
