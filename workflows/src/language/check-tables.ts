import { missingColumn } from '../steps/missing-column.js';
import { nearestHint } from './describe-value.js';
import type { FaultList } from './fault-list.js';
import { isMap } from './reading-context.js';
import { type OutlineSources, TableOutlines, unlessThrown } from './table-outlines.js';
import type { DocumentStep } from './workflow-document.js';

/** What the tables of steps are checked against. */
export interface TablesContext extends OutlineSources {
  readonly faults: FaultList;
  /** The steps as they stand in the file. */
  readonly raw: unknown;
}

/**
 * Reports what steps want of tables and will not find: columns that are not there, tables that no step makes, inputs that they
 * name and do not take from. Says nothing of tables that are known only when a step runs.
 *
 * @param steps - In running order.
 */
export async function checkTables(steps: readonly DocumentStep[], context: TablesContext): Promise<void> {
  const outlines = new TableOutlines(steps, context);
  const byName = new Map(steps.map((step) => [step.name, step]));
  for (const step of steps) {
    const known = isFromWhole(step, context) ? step : { ...step, from: [] };
    reportTablesNotMade(known, byName, context);
    reportInputsNotTaken(known, context);
    const outline = await outlines.contextOf(known);
    if (outline !== undefined) {
      const uses = await unlessThrown(async () => step.definition.columnsRead?.(step.options, outline));
      for (const { path, column, table, purpose } of uses ?? []) {
        const names = table?.fields.map(({ name }) => name) ?? [column];
        if (names.includes(column)) continue;
        context.faults.atValue(['steps', step.name, ...path], missingColumn(column, names, purpose));
      }
    }
    await outlines.add(step, outline);
  }
}

/** Whether the step takes from as many steps as it should, each of which there is: otherwise what is wrong has been said. */
function isFromWhole({ name, from, definition }: DocumentStep, { raw }: TablesContext): boolean {
  const { minimum, maximum } = definition.inputs;
  const given = rawFrom(name, raw);
  const count = given === undefined ? 0 : Array.isArray(given) ? given.length : 1;
  return from.length === count && count >= minimum && count <= maximum;
}

function reportTablesNotMade(
  { name, from }: DocumentStep,
  steps: ReadonlyMap<string, DocumentStep>,
  { faults, raw }: TablesContext,
): void {
  for (const [index, input] of from.entries()) {
    const made = steps.get(input);
    if (made?.definition.table !== 'none') continue;
    const path = ['steps', name, 'from', ...(Array.isArray(rawFrom(name, raw)) ? [index] : [])];
    const before = made.from.map((other) => `'${other}'`).join(' or ');
    const hint = before === '' ? '' : `; take from ${before}, as it does`;
    faults.atValue(path, `'${made.definition.name}' makes no table, so no step can take from '${input}'${hint}`);
  }
}

function reportInputsNotTaken({ name, from, definition, options }: DocumentStep, { faults }: TablesContext): void {
  if (from.length === 0) return;
  for (const { path, input } of definition.inputsNamed?.(options) ?? []) {
    if (from.includes(input)) continue;
    const hint = nearestHint(input, from) || `; it takes from ${from.join(', ')}`;
    faults.atValue(['steps', name, ...path], `'${input}' is no step that this one takes from${hint}`);
  }
}

function rawFrom(name: string, steps: unknown): unknown {
  const step = isMap(steps) ? steps[name] : undefined;
  return isMap(step) ? step.from : undefined;
}
