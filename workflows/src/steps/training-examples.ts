import {
  DatasetError,
  permutation,
  type Rng,
  rowCountOf,
  type StateSpace,
  type StepContext,
  type StepInput,
  type TrainingSet,
} from '@basin/core';
import { type RejectedRow, rejectedRowLimit } from './bad-table.js';
import { numberAt } from './cell.js';
import { piecesOf } from './column-rows.js';
import { rowText } from './row-text.js';

/** Examples of a table, and the rows that are none. */
export interface Examples extends TrainingSet<unknown> {
  readonly count: number;
  /** Row of the table, from 1, of each example: [count]. */
  readonly rows: Int32Array;
}

/** What became of the rows of tables of examples. */
export interface RowsRead {
  readonly rowsRead: number;
  readonly badRows: number;
  /** At most `rejectedRowLimit`; all are counted in `badRows`. */
  readonly rejected: readonly RejectedRow[];
}

const decodeBatchSize = 4096;

/**
 * Reads the examples of a step's input.
 *
 * @param target - Column of what is to be predicted; rows without a finite number there are bad ones.
 * @throws {DatasetError} No row is an example.
 */
export async function readExamples(
  { name, table }: StepInput,
  space: StateSpace<unknown>,
  target: string | undefined,
): Promise<Examples & RowsRead> {
  const batches: unknown[] = [];
  const targets: number[] = [];
  const rows: number[] = [];
  const rejected: RejectedRow[] = [];
  let [rowsRead, badRows] = [0, 0];
  for await (const piece of piecesOf(table, decodeBatchSize)) {
    const { batch, rows: decoded, bad } = await space.decode(piece);
    const values = Array.from(decoded, (row) => (target === undefined ? 0 : numberAt(piece[target]!, row)));
    const good = Int32Array.from(decoded.keys()).filter((i) => Number.isFinite(values[i]));
    const aimless = Int32Array.from(decoded.keys()).filter((i) => !Number.isFinite(values[i]));
    const untold = Array.from(aimless, (i) => targetFault(decoded[i]!, target!, values[i]!));
    batches.push(space.take(batch, good));
    for (const i of good) {
      targets.push(values[i]!);
      rows.push(rowsRead + decoded[i]! + 1);
    }
    const unusable = [...bad, ...untold].sort((a, b) => a.row - b.row);
    for (const { row, status, message } of unusable.slice(0, rejectedRowLimit - rejected.length)) {
      rejected.push({ row: rowsRead + row + 1, status, message, text: rowText(piece, row) });
    }
    rowsRead += rowCountOf(piece);
    badRows += unusable.length;
  }
  if (rows.length === 0) throw new DatasetError({ file: name }, nothingToLearn(rowsRead, rejected));
  const examples = { examples: space.concat(batches), count: rows.length, rows: Int32Array.from(rows) };
  const aimed = target === undefined ? {} : { targets: Float64Array.from(targets) };
  return { ...examples, ...aimed, rowsRead, badRows, rejected };
}

function targetFault(row: number, target: string, value: number) {
  const what = Number.isNaN(value) ? 'is missing' : `is ${value}`;
  return { row, status: 'missing', message: `the target '${target}' ${what}; it must be a finite number` };
}

function nothingToLearn(rowsRead: number, [first]: readonly RejectedRow[]): string {
  if (first === undefined) return 'it has no rows, so there is nothing to learn from';
  return `none of its ${rowsRead} rows is an example; the first, row ${first.row}: ${first.message}`;
}

/** Examples to learn from, and those that are only looked at. */
export interface SplitExamples extends RowsRead {
  readonly set: Examples;
  readonly heldOut: Examples | undefined;
}

/** Stream below the step's own. */
const splitStream = 1;

/**
 * The examples of the first input without a share of them, which is held out; or those of a second input are.
 *
 * @param share - Of the first input's examples, in (0, 1).
 */
export async function openExamples(
  context: StepContext,
  space: StateSpace<unknown>,
  { share, target }: { readonly share: number | undefined; readonly target: string | undefined },
): Promise<SplitExamples> {
  const [first, second] = context.inputs;
  const { rowsRead, badRows, rejected, ...all } = await readExamples(first!, space, target);
  const rows = { rowsRead, badRows, rejected };
  if (second !== undefined) return withSecond(all, rows, second.name, await readExamples(second, space, target));
  if (share === undefined) return { ...rows, set: all, heldOut: undefined };
  return { ...rows, ...splitExamples(all, space, share, context.rng.split(splitStream)) };
}

function withSecond(
  set: Examples,
  { rowsRead, badRows, rejected }: RowsRead,
  name: string,
  { rowsRead: heldRows, badRows: heldBad, rejected: heldRejected, ...heldOut }: Examples & RowsRead,
): SplitExamples {
  const told = heldRejected.map((row) => ({ ...row, message: `of step '${name}': ${row.message}` }));
  return {
    set,
    heldOut,
    rowsRead: rowsRead + heldRows,
    badRows: badRows + heldBad,
    rejected: [...rejected, ...told].slice(0, rejectedRowLimit),
  };
}

/** @throws {DatasetError} There are too few examples to hold one out. */
function splitExamples(
  all: Examples,
  space: StateSpace<unknown>,
  share: number,
  rng: Rng,
): Pick<SplitExamples, 'set' | 'heldOut'> {
  const heldCount = Math.min(Math.max(1, Math.round(share * all.count)), all.count - 1);
  if (heldCount === 0) {
    throw new DatasetError({ file: 'examples' }, 'one example alone leaves nothing to hold out');
  }
  const order = permutation(rng, all.count);
  return {
    set: taken(all, space, order.slice(heldCount).sort()),
    heldOut: taken(all, space, order.slice(0, heldCount).sort()),
  };
}

/** Some of the examples; rows that were bad are counted with them all. */
function taken(all: Examples, space: StateSpace<unknown>, places: Int32Array): Examples {
  const { targets } = all;
  return {
    ...all,
    examples: space.take(all.examples, places),
    count: places.length,
    rows: places.map((place) => all.rows[place]!),
    ...(targets === undefined ? {} : { targets: Float64Array.from(places, (place) => targets[place]!) }),
  };
}
