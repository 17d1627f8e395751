import {
  type Column,
  type Columns,
  isComparable,
  isContinuous,
  isDrawable,
  rowCountOf,
  type StateSpace,
  type Table,
} from '@basin/core';
import { numberAt, textAt } from '../steps/cell.js';
import { takeRows } from '../steps/column-rows.js';
import { diverseRows } from '../steps/diverse-rows.js';
import { gatherRows } from '../steps/gather-rows.js';
import { rowText } from '../steps/row-text.js';
import { bestRows } from '../steps/select-top.js';
import type { TermColumn } from '../steps/term-columns.js';
import { numberText } from './number-text.js';
import type { Candidate, CandidateTerm, ReportContent, WantedRegion } from './report-content.js';
import type { ReportSource } from './report-source.js';

/** Columns of texts that `score` and `sample` write. */
const stepTexts: ReadonlySet<string> = new Set(['status', 'error']);

/** Characters of a title. */
const titleLimit = 120;

/** Coordinates that a point is called by. */
const mostAxes = 12;

const drawingSize = { width: 280, height: 200 };

/** Where no step chose candidates that differ, this many of the best are looked through. */
const diversePool = 500;
const diverseSimilarity = 0.5;

/** The rows of least energy, as candidates. */
export async function bestCandidates(source: ReportSource, show: number): Promise<readonly Candidate[]> {
  return candidatesOf(source, await leastEnergy(source.designs.table, show));
}

/** Candidates that differ: those that a step chose, else the best of the designs, where their space knows similarity. */
export async function diverseCandidates(source: ReportSource, show: number): Promise<ReportContent['diverse']> {
  const { space, diverse } = source;
  if (space === undefined || !isComparable(space)) return undefined;
  const { similarityName } = space;
  if (diverse !== undefined) {
    return { candidates: await candidatesOf(source, await leastEnergy(diverse.table, show)), similarityName };
  }
  const pool = await leastEnergy(source.designs.table, diversePool);
  if (pool === undefined) return undefined;
  const { batch, rows } = await space.decode(pool);
  const chosen = await diverseRows(space, batch, show, diverseSimilarity);
  const picked = takeRows(
    pool,
    chosen.rows.map((row) => rows[row]!),
  );
  return {
    candidates: await candidatesOf(source, { ...picked, nearest: { type: 'float64', values: chosen.nearest } }),
    similarityName,
  };
}

async function leastEnergy(table: Table, count: number): Promise<Columns | undefined> {
  if (!table.schema.fields.some(({ name }) => name === 'energy')) return undefined;
  const { rows } = await bestRows(table, 'energy', 'minimise', count);
  return gatherRows(table, rows);
}

async function candidatesOf(source: ReportSource, columns: Columns | undefined): Promise<readonly Candidate[]> {
  if (columns === undefined) return [];
  const shown = await pictures(source, columns);
  return Array.from({ length: rowCountOf(columns) }, (_, row): Candidate => {
    const nearest = columns.nearest === undefined ? Number.NaN : numberAt(columns.nearest, row);
    return {
      rank: row + 1,
      ...(shown.get(row) ?? { identity: rowText(columns, row) }),
      energy: numberAt(columns.energy!, row),
      terms: source.terms.flatMap((term) => candidateTerm(term, columns, row, source.wanted.get(term.path))),
      ...(Number.isNaN(nearest) ? {} : { nearest }),
    };
  });
}

type Picture = Pick<Candidate, 'title' | 'identity' | 'drawing'>;

/** Title, name and drawing of each row that is a state. */
async function pictures({ space }: ReportSource, columns: Columns): Promise<ReadonlyMap<number, Picture>> {
  if (space === undefined) return new Map();
  const { batch, rows } = await space.decode(columns);
  const drawings = isDrawable(space) && rows.length > 0 ? await space.draw(batch, drawingSize) : [];
  const titles = titleColumn(columns, space.encode(space.take(batch, new Int32Array(0))));
  return new Map(
    Array.from(rows, (row, i): [number, Picture] => {
      const drawing = drawings[i];
      const identity = nameOf(space, batch, i);
      return [row, { ...titleAt(titles, row, identity), identity, ...(drawing === undefined ? {} : { drawing }) }];
    }),
  );
}

/** How a state is called: by its identity, which of a point has more digits than anybody reads. */
function nameOf(space: StateSpace<unknown>, batch: unknown, row: number): string {
  if (!isContinuous(space)) return space.identity(batch, row);
  const { dimension, axes } = space;
  const point = space.coordinates(batch).subarray(row * dimension, (row + 1) * dimension);
  const shown = Array.from(point.subarray(0, mostAxes), (at, axis) => `${axes.names[axis]} = ${numberText(at)}`);
  return shown.join(', ') + (dimension > mostAxes ? ', …' : '');
}

/** The first column of texts that is neither the state's own nor written by a step. */
function titleColumn(columns: Columns, ofState: Columns): Column | undefined {
  return Object.entries(columns).find(
    ([name, { type }]) => type === 'text' && !(name in ofState) && !stepTexts.has(name),
  )?.[1];
}

/** Nothing where the cell is empty, or says what the state says itself. */
function titleAt(titles: Column | undefined, row: number, identity: string): Pick<Candidate, 'title'> {
  const title = (titles === undefined ? null : textAt(titles, row))?.trim().slice(0, titleLimit) ?? '';
  return title === '' || title === identity ? {} : { title };
}

/** Nothing for a term that has neither a value nor a part in the sum. */
function candidateTerm(
  { path, role, value: valueColumn, unit, energy: energyColumn }: TermColumn,
  columns: Columns,
  row: number,
  wanted: WantedRegion | undefined,
): readonly CandidateTerm[] {
  const value = numberIn(columns, valueColumn, row);
  const cost = role === 'part' ? numberIn(columns, energyColumn ?? 'energy', row) : undefined;
  if (value === undefined && cost === undefined) return [];
  return [
    {
      label: path,
      ...(value === undefined ? {} : { value }),
      ...(unit === undefined ? {} : { unit }),
      ...(cost === undefined ? {} : { cost }),
      ...(value === undefined || wanted === undefined ? {} : { met: value >= wanted.low && value <= wanted.high }),
    },
  ];
}

function numberIn(columns: Columns, name: string | undefined, row: number): number | undefined {
  const column = name === undefined ? undefined : columns[name];
  return column === undefined ? undefined : numberAt(column, row);
}
