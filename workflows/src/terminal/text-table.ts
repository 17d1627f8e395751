import { type Paint, plainPaint, type Style } from './paint.js';
import { cutToWidth, displayWidth, padToWidth, wrapProse } from './text-width.js';

export interface TableColumn {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Cells that it keeps when the table is too wide; 8 where not given. */
  readonly minimumWidth?: number;
  readonly style?: Style;
  /** Whether long cells run on in further lines, in place of being cut. For the last column. */
  readonly wrap?: boolean;
}

export interface TableLayout {
  /** Cells that a line may take. */
  readonly width: number;
  readonly paint?: Paint;
  /** Blanks before each line. */
  readonly indent?: number;
}

const gap = 2;

/**
 * An aligned table with a header line: the widest columns are cut until it fits, and the columns that do not fit even
 * at their minimum are left out from the right and counted.
 *
 * @param rows - Unstyled cells, row by row; control characters made visible before.
 * @returns Lines without trailing blanks.
 */
export function layOutTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  layout: TableLayout,
): string[] {
  const { paint = plainPaint, indent = 0 } = layout;
  const natural = columns.map(({ title }, j) =>
    Math.max(displayWidth(title), ...rows.map((row) => displayWidth(row[j] ?? ''))),
  );
  const minimum = columns.map(({ minimumWidth = 8 }, j) => Math.min(natural[j]!, minimumWidth));
  const shown = fittingColumns(minimum, layout.width - indent);
  const widths = shrink(natural.slice(0, shown), minimum, layout.width - indent);
  const line = (cells: readonly string[], styleOf: (column: TableColumn) => Style | undefined) =>
    ' '.repeat(indent) + joinCells(columns.slice(0, shown), cells, widths, paint, styleOf);
  const lines = [
    line(
      columns.map(({ title }) => title),
      () => 'bold',
    ),
  ];
  for (const row of rows) {
    for (const cells of unfold(row, columns, widths)) lines.push(line(cells, ({ style }) => style));
  }
  const hidden = columns.length - shown;
  if (hidden > 0) {
    const names = columns
      .slice(shown)
      .map(({ title }) => title)
      .join(', ');
    lines.push(paint('dim', ' '.repeat(indent) + cutToWidth(`and ${hidden} more: ${names}`, layout.width - indent)));
  }
  return lines;
}

/** A row as one or more lines of cells: cells of wrapping columns go on below, the others stay blank there. */
function unfold(
  row: readonly string[],
  columns: readonly TableColumn[],
  widths: readonly number[],
): (readonly string[])[] {
  const parts = row.map((cell, j) => (columns[j]?.wrap === true ? wrapProse(cell, widths[j] ?? 0) : [cell]));
  const height = Math.max(1, ...parts.map(({ length }) => length));
  return Array.from({ length: height }, (_, i) => parts.map((lines) => lines[i] ?? ''));
}

function fittingColumns(minimum: readonly number[], width: number): number {
  let used = -gap;
  for (const [j, cells] of minimum.entries()) {
    used += cells + gap;
    if (used > width) return Math.max(1, j);
  }
  return minimum.length;
}

/** Takes one cell after the other from the widest column that may still give one. */
function shrink(natural: readonly number[], minimum: readonly number[], width: number): number[] {
  const widths = [...natural];
  let excess = widths.reduce((sum, cells) => sum + cells, gap * (widths.length - 1)) - width;
  while (excess > 0) {
    let widest = -1;
    for (const [j, cells] of widths.entries()) {
      if (cells > minimum[j]! && (widest < 0 || cells > widths[widest]!)) widest = j;
    }
    if (widest < 0) break;
    widths[widest]!--;
    excess--;
  }
  return widths;
}

function joinCells(
  columns: readonly TableColumn[],
  cells: readonly string[],
  widths: readonly number[],
  paint: Paint,
  styleOf: (column: TableColumn) => Style | undefined,
): string {
  const parts = columns.map((column, j) => {
    const cut = cutToWidth(cells[j] ?? '', widths[j]!);
    const padded = padToWidth(cut, widths[j]!, column.align === 'right' ? 'left' : 'right');
    const text = j === columns.length - 1 ? padded.trimEnd() : padded;
    const style = styleOf(column);
    return style === undefined ? text : paint(style, text);
  });
  return parts.join(' '.repeat(gap)).trimEnd();
}
