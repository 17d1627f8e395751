import {
  type Column,
  ConfigurationError,
  type Draws,
  defineStep,
  type Energy,
  type Reference,
  type Rng,
  rowCountOf,
  type Sampler,
  type SamplingResult,
  type StateSpace,
  type Step,
  type StepContext,
  type StepOutcome,
  type StepProgress,
  type TableWriter,
} from '@basin/core';
import { z } from 'zod';
import { badTableColumns, badTableSchema } from './bad-table.js';
import { bestDistinctRows, scatteredRows } from './chosen-rows.js';
import { decodeInput, type StartingStates } from './decode-input.js';
import { columnsSchema } from './encoded-schema.js';
import { bestEnergyText, figureOf } from './figure.js';
import { type Rejections, rejectingEnergy } from './rejecting-energy.js';
import { rowScorer, scoreBatchSize } from './score-rows.js';
import { scoredOutline } from './scored-schema.js';
import { stateColumnUses, stateOutline } from './state-columns.js';
import { stepFault } from './step-fault.js';
import { traceSchema } from './trace-schema.js';

interface SampleOptions {
  readonly sampler: Reference<'sampler'>;
  readonly count?: number | undefined;
  readonly startRows: number;
}

/** Streams below the step's own. */
const samplerStream = 0;
const startStream = 1;

/** Random states cost energies that the sampler has no use for: enough for a distribution, not more. */
const randomStartLimit = 500;

/** Designs of low energy. */
export const sample = defineStep<SampleOptions>({
  name: 'sample',
  summary: 'Draws or searches for states of low energy',
  details:
    'Runs a sampler on the energy, from the rows of the step that it takes from, or from random states of the space where it takes from ' +
    "none. `count` keeps that many best different designs; leave it out to keep every state in the sampler's order, as statistics of " +
    "chains need. Forbidden states (energy +Infinity) are left out. The table holds the states with energy and terms as `score` gives them. Side tables: 'trace' tells how the sampler " +
    "went, 'start' holds up to `startRows` of the starting states (of random ones, at most 500, where it takes from no step), scored, " +
    "for comparison before and after, 'bad' the input rows that are no states.",
  options: (refer) =>
    z.strictObject({
      sampler: refer.to('sampler').describe('how states are looked for'),
      count: z
        .int()
        .positive()
        .optional()
        .describe('best different designs to keep; every state, in order, when absent'),
      startRows: z
        .int()
        .nonnegative()
        .default(2000)
        .describe('starting states that are scored for comparison, at most'),
    }),
  example: {
    sampler: { annealing: { kernel: { metropolis: { proposal: 'plugin/proposal' } }, chains: 16, steps: 10_000 } },
    count: 100,
  },
  inputs: { minimum: 0, maximum: 1 },
  energy: 'required',
  filesRead: () => [],
  filesWritten: () => [],
  columnsRead: (_options, context) => stateColumnUses(context),
  tableMade: (_options, context) => scoredOutline(stateOutline(context), context),
  create: (options): Step => ({ run: (context) => runSample(context, options) }),
});

async function* runSample(context: StepContext, options: SampleOptions): AsyncGenerator<StepProgress, StepOutcome> {
  const space = await context.space();
  const start = await decodeInput(context, space);
  const bad = await context.output('bad', badTableSchema);
  if (start.rejected.length > 0) await bad.append(badTableColumns(start.rejected));
  await writeStart(context, space, start, options.startRows);

  const { energy, rejected } = rejectingEnergy(space, await wantedEnergy(context), context.signal);
  const driven = yield* drive(context, space, start, energy, await context.sampler(options.sampler));
  refuseNothingNew(context.name, driven);
  const { result, stepName } = driven;
  const trace = await context.output('trace', traceSchema(result.trace, stepName));
  await trace.append(result.trace);

  const allowed = allowedRows(result.energy);
  const rows = options.count === undefined ? allowed : bestDistinctRows(space, result, allowed, options.count);
  await writeScored(context, 'main', space, space.take(result.batch, rows));
  return {
    badRows: start.badRows,
    rowsRead: start.rowsRead,
    summary: {
      designs: rows.length,
      ...resultSummary(result),
      ...forbiddenSummary(result.energy.length - allowed.length),
      ...rejectionSummary(rejected()),
    },
  };
}

interface Driven {
  /** Its batch and energies are those of all draws, where the sampler sends draws. */
  readonly result: SamplingResult<unknown>;
  /** What its steps are: 'generation'; undefined where it told of none. */
  readonly stepName: string | undefined;
  /** Starting states that were evaluated; undefined where it told of no step 0. */
  readonly startCount: number | undefined;
}

async function* drive(
  context: StepContext,
  space: StateSpace<unknown>,
  start: StartingStates,
  energy: Energy<unknown>,
  sampler: Sampler<unknown>,
): AsyncGenerator<StepProgress, Driven> {
  const { rng, signal } = context;
  let named: string | undefined;
  let startCount: number | undefined;
  const draws: Draws<unknown>[] = [];
  const run = sampler.sample({ space, energy, initial: start.batch, rng: rng.split(samplerStream), signal });
  for (;;) {
    const next = await run.next();
    if (next.done === true)
      return { result: { ...next.value, ...collected(space, draws) }, stepName: named, startCount };
    if (next.value.draws !== undefined) draws.push(next.value.draws);
    const { step, stepCount, stepName, evaluations, bestEnergy } = next.value;
    named = stepName;
    if (step === 0) startCount = evaluations;
    const detail = `${bestEnergyText(bestEnergy)}, ${evaluations} evaluations`;
    yield { done: step, total: stepCount, unit: `${stepName}s`, detail };
  }
}

/** All draws as one batch, chain by chain and in the order of the chain's steps; nothing where the sampler sent none. */
function collected(space: StateSpace<unknown>, draws: readonly Draws<unknown>[]): Partial<SamplingResult<unknown>> {
  if (draws.length === 0) return {};
  const chain = draws.flatMap((block) => [...block.chain]);
  const energy = draws.flatMap((block) => [...block.energy]);
  const rows = Int32Array.from(chain.keys()).sort((a, b) => chain[a]! - chain[b]! || a - b);
  return {
    batch: space.take(space.concat(draws.map(({ batch }) => batch)), rows),
    energy: Float64Array.from(rows, (row) => energy[row]!),
  };
}

/** Steps in which any variation that works at all makes a new state. */
const fairChance = 10;

/** A search that found nothing new would hand out its own start as designs. */
function refuseNothingNew(stepName: string, { result, startCount }: Driven): void {
  const { stopReason, evaluations, trace } = result;
  const gaveUp = stopReason === 'exhausted';
  const hadTime = (stopReason === 'steps' || stopReason === 'patience') && rowCountOf(trace) > fairChance;
  if (evaluations !== startCount || !(gaveUp || hadTime)) return;
  const states = startCount === 1 ? 'the 1 starting state' : `the ${startCount} starting states`;
  throw stepFault(
    stepName,
    ['sampler'],
    `the variations changed none of ${states} into a new one; a 'core' that none of them has, or limits that are too tight, are the usual reasons`,
  );
}

async function wantedEnergy(context: StepContext): Promise<Energy<unknown>> {
  const energy = await context.energy();
  if (energy === undefined) throw stepFault(context.name, ['energy'], 'needs an energy; name one');
  return energy;
}

/** Forbidden states are left out, which is worth a line. */
function forbiddenSummary(count: number): Record<string, number> {
  return count === 0 ? {} : { 'forbidden states left out': count };
}

/** States without an energy are worth a line, and nothing where there were none. */
function rejectionSummary({ count, first }: Rejections): Record<string, number | string> {
  return count === 0 ? {} : { 'states without an energy': count, 'for example': first?.message ?? '' };
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

async function writeScored(
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

/** Rows of states that the energy allows; a forbidden one has probability 0, and is no result of a search either. */
function allowedRows(energy: Float64Array): Int32Array {
  return Int32Array.from(energy.keys()).filter((row) => energy[row] !== Number.POSITIVE_INFINITY);
}

function resultSummary({
  energy,
  evaluations,
  stopReason,
  trace,
}: SamplingResult<unknown>): Record<string, number | string> {
  const best = energy.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const acceptance = meanOf(trace.acceptanceRate);
  return {
    'best energy': figureOf(best),
    evaluations,
    ...(acceptance === undefined ? {} : { 'acceptance rate': acceptance }),
    'stop reason': stopReason,
  };
}

function meanOf(column: Column | undefined): number | undefined {
  if (column?.type !== 'float64') return undefined;
  const values = column.values.filter(Number.isFinite);
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}
