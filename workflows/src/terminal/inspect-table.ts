import { type Columns, rowCountOf, type Table, type TableSchema } from '@basin/core';
import { type ColumnSummary, ColumnTally, countIntoBins, valueAt } from './column-tally.js';

/** Bins of a column's histogram. */
const binCount = 12;

export interface InspectedColumn extends ColumnSummary {
  /** Counts in equal bins from minimum to maximum; absent for text and for columns of one value. */
  readonly histogram?: readonly number[];
}

/** What `basin inspect` tells of a table. */
export interface InspectedTable {
  readonly rowCount: number;
  readonly metadata: TableSchema['metadata'];
  readonly columns: readonly InspectedColumn[];
  /** The first rows, value by value in the order of the columns. */
  readonly firstRows: readonly (readonly ReturnType<typeof valueAt>[])[];
}

/**
 * Reads a table twice, batch by batch, in constant memory: once for what can be summed up, once for the histograms
 * between the extremes that the first pass found.
 *
 * @param shownRows - How many first rows to keep.
 */
export async function inspectTable(table: Table, shownRows: number): Promise<InspectedTable> {
  const { fields, metadata } = table.schema;
  const tallies = fields.map((field) => new ColumnTally(field));
  const firstRows: ReturnType<typeof valueAt>[][] = [];
  let rowCount = 0;
  for await (const batch of table.batches()) {
    for (const [j, { name }] of fields.entries()) tallies[j]!.add(batch[name]!);
    keepRows(
      batch,
      fields.map(({ name }) => name),
      shownRows,
      firstRows,
    );
    rowCount += rowCountOf(batch);
  }
  const summaries = tallies.map((tally) => tally.summary());
  return { rowCount, metadata, columns: await withHistograms(table, summaries), firstRows };
}

function keepRows(
  batch: Columns,
  names: readonly string[],
  shownRows: number,
  rows: ReturnType<typeof valueAt>[][],
): void {
  const taken = Math.min(shownRows - rows.length, rowCountOf(batch));
  for (let row = 0; row < taken; row++) rows.push(names.map((name) => valueAt(batch[name]!, row)));
}

async function withHistograms(table: Table, summaries: readonly ColumnSummary[]): Promise<InspectedColumn[]> {
  const bins = new Map<ColumnSummary, Float64Array>();
  for (const summary of summaries) if (isSpread(summary)) bins.set(summary, new Float64Array(binCount));
  if (bins.size === 0) return [...summaries];
  for await (const batch of table.batches()) {
    for (const [{ name, minimum, maximum }, counts] of bins) countIntoBins(batch[name]!, minimum!, maximum!, counts);
  }
  return summaries.map((summary) => {
    const counts = bins.get(summary);
    return counts === undefined ? summary : { ...summary, histogram: [...counts] };
  });
}

function isSpread({ type, minimum, maximum }: ColumnSummary): boolean {
  return type !== 'bool' && minimum !== undefined && maximum !== undefined && minimum < maximum;
}
