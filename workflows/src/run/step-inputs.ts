import { join } from 'node:path';
import { ConfigurationError, type StepInput, type Table } from '@basin/core';
import { openArrow } from '@basin/datasets';
import type { StepRecord } from './step-record.js';
import type { Workspace } from './workspace.js';

/** Opens the tables of a finished step for one that takes from it. @throws {ConfigurationError} It made no main table. */
export async function openInput(workspace: Workspace, { name, step, tables }: StepRecord): Promise<StepInput> {
  const opened = new Map<string, Table>();
  for (const [table, { path }] of Object.entries(tables))
    opened.set(table, await openArrow(join(workspace.folder, path)));
  const main = opened.get('main');
  if (main === undefined) {
    throw new ConfigurationError([
      { path: ['steps', name], message: `'${step}' makes no table, so no step can take from '${name}'` },
    ]);
  }
  opened.delete('main');
  return { name, table: main, side: opened };
}
