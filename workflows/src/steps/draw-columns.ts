import type { ColumnField, Columns, Draws, SamplerTraits, TableOutline } from '@basin/core';
import { columnsSchema } from './encoded-schema.js';
import { freeName } from './free-name.js';

/** Where a table of draws tells of each row's place in the run. */
export interface DrawColumns {
  readonly chain: string;
  readonly step: string;
  /** Where draws have weights of their own. */
  readonly logWeight?: string;
}

/** Key of a table's metadata under which it keeps its {@link DrawColumns} as JSON. */
const drawsKey = 'basin.draws';

/** Names that no column of the states has. */
export function drawColumnsBeside(
  stateColumns: readonly string[],
  { isWeighted }: Pick<SamplerTraits, 'isWeighted'>,
): DrawColumns {
  const taken = new Set(stateColumns);
  const own = { chain: freeName('chain', taken), step: freeName('step', taken) };
  return isWeighted ? { ...own, logWeight: freeName('logWeight', taken) } : own;
}

/** The columns of a table of draws before it is scored: the states, then chain, step and weight. */
export function columnsOfDraws(
  states: Columns,
  { chain, step, logWeight, energy }: Omit<Draws<unknown>, 'batch'>,
  names: DrawColumns,
): Columns {
  return {
    ...states,
    [names.chain]: { type: 'int32', values: chain },
    [names.step]: { type: 'int32', values: step },
    ...(names.logWeight === undefined
      ? {}
      : { [names.logWeight]: { type: 'float64', values: logWeight ?? new Float64Array(energy.length) } }),
  };
}

/** Fields of the states' columns and of those of {@link columnsOfDraws}, and the metadata that tells which is which. */
export function drawSchema(states: Columns, names: DrawColumns): TableOutline<ColumnField> {
  return { fields: [...columnsSchema(states).fields, ...fieldsOf(names)], metadata: metadataOf(names) };
}

/** What is known of {@link drawSchema} before any work. */
export function drawOutline(states: TableOutline | undefined, traits: SamplerTraits): TableOutline | undefined {
  if (states === undefined) return undefined;
  const names = drawColumnsBeside(
    states.fields.map(({ name }) => name),
    traits,
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

function fieldsOf({ chain, step, logWeight }: DrawColumns): readonly ColumnField[] {
  return [
    { name: chain, type: 'int32', description: 'Number of the chain that drew the row, from 0' },
    { name: step, type: 'int32', description: 'Step of the chain at which it was drawn, warm-up included' },
    ...(logWeight === undefined
      ? []
      : [{ name: logWeight, type: 'float64', unit: '1', description: "ln of the draw's importance weight" } as const]),
  ];
}
