import { isDrawable, type StateSpace } from '@basin/core';
import { numberAt } from '../steps/cell.js';
import { type DrawColumns, drawColumnsOf } from '../steps/draw-columns.js';
import { gatherRows } from '../steps/gather-rows.js';
import { termsOf } from '../steps/term-columns.js';
import { courseOf } from './collect-course.js';
import { landscapeOf, sharesOf } from './collect-landscape.js';
import type { DrawnPicture, DrawsContent } from './draws-content.js';
import { type QuantityColumn, type ReadDraws, readDraws } from './read-draws.js';
import type { ReportSource } from './report-source.js';

/** Quantities that a report draws, and those that it looks at. */
const mostQuantities = 7;
const mostRead = 64;
const drawingSize = { width: 280, height: 200 };

/** All that a report tells of the draws of a step; undefined where its table holds none. */
export async function drawsOf(source: ReportSource, show: number): Promise<DrawsContent | undefined> {
  const { designs } = source;
  const names = drawColumnsOf(designs.table.schema);
  // A step that chose among draws keeps what its table says of itself, but its rows are designs.
  if (names === undefined || !designs.side.has('trace')) return undefined;
  const found = quantityColumns(source);
  const read = await readDraws(designs.table, names, found.slice(0, mostRead));
  const moving = read.quantities.filter(({ name, chains }) => name === 'energy' || !isConstant(chains));
  const landscape = designs.side.get('landscape');
  const curve = landscape === undefined ? undefined : await landscapeOf(landscape, read);
  const shares = landscape === undefined ? undefined : await sharesOf(landscape, designs.table, read);
  const course = await courseOf(designs.side.get('trace')!);
  return {
    step: designs.name,
    drawCount: read.drawCount,
    isWeighted: read.isWeighted,
    chains: read.chains,
    quantities: moving.slice(0, mostQuantities),
    leftOut: [...moving.slice(mostQuantities), ...found.slice(mostRead)].map(({ name }) => name),
    ...(curve === undefined ? {} : { landscape: curve }),
    ...(shares === undefined ? {} : { shares }),
    ...(course === undefined ? {} : { course }),
    pictures: await picturesOf(source, names, read.rows, show),
  };
}

/** Clamped coordinates are. */
function isConstant(chains: readonly Float64Array[]): boolean {
  const first = chains[0]?.[0];
  return chains.every((chain) => chain.every((value) => value === first || Number.isNaN(value)));
}

/** The energy, what was looked at, the columns of numbers that are the state's, values of properties, shares of components. */
function quantityColumns({ designs, space }: ReportSource): readonly QuantityColumn[] {
  const { fields } = designs.table.schema;
  const ofState = new Set(stateColumns(space));
  const units = new Map(fields.map(({ name, unit }) => [name, unit ?? '1']));
  const coordinates = fields.flatMap(({ name, type, width = 1 }): QuantityColumn[] => {
    if (!ofState.has(name)) return [];
    const unit = units.get(name)!;
    if (type === 'float64') return [{ name, unit, column: name }];
    if (type !== 'vector') return [];
    return Array.from({ length: width }, (_, component) => ({
      name: `${name}[${component}]`,
      unit,
      column: name,
      component,
    }));
  });
  const properties = termsOf(designs.table.schema).flatMap(({ path, value, unit = '1' }): QuantityColumn[] =>
    value === undefined ? [] : [{ name: path, unit, column: value }],
  );
  const { observed = [], shares = [] } = drawColumnsOf(designs.table.schema) ?? {};
  const looked = observed.map(({ column, unit = '1' }) => ({ name: column, unit, column }));
  const components = shares.map((column) => ({ name: column, unit: '1', column }));
  const energy = { name: 'energy', unit: '1', column: 'energy' };
  return [energy, ...looked, ...coordinates, ...properties, ...components];
}

function stateColumns(space: StateSpace<unknown> | undefined): readonly string[] {
  return space === undefined ? [] : Object.keys(space.encode(space.concat([])));
}

/** Drawings of states far apart in the chains: one of each chain in turn, from the end backwards. */
async function picturesOf(
  { space, designs }: ReportSource,
  names: DrawColumns,
  byChain: ReadDraws['rows'],
  show: number,
): Promise<readonly DrawnPicture[]> {
  if (space === undefined || !isDrawable(space) || byChain.length === 0) return [];
  const perChain = Math.ceil(show / byChain.length);
  const chosen = byChain.flatMap((rows) =>
    Array.from({ length: Math.min(perChain, rows.length) }, (_, i) => {
      const place = Math.round(((i + 1) * rows.length) / perChain) - 1;
      return rows[Math.max(0, place)]!;
    }),
  );
  const columns = await gatherRows(designs.table, [...new Set(chosen)].slice(0, show));
  if (columns === undefined) return [];
  const { batch, rows } = await space.decode(columns);
  const drawings = await space.draw(batch, drawingSize);
  return drawings.map((drawing, i) => {
    const row = rows[i]!;
    const at = (name: string): number => numberAt(columns[name]!, row);
    return { chain: at(names.chain), step: at(names.step), energy: at('energy'), drawing };
  });
}
