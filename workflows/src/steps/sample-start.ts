import { ConfigurationError, type Rng, type StateSpace, type StepContext, type TableWriter } from '@basin/core';
import { badTableColumns, badTableSchema } from './bad-table.js';
import { scatteredRows } from './chosen-rows.js';
import { decodeInput, type StartingStates } from './decode-input.js';
import { columnsSchema } from './encoded-schema.js';
import { rowScorer, scoreBatchSize } from './score-rows.js';

/** Stream below the step's own. */
const startStream = 1;

/** Random states cost energies that the sampler has no use for: enough for a distribution, not more. */
const randomStartLimit = 500;

/** Reads the starting states, and writes the tables 'bad' and 'start'. @param limit - Starting states that are scored. */
export async function openStart(
  context: StepContext,
  space: StateSpace<unknown>,
  limit: number,
): Promise<StartingStates> {
  const start = await decodeInput(context, space);
  const bad = await context.output('bad', badTableSchema);
  if (start.rejected.length > 0) await bad.append(badTableColumns(start.rejected));
  await writeStart(context, space, start, limit);
  return start;
}

async function writeStart(
  context: StepContext,
  space: StateSpace<unknown>,
  { batch }: StartingStates,
  limit: number,
): Promise<void> {
  const rng = context.rng.split(startStream);
  if (limit === 0) return;
  if (batch !== undefined) {
    const rows = scatteredRows(rng, space.size(batch), limit);
    return writeScored(context, 'start', space, space.take(batch, rows));
  }
  const states = await randomStates(space, rng, Math.min(limit, randomStartLimit));
  if (states !== undefined) await writeScored(context, 'start', space, states);
}

/** Undefined where the space draws none. */
async function randomStates(space: StateSpace<unknown>, rng: Rng, count: number): Promise<unknown> {
  try {
    return await space.random(rng, count);
  } catch (error) {
    if (error instanceof ConfigurationError) return undefined;
    throw error;
  }
}

/** Writes states as a table of the step, with energy and terms. */
export async function writeScored(
  context: StepContext,
  table: string,
  space: StateSpace<unknown>,
  batch: unknown,
): Promise<void> {
  const scorer = await rowScorer(context, columnsSchema(space.encode(space.take(batch, new Int32Array(0)))));
  const size = space.size(batch);
  let writer: TableWriter | undefined;
  for (let first = 0; first === 0 || first < size; first += scoreBatchSize) {
    const length = Math.min(scoreBatchSize, size - first);
    const piece = space.take(
      batch,
      Int32Array.from({ length }, (_, i) => first + i),
    );
    const { columns } = await scorer.scoreBatch(piece, space.encode(piece));
    writer ??= await context.output(table, scorer.schema);
    await writer.append(columns);
  }
}
