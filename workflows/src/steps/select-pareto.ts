import type { ColumnField, Columns, StepContext } from '@basin/core';
import { gatherRows, readNumbers } from './gather-rows.js';
import { crowdingDistances, nondominatedFronts } from './nondominated-sort.js';
import type { ParetoOptions, Selection } from './selection.js';
import { requireColumn, soleInput } from './step-fault.js';

/** The columns that the choice adds. */
export const paretoFields: readonly ColumnField[] = [
  { name: 'front', type: 'int32', description: 'Pareto front, 1 for rows that no other beats in every objective' },
  {
    name: 'crowding',
    type: 'float64',
    unit: '1',
    description: 'Crowding distance within the front; larger stands more alone',
  },
];

/** The Pareto-best rows: front by front, within a front those that stand alone first. */
export async function selectPareto(context: StepContext, { objectives, count }: ParetoOptions): Promise<Selection> {
  const { table } = soleInput(context);
  for (const [i, { column }] of objectives.entries()) {
    requireColumn(context.name, ['pareto', 'objectives', i, 'column'], table.schema, column);
  }
  const { rows, values, rowsRead, badRows, missing } = await readNumbers(
    table,
    objectives.map(({ column }) => column),
  );
  const signs = objectives.map(({ direction }) => (direction === 'maximise' ? -1 : 1));
  const points = values.map((value, i) => value * signs[i % signs.length]!);
  const ranked = rankPoints(points, signs.length, count);
  const columns = await gatherRows(
    table,
    ranked.map(({ point }) => rows[point]!),
  );
  return {
    columns: columns === undefined ? undefined : { ...columns, ...rankColumns(ranked) },
    added: paretoFields,
    rowsRead,
    badRows: 0,
    summary: { chosen: ranked.length, 'without a value': missing, bad: badRows },
  };
}

interface RankedPoint {
  readonly point: number;
  readonly front: number;
  readonly crowding: number;
}

/** The first front, or `count` points front by front, the most crowded of the last front left out. */
function rankPoints(points: Float64Array, m: number, count: number | undefined): readonly RankedPoint[] {
  const ranked: RankedPoint[] = [];
  for (const [front, members] of membersByFront(nondominatedFronts(points, m)).entries()) {
    if (count === undefined ? front > 0 : ranked.length >= count) break;
    const crowding = crowdingDistances(points, m, members);
    const order = Array.from(members.keys()).sort((a, b) => descending(crowding[a]!, crowding[b]!) || a - b);
    for (const i of order) ranked.push({ point: members[i]!, front, crowding: crowding[i]! });
  }
  return ranked.slice(0, count);
}

function membersByFront(frontOf: Int32Array): readonly number[][] {
  const fronts: number[][] = Array.from(
    { length: frontOf.reduce((most, front) => Math.max(most, front + 1), 0) },
    () => [],
  );
  for (const [point, front] of frontOf.entries()) fronts[front]!.push(point);
  return fronts;
}

function descending(a: number, b: number): number {
  return a > b ? -1 : a < b ? 1 : 0;
}

function rankColumns(ranked: readonly RankedPoint[]): Columns {
  return {
    front: { type: 'int32', values: Int32Array.from(ranked, ({ front }) => front + 1) },
    crowding: { type: 'float64', values: Float64Array.from(ranked, ({ crowding }) => crowding) },
  };
}
