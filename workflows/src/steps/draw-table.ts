import {
  type CheckpointValue,
  type Columns,
  DesignError,
  DrawRecord,
  type Draws,
  type Energy,
  logWeightName,
  mixtureShares,
  rowCountOf,
  type StateSpace,
  type StepContext,
  type TableWriter,
} from '@basin/core';
import { BestStates } from './best-states.js';
import { columnsOfDraws, type DrawColumns, drawColumnsBeside, drawSchema } from './draw-columns.js';
import { DrawEvaluation } from './draw-evaluation.js';
import { DrawQuantities } from './draw-quantities.js';
import type { DrawSink } from './drive-sampler.js';
import { type EvaluatedRows, evaluateTree } from './evaluate-rows.js';
import type { Observed } from './observe.js';
import { rebatched } from './rebatched.js';
import { type RowScorer, rowScorer } from './score-rows.js';
import { termsOf } from './term-columns.js';

/** Cells of waiting rows after which they are put away, so that memory stays small however many draws there are. */
const mostWaitingCells = 2_000_000;

/** Rows of a record batch of the main table. */
const batchRows = 16_384;

interface Parts {
  readonly scorer: RowScorer;
  readonly names: DrawColumns;
  readonly quantities: DrawQuantities;
}

/** Which draws a table is made of, and how. */
export interface DrawTableSettings {
  readonly context: StepContext;
  readonly space: StateSpace<unknown>;
  readonly energy: Energy<unknown>;
  readonly isWeighted: boolean;
  /** Properties that are looked at beside the energy. */
  readonly observed: readonly Observed[];
  /** Best different states that are kept beside; none where undefined. */
  readonly bestCount: number | undefined;
}

/** What {@link DrawTable.keep} tells: tables of draws so far, and forbidden draws left out. */
interface Kept {
  readonly tables: number;
  readonly forbidden: number;
}

/**
 * The draws of a run, scored as they come and put away in tables of their own, which become the main table at the end. What a
 * certificate needs of them is kept beside. Draws that are forbidden (a chain that has not yet left such states) are left out.
 */
export class DrawTable implements DrawSink {
  readonly record: DrawRecord<unknown>;
  readonly #settings: DrawTableSettings;
  readonly #best: BestStates | undefined;
  readonly #evaluation: DrawEvaluation;
  #parts: Parts | undefined;
  #waiting: Columns[] = [];
  #waitingCells = 0;
  #tables = 0;
  #forbidden = 0;
  #drawCount = 0;
  #bestEnergy = Number.POSITIVE_INFINITY;

  constructor(settings: DrawTableSettings) {
    this.#settings = settings;
    this.record = new DrawRecord(settings.space);
    const { signal } = settings.context;
    this.#evaluation = new DrawEvaluation({ ...settings, signal });
    this.#best = settings.bestCount === undefined ? undefined : new BestStates(settings.space, settings.bestCount);
  }

  get drawCount(): number {
    return this.#drawCount;
  }

  /** +Infinity before the first draw. */
  get bestEnergy(): number {
    return this.#bestEnergy;
  }

  get forbidden(): number {
    return this.#forbidden;
  }

  /** Columns with the shares of a mixture's components; none before the first draw. */
  get shares(): readonly string[] {
    return this.#parts?.names.shares ?? [];
  }

  /** The best different draws; undefined where none are wanted or none came. */
  get best(): unknown {
    return this.#best?.batch;
  }

  async add(draws: Draws<unknown>): Promise<void> {
    const { space } = this.#settings;
    const allowed = allowedDraws(space, draws);
    this.#forbidden += draws.energy.length - allowed.energy.length;
    const parts = await this.#partsFor(draws.batch);
    const { evaluated, observed } = await this.#evaluation.of(allowed);
    const beside = { observed, shares: sharesOf(evaluated, this.#settings.energy, parts.names, allowed.energy.length) };
    const columns = columnsOfDraws(space.encode(allowed.batch), allowed, parts.names, beside);
    const scored = (await parts.scorer.scoreEvaluated(allowed.batch, columns, evaluated)).columns;
    this.#note(allowed.batch, scored, parts);
    this.#waiting.push(scored);
    this.#waitingCells += cellsOf(scored);
    if (this.#waitingCells >= mostWaitingCells) await this.#putAway();
  }

  async keep(): Promise<CheckpointValue> {
    if (this.#waiting.length > 0) await this.#putAway();
    const kept: Kept = { tables: this.#tables, forbidden: this.#forbidden };
    return { ...kept };
  }

  /** Goes on after what {@link keep} told of. */
  async restore(kept: CheckpointValue): Promise<void> {
    // What keep gave.
    const { tables, forbidden } = kept as unknown as Kept;
    const { space } = this.#settings;
    this.#tables = tables;
    this.#forbidden = forbidden;
    for await (const columns of this.#putAwayRows()) {
      const { batch, bad } = await space.decode(columns);
      if (bad.length > 0) throw new DesignError('the draws of the interrupted run cannot be read back; use --force');
      this.#note(batch, columns, await this.#partsFor(batch));
    }
  }

  /**
   * Writes the main table.
   *
   * @param like - States of any number, for the layout where no draw came.
   * @returns Its rows.
   */
  async *finish(like: unknown): AsyncGenerator<number, number> {
    const { context } = this.#settings;
    const { scorer } = await this.#partsFor(like);
    const writer = await context.output('main', scorer.schema);
    let rows = 0;
    for await (const columns of rebatched(this.#allRows(), batchRows)) {
      await writer.append(columns);
      rows += rowCountOf(columns);
      yield rows;
    }
    return rows;
  }

  #note(batch: unknown, columns: Columns, { names, quantities }: Parts): void {
    const chain = columns[names.chain];
    const energy = columns.energy;
    if (chain?.type !== 'int32' || energy?.type !== 'float64') return;
    const weight = names.logWeight === undefined ? undefined : columns[names.logWeight];
    const values = new Map(quantities.of(columns, batch));
    if (weight?.type === 'float64') values.set(logWeightName, weight.values);
    this.record.add({ batch, chain: chain.values, values });
    this.#best?.offer(batch, energy.values);
    this.#drawCount += chain.values.length;
    for (const value of energy.values) if (value < this.#bestEnergy) this.#bestEnergy = value;
  }

  /** The columns' layout follows from the states: it is known with the first of them. */
  async #partsFor(like: unknown): Promise<Parts> {
    this.#parts ??= await this.#makeParts(like);
    return this.#parts;
  }

  async #makeParts(like: unknown): Promise<Parts> {
    const { context, space, energy, isWeighted, observed } = this.#settings;
    const none = space.take(like, new Int32Array(0));
    const states = space.encode(none);
    const components = mixtureShares(await evaluateTree(energy, none), energy).map(({ path }) => path);
    const names = drawColumnsBeside(Object.keys(states), { isWeighted, observed, components });
    const scorer = await rowScorer(context, drawSchema(states, names));
    const empty = new Int32Array(0);
    const noDraws = { energy: new Float64Array(0), chain: empty, step: empty };
    const noValues = { observed: observed.map(() => noDraws.energy), shares: components.map(() => noDraws.energy) };
    await scorer.scoreBatch(none, columnsOfDraws(states, noDraws, names, noValues));
    const properties = termsOf(scorer.schema).flatMap(({ value }) => (value === undefined ? [] : [value]));
    const looked = { observed: (names.observed ?? []).map(({ column }) => column), shares: names.shares ?? [] };
    return { scorer, names, quantities: new DrawQuantities(space, energy, states, { properties, ...looked }) };
  }

  async #putAway(): Promise<void> {
    const { context } = this.#settings;
    const writer = await context.store.create(tableName(this.#tables), this.#parts!.scorer.schema);
    await writeAll(writer, this.#waiting);
    this.#tables++;
    this.#waiting = [];
    this.#waitingCells = 0;
  }

  async *#allRows(): AsyncGenerator<Columns> {
    yield* this.#putAwayRows();
    yield* this.#waiting;
  }

  async *#putAwayRows(): AsyncGenerator<Columns> {
    for (let table = 0; table < this.#tables; table++) {
      yield* (await this.#settings.context.store.open(tableName(table))).batches();
    }
  }
}

function tableName(number: number): string {
  return `draws-${number}`;
}

async function writeAll(writer: TableWriter, pieces: readonly Columns[]): Promise<void> {
  try {
    for await (const columns of rebatched(pieces, batchRows)) await writer.append(columns);
    await writer.close();
  } catch (error) {
    await writer.abort().catch(() => undefined);
    throw error;
  }
}

/** Shares of the components of mixtures; NaN for a draw without an energy. */
function sharesOf(
  { parts }: EvaluatedRows,
  energy: Energy<unknown>,
  { shares = [] }: DrawColumns,
  rowCount: number,
): readonly Float64Array[] {
  if (shares.length === 0) return [];
  const columns = shares.map(() => new Float64Array(rowCount).fill(Number.NaN));
  for (const { rows, tree } of parts) {
    for (const [share, { values }] of mixtureShares(tree, energy).entries()) {
      for (let i = 0; i < rows.length; i++) columns[share]![rows[i]!] = values[i]!;
    }
  }
  return columns;
}

/** Draws without those of chains that are still where no state is allowed: they have probability 0. */
function allowedDraws(space: StateSpace<unknown>, draws: Draws<unknown>): Draws<unknown> {
  const { energy } = draws;
  if (!energy.includes(Number.POSITIVE_INFINITY)) return draws;
  const rows = Int32Array.from(energy.keys()).filter((row) => energy[row] !== Number.POSITIVE_INFINITY);
  return takeDraws(space, draws, rows);
}

function takeDraws(
  space: StateSpace<unknown>,
  { batch, energy, chain, step, logWeight }: Draws<unknown>,
  rows: Int32Array,
): Draws<unknown> {
  return {
    batch: space.take(batch, rows),
    energy: Float64Array.from(rows, (row) => energy[row]!),
    chain: rows.map((row) => chain[row]!),
    step: rows.map((row) => step[row]!),
    ...(logWeight === undefined ? {} : { logWeight: Float64Array.from(rows, (row) => logWeight[row]!) }),
  };
}

function cellsOf(columns: Columns): number {
  return Object.values(columns).reduce((sum, { values }) => sum + values.length, 0);
}
