import { concatColumns, rowCountOf, type Table } from '@basin/core';
import { type LandscapeForm, landscapeForm } from '../steps/landscape.js';
import { namesOfStates } from '../steps/state-names.js';
import type { EnergyCurve, EnergyMap, Landscape, StateShare, StateShares } from './draws-content.js';
import { numericColumns } from './numeric-columns.js';
import type { ReadDraws } from './read-draws.js';

/** Draws in the picture of a map; more would hide it. */
const mostPoints = 1600;
/** States with a bar of their own. */
const mostStates = 32;

/** The energy along one or two axes with the draws on it; undefined where the table holds another landscape. */
export async function landscapeOf(table: Table, draws: ReadDraws): Promise<Landscape | undefined> {
  const form = landscapeForm(table.schema);
  if (form?.form === 'curve') return curveOf(form, table, draws);
  return form?.form === 'map' ? mapOf(form, table, draws) : undefined;
}

async function curveOf(
  { axes, beta }: Extract<LandscapeForm, { form: 'curve' }>,
  table: Table,
  draws: ReadDraws,
): Promise<EnergyCurve | undefined> {
  const { columns } = await numericColumns(table, ['x', 'energy']);
  const drawn = draws.quantities.find(({ name }) => name === axes[0]);
  if (drawn === undefined) return undefined;
  return {
    form: 'curve',
    axis: axes[0],
    beta,
    x: columns.get('x')!,
    energy: columns.get('energy')!,
    draws: Float64Array.from(drawn.chains.flatMap((chain) => [...chain])),
  };
}

async function mapOf(
  form: Extract<LandscapeForm, { form: 'map' }>,
  table: Table,
  draws: ReadDraws,
): Promise<EnergyMap | undefined> {
  const { columns } = await numericColumns(table, ['x', 'y', 'energy']);
  const drawn = form.axes.map((axis) => draws.quantities.find(({ name }) => name === axis));
  if (drawn[0] === undefined || drawn[1] === undefined) return undefined;
  const [xs, ys] = [columns.get('x')!, columns.get('y')!];
  const every = Math.max(1, Math.ceil(draws.drawCount / mostPoints));
  const some = (values: Float64Array): Float64Array => values.filter((_, i) => i % every === 0);
  return {
    form: 'map',
    axes: form.axes,
    beta: form.beta,
    columns: form.columns,
    rows: form.rows,
    x: [xs[0]!, xs.at(-1)!],
    y: [ys[0]!, ys.at(-1)!],
    energy: columns.get('energy')!,
    draws: draws.chains.map((_, i) => ({ x: some(drawn[0]!.chains[i]!), y: some(drawn[1]!.chains[i]!) })),
  };
}

/** Shares of the states of a small discrete space among the draws beside their probabilities. */
export async function sharesOf(table: Table, draws: Table, { rows }: ReadDraws): Promise<StateShares | undefined> {
  const form = landscapeForm(table.schema);
  if (form?.form !== 'states') return undefined;
  const counts = await countStates(draws, form.columns, rows);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const probabilities = await probabilitiesOf(table, form.beta);
  const all = [...probabilities]
    .map(([state, exact]): Required<StateShare> => ({ state, drawn: (counts.get(state) ?? 0) / total, exact }))
    .sort((a, b) => b.exact - a.exact);
  const sum = (of: (share: Required<StateShare>) => number): number =>
    all.slice(mostStates).reduce((whole, share) => whole + of(share), 0);
  return {
    states: all.slice(0, mostStates),
    others: {
      count: Math.max(0, all.length - mostStates),
      drawn: sum(({ drawn }) => drawn),
      exact: sum(({ exact }) => exact),
    },
  };
}

async function countStates(
  draws: Table,
  names: readonly string[],
  byChain: ReadDraws['rows'],
): Promise<ReadonlyMap<string, number>> {
  const states: string[] = [];
  for await (const batch of draws.batches()) {
    const columns = Object.fromEntries(names.map((name) => [name, batch[name]!]));
    for (const state of namesOfStates(columns)) states.push(state);
  }
  const counts = new Map<string, number>();
  for (const rows of byChain) {
    for (const row of rows) counts.set(states[row]!, (counts.get(states[row]!) ?? 0) + 1);
  }
  return counts;
}

async function probabilitiesOf(table: Table, beta: number): Promise<ReadonlyMap<string, number>> {
  const pieces = [];
  for await (const batch of table.batches()) pieces.push(batch);
  const { state, energy } = concatColumns(pieces);
  if (state?.type !== 'text' || energy?.type !== 'float64') return new Map();
  const lowest = energy.values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const weights = energy.values.map((value) =>
    value === Number.POSITIVE_INFINITY ? 0 : Math.exp(-beta * (value - lowest)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return new Map(
    Array.from({ length: rowCountOf({ state }) }, (_, row) => [state.values[row]!, weights[row]! / total]),
  );
}
