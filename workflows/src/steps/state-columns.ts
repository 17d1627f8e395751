import type { ColumnUse, OutlineContext, TableOutline } from '@basin/core';

/** The columns that hold the states, which a step needs of its input where it decodes it. */
export function stateColumnUses({ inputs: [table], stateColumns = [] }: OutlineContext): readonly ColumnUse[] {
  return stateColumns.map((column) => ({ path: ['from'], column, table, purpose: 'which holds the states' }));
}

/** The table that states are encoded as. */
export function stateOutline({ stateColumns }: OutlineContext): TableOutline | undefined {
  return stateColumns === undefined ? undefined : { fields: stateColumns.map((name) => ({ name })), metadata: {} };
}
