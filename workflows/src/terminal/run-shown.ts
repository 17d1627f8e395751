import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { openWorkflow } from '../run/open-workflow.js';
import type { RunRecord } from '../run/run-record.js';
import { runWorkflow } from '../run/run-workflow.js';
import { runRecordPath } from '../run/workspace.js';
import { chooseView } from './choose-view.js';
import { InterruptedError, listenForInterruption } from './interruption.js';
import type { Paint } from './paint.js';
import { showRunSummary } from './run-summary.js';

/** How to run a workflow and show it. */
export interface ShownRun {
  readonly set: readonly string[];
  readonly selection: { readonly from?: string; readonly until?: string; readonly force: boolean };
  /** Worker threads; one for each core where undefined. */
  readonly workerCount: number | undefined;
  readonly quiet: boolean;
  /** For the summary. */
  readonly paint: Paint;
}

/**
 * Runs a workflow file, shows its progress on standard error, and stops it cleanly at the first Ctrl-C.
 *
 * @returns The run's record, and the summary as lines.
 * @throws {InterruptedError} A signal ended it.
 */
export async function runShown(
  file: string,
  { set, selection, workerCount = availableParallelism(), quiet, paint }: ShownRun,
): Promise<{ readonly record: RunRecord; readonly lines: readonly string[] }> {
  const view = chooseView(quiet);
  const interruption = listenForInterruption((signal) => {
    view.stopping(
      `Stopping after ${signal}: finished steps are kept, and sampling goes on from here next time; once more ends at once.`,
    );
  });
  try {
    const opened = await openWorkflow(file, { set });
    const { signal } = interruption;
    const record = await runWorkflow(opened, {
      ...selection,
      signal,
      workerCount,
      listener: (event) => view.show(event),
    });
    const { workspace } = opened;
    const shownPath = (path: string): string => relative(process.cwd(), join(workspace.folder, path));
    const recordPath = relative(workspace.folder, runRecordPath(workspace));
    return { record, lines: showRunSummary(record, recordPath, shownPath, paint) };
  } catch (error) {
    const received = interruption.received();
    throw received === undefined ? error : new InterruptedError(received, error);
  } finally {
    view.close();
    interruption.dispose();
  }
}
