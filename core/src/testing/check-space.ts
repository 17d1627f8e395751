import { ConfigurationError } from '../errors/design-error.js';
import { randomStream } from '../numerics/random-stream.js';
import { type Columns, rowCountOf } from '../state/columns.js';
import { isComparable, isDrawable, type StateSpace } from '../state/state-space.js';
import { Conformance, copyOf, identitiesOf, rowsUpTo, sameColumns } from './conformance.js';

/** Columns of which some rows are no states. */
export interface PoisonedColumns {
  readonly columns: Columns;
  /** The rows that `decode` must report, ascending. */
  readonly badRows: readonly number[];
}

/**
 * Checks a state space on a batch of states: rows taken and joined, columns written and read back, bad rows reported with their
 * index, random states repeated by the seed, and drawings and similarities where it offers them.
 *
 * @param batch - At least three states, no two equal.
 * @param poisoned - Columns with bad rows, in the space's own layout.
 * @throws {ConformanceError} The first fault found.
 */
export async function checkSpace<B>(space: StateSpace<B>, batch: B, poisoned?: PoisonedColumns): Promise<void> {
  const conformance = new Conformance(`space '${space.kind}'`);
  const count = space.size(batch);
  conformance.require(count >= 3, `the check needs three states or more, and got ${count}`);
  conformance.require(new Set(identitiesOf(space, batch)).size === count, 'different states have equal identities');
  const before = copyOf(space.encode(batch));
  checkRows(conformance, space, batch);
  await checkColumns(conformance, space, batch);
  await checkRandom(conformance, space);
  await checkDrawings(conformance, space, batch);
  await checkSimilarities(conformance, space, batch);
  if (poisoned !== undefined) await checkPoisoned(conformance, space, poisoned);
  conformance.require(sameColumns(space.encode(batch), before), 'the batch was changed; batches are immutable');
}

function checkRows<B>(conformance: Conformance, space: StateSpace<B>, batch: B): void {
  const count = space.size(batch);
  const identities = identitiesOf(space, batch);
  const rows = Int32Array.of(count - 1, 0, 0, 1);
  const taken = identitiesOf(space, space.take(batch, rows));
  const expected = Array.from(rows, (row) => identities[row]);
  conformance.require(`${taken}` === `${expected}`, 'take does not give the rows in the given order, repeats included');
  conformance.require(space.size(space.take(batch, rowsUpTo(0))) === 0, 'take of no rows is not empty');
  conformance.require(space.size(space.concat([])) === 0, 'concat of no batches is not the empty batch');
  const parts = [rowsUpTo(1), rowsUpTo(0), rowsUpTo(count).slice(1)].map((part) => space.take(batch, part));
  conformance.requireSameStates(space, space.concat(parts), batch, 'concat of the parts of a batch');
}

async function checkColumns<B>(conformance: Conformance, space: StateSpace<B>, batch: B): Promise<void> {
  for (const states of [batch, space.take(batch, rowsUpTo(0))]) {
    const count = space.size(states);
    const columns = space.encode(states);
    conformance.require(rowCountOf(columns) === count, `encode gives ${rowCountOf(columns)} rows for ${count} states`);
    const decoded = await space.decode(columns);
    const [first] = decoded.bad;
    conformance.require(first === undefined, `decode refuses row ${first?.row} that encode wrote: ${first?.message}`);
    conformance.require(
      `${decoded.rows}` === `${rowsUpTo(count)}`,
      'decode does not say which rows its states came from',
    );
    conformance.requireSameStates(space, decoded.batch, states, 'decode of encode');
  }
}

async function checkPoisoned<B>(
  conformance: Conformance,
  space: StateSpace<B>,
  poisoned: PoisonedColumns,
): Promise<void> {
  const { batch, rows, bad } = await space.decode(poisoned.columns);
  const reported = bad.map(({ row }) => row).toSorted((a, b) => a - b);
  conformance.require(
    `${reported}` === `${poisoned.badRows}`,
    `decode reports the bad rows [${reported}], expected [${poisoned.badRows}]`,
  );
  const silent = bad.find(({ message }) => message.trim() === '');
  conformance.require(silent === undefined, `decode does not say why row ${silent?.row} is bad`);
  const good = rowsUpTo(rowCountOf(poisoned.columns)).filter((row) => !poisoned.badRows.includes(row));
  conformance.require(`${rows}` === `${good}`, `decode keeps the rows [${rows}], expected [${good}]`);
  conformance.require(space.size(batch) === rows.length, 'decode gives another number of states than of rows');
}

async function checkRandom<B>(conformance: Conformance, space: StateSpace<B>): Promise<void> {
  const draw = (): B | Promise<B> => space.random(randomStream(1, 'conformance'), 5);
  let first: B;
  try {
    first = await draw();
  } catch (error) {
    conformance.require(error instanceof ConfigurationError, `random throws, and not a ConfigurationError: ${error}`);
    return;
  }
  conformance.require(space.size(first) === 5, `random gives ${space.size(first)} states where 5 are asked for`);
  conformance.requireSameStates(space, await draw(), first, 'random states of the same stream');
}

async function checkDrawings<B>(conformance: Conformance, space: StateSpace<B>, batch: B): Promise<void> {
  if (!isDrawable(space)) return;
  const drawings = await space.draw(batch, { width: 200, height: 150 });
  conformance.require(drawings.length === space.size(batch), 'draw does not give one drawing a row');
  for (const [row, { svg, alt }] of drawings.entries()) {
    conformance.require(/^\s*<svg[\s>]/.test(svg), `the drawing of row ${row} is no <svg> element`);
    conformance.require(
      !/<script|\sid\s*=|\son[a-z]+\s*=/i.test(svg),
      `the drawing of row ${row} has a script or an id`,
    );
    conformance.require(alt.trim() !== '', `the drawing of row ${row} has no words for those who cannot see it`);
  }
}

async function checkSimilarities<B>(conformance: Conformance, space: StateSpace<B>, batch: B): Promise<void> {
  if (!isComparable(space)) return;
  const [first, second] = [
    await space.similarities(batch, 0, rowsUpTo(space.size(batch))),
    await space.similarities(batch, 1, Int32Array.of(0)),
  ];
  conformance.require(first.length === space.size(batch), 'similarities does not give one value for each other row');
  conformance.require(first[0] === 1, `a state's similarity to itself is ${first[0]}, not 1`);
  conformance.require(
    first.every((value) => value >= 0 && value <= 1),
    'a similarity lies outside [0, 1]',
  );
  conformance.requireClose(second, first.slice(1, 2), 1e-12, 'similarity of two states, either way');
}
