import type { RecordedFile, RecordedStep, RunRecord } from '../run/run-record.js';
import { certificateLines } from './certificate-lines.js';
import type { Paint } from './paint.js';
import { countOf, formatBytes, formatDuration } from './quantities.js';
import { resultLines } from './result-lines.js';
import { displayWidth, padToWidth, printable } from './text-width.js';

/**
 * What a finished run prints: how it went, its figures, its certificates, and every file it made for people.
 *
 * @param shownPath - Turns a path of the workspace into one of the current folder.
 */
export function showRunSummary(
  record: RunRecord,
  recordPath: string,
  shownPath: (path: string) => string,
  paint: Paint,
): string[] {
  return [
    headline(record, paint),
    ...record.problems.map((problem) => `  ${paint('yellow', '!')} ${printable(problem)}`),
    ...resultLines(record.steps, paint),
    ...certificateLines(record.steps, paint),
    '',
    ...fileLines(record, recordPath, shownPath, paint),
  ];
}

function headline({ status, steps, startedAt, finishedAt }: RunRecord, paint: Paint): string {
  const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
  const cached = steps.filter((step) => step.cached).length;
  const kept = cached === 0 ? '' : `, ${cached} kept from before`;
  const text = `${countOf(steps.length, 'step')}${kept}, ${formatDuration(seconds)}`;
  return status === 'done'
    ? `${paint(['bold', 'green'], 'Done')}: ${text}`
    : `${paint(['bold', 'yellow'], 'Finished with problems')}: ${text}`;
}

interface MadeFile {
  readonly step: string;
  readonly path: string;
  readonly note: string;
}

function fileLines(record: RunRecord, recordPath: string, shownPath: (path: string) => string, paint: Paint): string[] {
  const files = [...filesOf(record), { step: 'record', path: recordPath, note: '' }];
  const stepWidth = Math.max(...files.map(({ step }) => displayWidth(step)));
  const noteWidth = Math.max(...files.map(({ note }) => displayWidth(note)));
  return files.map(({ step, path, note }) => {
    const head = `${padToWidth(step, stepWidth)}  ${padToWidth(note, noteWidth)}`;
    return `  ${paint('dim', head)}  ${printable(shownPath(path))}`;
  });
}

/** What steps wrote for people, and the tables that went into no other table. The others stand in run.json. */
function filesOf({ steps }: RunRecord): MadeFile[] {
  const taken = new Set(steps.filter(givesTable).flatMap(({ from }) => from));
  return steps.flatMap(({ name, tables: { main }, files }) => {
    const last = main !== undefined && !taken.has(name) ? [main] : [];
    return [...last, ...files].map((file) => ({ step: name, path: file.path, note: noteOf(file) }));
  });
}

/** Whether a step hands on what it took as a table: for other steps, or in a file for people. */
function givesTable({ tables, files }: RecordedStep): boolean {
  return tables.main !== undefined || files.some(({ rows }) => rows > 0);
}

function noteOf({ rows, bytes }: RecordedFile): string {
  return rows > 0 ? `${countOf(rows, 'row')}, ${formatBytes(bytes)}` : formatBytes(bytes);
}
