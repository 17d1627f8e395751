import {
  type ColumnUse,
  defineStep,
  type OutlineContext,
  type Step,
  type StepContext,
  type StepOutcome,
  type StepProgress,
  type TableOutline,
} from '@basin/core';
import { z } from 'zod';
import { nearestName, selectDiverse } from './select-diverse.js';
import { paretoFields, selectPareto } from './select-pareto.js';
import { selectTop } from './select-top.js';
import {
  type DiverseOptions,
  diverse,
  type ParetoOptions,
  pareto,
  type Selection,
  type TopOptions,
  top,
} from './selection.js';
import { stateColumnUses } from './state-columns.js';
import { soleInput } from './step-fault.js';

interface SelectOptions {
  readonly top?: TopOptions | undefined;
  readonly pareto?: ParetoOptions | undefined;
  readonly diverse?: DiverseOptions | undefined;
}

/** Chooses few rows of many. */
export const select = defineStep<SelectOptions>({
  name: 'select',
  summary: 'Chooses the best, the Pareto-best or the best that differ',
  details:
    'Give one of three. `top`: the `count` rows with the least (or largest) value of a column. `pareto`: the rows that no other beats in ' +
    "every objective; with `count`, further fronts follow until there are that many, the most crowded left out. Adds 'front' (from 1) and " +
    "'crowding'. `diverse`: goes through the best `pool` rows from the best on, and takes each that is at most `maximumSimilarity` similar " +
    "to all taken before. Adds 'nearest', the similarity to the most similar one taken before; the space says what similarity is. Rows " +
    'without a value, or whose status is not ok, are never chosen. Only the numbers that decide are held in memory, and for `diverse` ' +
    'the pool.',
  options: z
    .strictObject({
      top: top.optional().describe('the best by one column'),
      pareto: pareto.optional().describe('what nothing else beats in every objective'),
      diverse: diverse.optional().describe('the best that differ from each other'),
    })
    .refine((options) => Object.values(options).filter((value) => value !== undefined).length === 1, {
      error: "expected one of 'top', 'pareto' and 'diverse'",
    }),
  example: { diverse: { count: 12, maximumSimilarity: 0.4 } },
  inputs: { minimum: 1, maximum: 1 },
  energy: 'none',
  filesRead: () => [],
  filesWritten: () => [],
  columnsRead: usedColumns,
  tableMade: (options, { inputs: [table] }) =>
    table === undefined ? undefined : withFields(table, addedFields(options)),
  create: (options): Step => ({ run: (context) => runSelect(context, options) }),
});

async function* runSelect(context: StepContext, options: SelectOptions): AsyncGenerator<StepProgress, StepOutcome> {
  const { table } = soleInput(context);
  const { columns, added, rowsRead, badRows, summary } = await chosen(context, options);
  const main = await context.output('main', withFields(table.schema, added));
  if (columns !== undefined) await main.append(columns);
  yield { done: rowsRead, total: rowsRead, unit: 'rows' };
  return { badRows, rowsRead, summary };
}

function chosen(context: StepContext, options: SelectOptions): Promise<Selection> {
  if (options.top !== undefined) return selectTop(context, options.top);
  if (options.pareto !== undefined) return selectPareto(context, options.pareto);
  return selectDiverse(context, options.diverse!);
}

/** The table with fields added behind it; those of the same name give way. */
function withFields<F extends { readonly name: string }>(
  { fields, metadata }: TableOutline<F>,
  added: readonly F[],
): TableOutline<F> {
  const names = new Set(added.map(({ name }) => name));
  return { fields: [...fields.filter(({ name }) => !names.has(name)), ...added], metadata };
}

function addedFields({ pareto, diverse }: SelectOptions): readonly { readonly name: string }[] {
  if (pareto !== undefined) return paretoFields;
  return diverse === undefined ? [] : [{ name: nearestName }];
}

function usedColumns({ top, pareto, diverse }: SelectOptions, context: OutlineContext): readonly ColumnUse[] {
  const [table] = context.inputs;
  if (top !== undefined) return [{ path: ['top', 'by'], column: top.by, table }];
  if (diverse !== undefined)
    return [{ path: ['diverse', 'by'], column: diverse.by, table }, ...stateColumnUses(context)];
  return (pareto?.objectives ?? []).map(({ column }, i) => ({
    path: ['pareto', 'objectives', i, 'column'],
    column,
    table,
  }));
}
