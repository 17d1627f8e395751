import type { Column, ColumnField, Columns, Draws, TableOutline } from '@basin/core';
import { columnsSchema } from './encoded-schema.js';
import { freeName } from './free-name.js';
import { ownColumns } from './term-columns.js';

/** Where a table of draws tells of each row's place in the run. */
export interface DrawColumns {
  readonly chain: string;
  readonly step: string;
  /** Where draws have weights of their own. */
  readonly logWeight?: string;
  /** Properties that were looked at, in the order in which they were asked for; absent where none were. */
  readonly observed?: readonly ObservedColumn[];
  /** How much of each draw is of which component of a mixture; absent where the energy has none. */
  readonly shares?: readonly string[];
}

/** The column of a property that was looked at. */
export interface ObservedColumn {
  readonly column: string;
  /** Unknown before any work. */
  readonly unit?: string;
}

/** What a table of draws tells of them beside their states. */
export interface BesideStates {
  readonly isWeighted: boolean;
  /** Names of properties that are looked at. */
  readonly observed: readonly { readonly name: string; readonly unit?: string }[];
  /** Components of mixtures, by their paths. */
  readonly components: readonly string[];
}

/** Values of {@link BesideStates}, in the same order. */
export interface ValuesBeside {
  readonly observed: readonly Float64Array[];
  readonly shares: readonly Float64Array[];
}

/** Key of a table's metadata under which it keeps its {@link DrawColumns} as JSON. */
const drawsKey = 'basin.draws';

/** What tables of draws tell beside states and what was looked at. */
export const columnsOfEveryDraw: readonly string[] = ['chain', 'step', 'logWeight', ...ownColumns];

/** The column with the share of a mixture's component. */
export function shareColumn(path: string): string {
  return `share of ${path}`;
}

/** Names that no column of the states has. */
export function drawColumnsBeside(
  stateColumns: readonly string[],
  { isWeighted, observed, components }: BesideStates,
): DrawColumns {
  // A property may be called as a column of the scores is: these make way for it.
  const taken = new Set([...stateColumns, ...ownColumns]);
  const own = { chain: freeName('chain', taken), step: freeName('step', taken) };
  const weight = isWeighted ? { logWeight: freeName('logWeight', taken) } : {};
  const looked = observed.map(({ name, unit }) => ({
    column: freeName(name, taken),
    ...(unit === undefined ? {} : { unit }),
  }));
  const shares = components.map((path) => freeName(shareColumn(path), taken));
  return {
    ...own,
    ...weight,
    ...(looked.length === 0 ? {} : { observed: looked }),
    ...(shares.length === 0 ? {} : { shares }),
  };
}

/** The columns of a table of draws before it is scored: the states, then chain, step and weight, then what was looked at. */
export function columnsOfDraws(
  states: Columns,
  { chain, step, logWeight, energy }: Omit<Draws<unknown>, 'batch'>,
  names: DrawColumns,
  { observed, shares }: ValuesBeside,
): Columns {
  return {
    ...states,
    [names.chain]: { type: 'int32', values: chain },
    [names.step]: { type: 'int32', values: step },
    ...(names.logWeight === undefined
      ? {}
      : { [names.logWeight]: { type: 'float64', values: logWeight ?? new Float64Array(energy.length) } }),
    ...Object.fromEntries((names.observed ?? []).map(({ column }, i) => [column, numbersOf(observed[i]!)])),
    ...Object.fromEntries((names.shares ?? []).map((column, i) => [column, numbersOf(shares[i]!)])),
  };
}

/** NaN is missing. */
function numbersOf(values: Float64Array): Column {
  const valid = Uint8Array.from(values, (value) => (Number.isNaN(value) ? 0 : 1));
  return valid.includes(0) ? { type: 'float64', values, valid } : { type: 'float64', values };
}

/** Fields of the states' columns and of those of {@link columnsOfDraws}, and the metadata that tells which is which. */
export function drawSchema(states: Columns, names: DrawColumns): TableOutline<ColumnField> {
  return { fields: [...columnsSchema(states).fields, ...fieldsOf(names)], metadata: metadataOf(names) };
}

/** What is known of {@link drawSchema} before any work. */
export function drawOutline(states: TableOutline | undefined, beside: BesideStates): TableOutline | undefined {
  if (states === undefined) return undefined;
  const names = drawColumnsBeside(
    states.fields.map(({ name }) => name),
    beside,
  );
  return { fields: [...states.fields, ...fieldsOf(names)], metadata: { ...states.metadata, ...metadataOf(names) } };
}

/** Where a table's draws are told of; undefined where it holds no draws. */
export function drawColumnsOf({ metadata }: Pick<TableOutline, 'metadata'>): DrawColumns | undefined {
  const text = metadata[drawsKey];
  return text === undefined ? undefined : (JSON.parse(text) as DrawColumns);
}

function metadataOf(names: DrawColumns): Record<string, string> {
  return { [drawsKey]: JSON.stringify(names) };
}

function fieldsOf({ chain, step, logWeight, observed = [], shares = [] }: DrawColumns): readonly ColumnField[] {
  return [
    { name: chain, type: 'int32', description: 'Number of the chain that drew the row, from 0' },
    { name: step, type: 'int32', description: 'Step of the chain at which it was drawn, warm-up included' },
    ...(logWeight === undefined
      ? []
      : [{ name: logWeight, type: 'float64', unit: '1', description: "ln of the draw's importance weight" } as const]),
    ...observed.map(({ column, unit = '1' }): ColumnField => {
      return { name: column, type: 'float64', unit, description: 'Property that was looked at' };
    }),
    ...shares.map((column): ColumnField => {
      const description = 'Probability that the draw comes from this component of the mixture';
      return { name: column, type: 'float64', unit: '1', description };
    }),
  ];
}
