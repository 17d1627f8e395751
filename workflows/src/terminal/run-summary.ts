import type { RecordedStep, RunRecord } from '../run/run-record.js';
import type { Paint } from './paint.js';
import { figureText } from './progress-text.js';
import { countOf, formatBytes, formatDuration } from './quantities.js';
import { padToWidth, printable } from './text-width.js';

/** What a finished run prints: how it went, its figures, and every file it made for people. */
export function showRunSummary(record: RunRecord, recordPath: string, paint: Paint): string[] {
  return [
    headline(record, paint),
    ...record.problems.map((problem) => `  ${paint('yellow', '!')} ${printable(problem)}`),
    ...bestLines(record, paint),
    '',
    ...fileLines(record, recordPath, paint),
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

/** The figures of steps that speak of a best candidate; of several, each with the step's name. */
function bestLines({ steps }: RunRecord, paint: Paint): string[] {
  return steps.flatMap(({ name, outcome }) =>
    Object.entries(outcome.summary)
      .filter(([figure]) => /\bbest\b/.test(figure))
      .map(
        ([figure, value]) => `  ${printable(figure)} ${paint('bold', figureText(value))} ${paint('dim', `(${name})`)}`,
      ),
  );
}

interface MadeFile {
  readonly step: string;
  readonly path: string;
  readonly note: string;
}

function fileLines(record: RunRecord, recordPath: string, paint: Paint): string[] {
  const files = [...record.steps.flatMap(filesOf), { step: 'record', path: recordPath, note: '' }];
  const stepWidth = Math.max(...files.map(({ step }) => step.length));
  const pathWidth = Math.max(...files.map(({ path }) => path.length));
  return files.map(({ step, path, note }) => {
    const shown = note === '' ? printable(path) : padToWidth(printable(path), pathWidth);
    return `  ${paint('dim', padToWidth(printable(step), stepWidth))}  ${shown}${note === '' ? '' : `  ${paint('dim', note)}`}`;
  });
}

/** A step's main table and what it wrote for people; side tables stand in run.json. */
function filesOf({ name, tables, files }: RecordedStep): MadeFile[] {
  const main = tables.main;
  const made = main === undefined ? files : [main, ...files];
  return made.map(({ path, rows, bytes }) => {
    const size = formatBytes(bytes);
    return { step: name, path, note: rows > 0 ? `${countOf(rows, 'row')}, ${size}` : size };
  });
}
