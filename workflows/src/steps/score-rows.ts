import {
  type Column,
  type ColumnField,
  type Columns,
  type Energy,
  rowCountOf,
  type StateSpace,
  type StepContext,
  type TableSchema,
} from '@basin/core';
import type { RejectedRow } from './bad-table.js';
import { type EvaluatedRows, evaluateRows, evaluateTree } from './evaluate-rows.js';
import { type KeptColumn, keptColumns } from './kept-columns.js';
import { rowText } from './row-text.js';
import { scoredLayout, scoredSchema } from './scored-schema.js';
import { stepFault } from './step-fault.js';
import { type TermLayout, termColumns } from './term-columns.js';

/** A piece of a table with its energies: input columns first, then 'energy', the terms, 'status' and 'error'. */
export interface ScoredRows {
  readonly columns: Columns;
  readonly rejected: readonly RejectedRow[];
  /** Least finite energy; +Infinity where there is none. */
  readonly bestEnergy: number;
}

/** Scores pieces of one table after the other. A row without an energy stays, with its status and error. */
export interface RowScorer {
  score(columns: Columns): Promise<ScoredRows>;
  /** Scores states that are at hand; `columns` are what their space makes of them. */
  scoreBatch(batch: unknown, columns: Columns): Promise<ScoredRows>;
  /** The columns of states that have been evaluated. */
  scoreEvaluated(batch: unknown, columns: Columns, evaluated: EvaluatedRows): Promise<ScoredRows>;
  /** Schema of the scored columns; known from the first piece on. */
  readonly schema: TableSchema;
}

/** States are evaluated in batches of at most this many rows, which bounds memory and keeps progress lively. */
export const scoreBatchSize = 2048;

/**
 * @param input - Schema of the pieces to come. Columns that no scoring made stay; see {@link keptColumns}.
 * @throws {ConfigurationError} The step names no energy, or the workflow no space.
 */
export async function rowScorer(context: StepContext, input: TableSchema): Promise<RowScorer> {
  const space = await context.space();
  const energy = await context.energy();
  if (energy === undefined) throw stepFault(context.name, ['energy'], 'needs an energy; name one');
  return new EnergyRowScorer(context, input, space, energy);
}

class EnergyRowScorer implements RowScorer {
  readonly #context: StepContext;
  readonly #metadata: TableSchema['metadata'];
  readonly #kept: readonly KeptColumn<ColumnField>[];
  readonly #space: StateSpace<unknown>;
  readonly #energy: Energy<unknown>;
  #layout: TermLayout | undefined;
  #rowsBefore = 0;

  constructor(context: StepContext, input: TableSchema, space: StateSpace<unknown>, energy: Energy<unknown>) {
    this.#context = context;
    this.#metadata = input.metadata;
    this.#kept = keptColumns(input);
    this.#space = space;
    this.#energy = energy;
  }

  async score(columns: Columns): Promise<ScoredRows> {
    const { batch, rows, bad } = await this.#space.decode(columns);
    const evaluated = await evaluateRows(this.#space, this.#energy, batch, this.#context.signal);
    const failed = evaluated.failed.map((failure) => ({ ...failure, row: rows[failure.row]! }));
    return this.#scored(columns, batch, evaluated, rows, [...bad, ...failed]);
  }

  async scoreBatch(batch: unknown, columns: Columns): Promise<ScoredRows> {
    return this.scoreEvaluated(
      batch,
      columns,
      await evaluateRows(this.#space, this.#energy, batch, this.#context.signal),
    );
  }

  scoreEvaluated(batch: unknown, columns: Columns, evaluated: EvaluatedRows): Promise<ScoredRows> {
    const rows = Int32Array.from({ length: this.#space.size(batch) }, (_, row) => row);
    return this.#scored(columns, batch, evaluated, rows, evaluated.failed);
  }

  get schema(): TableSchema {
    if (this.#layout === undefined) throw new Error('the schema of scored rows is known after the first piece');
    return scoredSchema(this.#kept, this.#metadata, this.#layout, this.#context.expression);
  }

  async #scored(
    input: Columns,
    batch: unknown,
    evaluated: EvaluatedRows,
    rows: Int32Array,
    unusable: readonly { row: number; status: string; message: string }[],
  ): Promise<ScoredRows> {
    this.#layout ??= scoredLayout(
      evaluated.parts[0]?.tree ?? (await evaluateTree(this.#energy, this.#space.take(batch, new Int32Array(0)))),
      this.#kept,
      this.#context.expression,
    );
    const rowCount = rowCountOf(input);
    const terms = termColumns(this.#layout, evaluated, rows, rowCount);
    const rejected = unusable
      .map(({ row, status, message }) => ({
        row: this.#rowsBefore + row + 1,
        status,
        message,
        text: rowText(input, row),
      }))
      .sort((a, b) => a.row - b.row);
    const kept = Object.fromEntries(this.#kept.map(({ source, field }) => [field.name, input[source]!]));
    const columns = { ...kept, ...terms, ...statusColumns(unusable, rowCount) };
    this.#rowsBefore += rowCount;
    return { columns, rejected, bestEnergy: leastFinite(terms.energy) };
  }
}

function statusColumns(
  unusable: readonly { row: number; status: string; message: string }[],
  rowCount: number,
): Columns {
  const status: (string | null)[] = new Array(rowCount).fill('ok');
  const error: (string | null)[] = new Array(rowCount).fill(null);
  for (const { row, status: word, message } of unusable) {
    status[row] = word;
    error[row] = message;
  }
  return { status: { type: 'text', values: status }, error: { type: 'text', values: error } };
}

function leastFinite(energy: Column | undefined): number {
  let least = Number.POSITIVE_INFINITY;
  if (energy?.type === 'float64')
    for (const value of energy.values) if (value < least && Number.isFinite(value)) least = value;
  return least;
}
