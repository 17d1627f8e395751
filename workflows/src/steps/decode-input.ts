import { DatasetError, rowCountOf, type StateSpace, type StepContext } from '@basin/core';
import { type RejectedRow, rejectedRowLimit } from './bad-table.js';
import { piecesOf } from './column-rows.js';
import { rowText } from './row-text.js';

/** States that a sampler starts from, and the rows that are none. */
export interface StartingStates {
  /** Undefined where the step takes from no other. */
  readonly batch: unknown;
  readonly rowsRead: number;
  readonly badRows: number;
  /** At most `rejectedRowLimit`; all are counted in `badRows`. */
  readonly rejected: readonly RejectedRow[];
}

const decodeBatchSize = 4096;

/**
 * All rows of the step's input as one batch of states.
 *
 * @throws {DatasetError} There are rows, but none is a state; or there are none.
 */
export async function decodeInput(context: StepContext, space: StateSpace<unknown>): Promise<StartingStates> {
  const [input] = context.inputs;
  if (input === undefined) return { batch: undefined, rowsRead: 0, badRows: 0, rejected: [] };
  const batches: unknown[] = [];
  const rejected: RejectedRow[] = [];
  let rowsRead = 0;
  let badRows = 0;
  for await (const piece of piecesOf(input.table, decodeBatchSize)) {
    const { batch, bad } = await space.decode(piece);
    batches.push(batch);
    for (const { row, status, message } of bad.slice(0, rejectedRowLimit - rejected.length)) {
      rejected.push({ row: rowsRead + row + 1, status, message, text: rowText(piece, row) });
    }
    rowsRead += rowCountOf(piece);
    badRows += bad.length;
  }
  if (rowsRead === 0) throw new DatasetError({ file: input.name }, 'has no rows, so there is no state to start from');
  if (rowsRead === badRows) {
    const first = rejected[0] === undefined ? '' : `; the first: ${rejected[0].message}`;
    throw new DatasetError({ file: input.name }, `none of its ${rowsRead} rows is a state to start from${first}`);
  }
  return { batch: space.concat(batches), rowsRead, badRows, rejected };
}
