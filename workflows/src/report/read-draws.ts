import { type Column, type Columns, rowCountOf, type Table } from '@basin/core';
import { numberAt } from '../steps/cell.js';
import type { DrawColumns } from '../steps/draw-columns.js';
import type { DrawnQuantity } from './draws-content.js';

/** Where the numbers of a quantity stand: a column, or one number of a vector column. */
export interface QuantityColumn {
  readonly name: string;
  readonly unit: string;
  readonly column: string;
  readonly component?: number;
}

/** Draws as they were read; weighted ones drawn again with their weights, so that all that is left count alike. */
export interface ReadDraws {
  readonly drawCount: number;
  readonly isWeighted: boolean;
  readonly chains: readonly number[];
  readonly quantities: readonly DrawnQuantity[];
  /** Rows of the table, chain by chain in their order. */
  readonly rows: readonly Int32Array[];
}

/** Reads the draws of a table in one pass. @remarks Eight bytes a number, and a few a row. */
export async function readDraws(
  table: Table,
  names: DrawColumns,
  columns: readonly QuantityColumn[],
): Promise<ReadDraws> {
  const values = columns.map((): number[] => []);
  const chainOf: number[] = [];
  const logWeights: number[] = [];
  for await (const batch of table.batches()) {
    const sources = columns.map((column) => reader(batch, column));
    const rowCount = rowCountOf(batch);
    for (let row = 0; row < rowCount; row++) {
      chainOf.push(numberAt(batch[names.chain]!, row));
      if (names.logWeight !== undefined) logWeights.push(numberAt(batch[names.logWeight]!, row));
      for (let i = 0; i < sources.length; i++) values[i]!.push(sources[i]!(row));
    }
  }
  const isWeighted = names.logWeight !== undefined;
  const kept = isWeighted ? drawnAgain(Float64Array.from(logWeights)) : Int32Array.from(chainOf.keys());
  const chains = [...new Set(chainOf)].sort((a, b) => a - b);
  const byChain = grouped(kept, chainOf, chains);
  return {
    drawCount: chainOf.length,
    isWeighted,
    chains,
    quantities: columns.map(({ name, unit }, i) => ({
      name,
      unit,
      chains: byChain.map((own) => Float64Array.from(own, (row) => values[i]![row]!)),
    })),
    rows: byChain,
  };
}

/** Rows by the chain that each is of. */
function grouped(rows: Int32Array, chainOf: readonly number[], chains: readonly number[]): readonly Int32Array[] {
  const lists = new Map(chains.map((chain) => [chain, [] as number[]]));
  for (const row of rows) lists.get(chainOf[row]!)!.push(row);
  return [...lists.values()].map((list) => Int32Array.from(list));
}

/** As many rows as there are weights, each about as often as its weight says: systematic resampling, ascending. */
function drawnAgain(logWeights: Float64Array): Int32Array {
  const greatest = logWeights.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const weights = logWeights.map((value) => Math.exp(value - greatest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const rows = new Int32Array(weights.length);
  let [row, passed] = [0, weights[0] ?? 0];
  for (let i = 0; i < rows.length; i++) {
    const place = ((i + 0.5) * total) / rows.length;
    while (passed < place && row < weights.length - 1) passed += weights[++row]!;
    rows[i] = row;
  }
  return rows;
}

function reader(batch: Columns, { column, component = 0 }: QuantityColumn): (row: number) => number {
  const source = batch[column] as Column;
  if (source.type === 'vector') return (row) => source.values[row * source.width + component]!;
  return (row) => numberAt(source, row);
}
