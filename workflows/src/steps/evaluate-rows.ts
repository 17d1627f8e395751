import {
  type CancellationSignal,
  ConfigurationError,
  type Energy,
  InvalidStateError,
  isDecomposable,
  NonFiniteEnergyError,
  PluginError,
  type StateSpace,
  type TermTree,
} from '@basin/core';
import { takeTreeRows } from './tree-rows.js';

/** Some rows of a batch that were evaluated together. Row r of every array of `tree` is row `rows[r]` of the batch. */
export interface EvaluatedPart {
  readonly rows: Int32Array;
  readonly tree: TermTree;
}

/** A row whose energy could not be had. */
export interface FailedRow {
  readonly row: number;
  readonly status: 'invalid' | 'non-finite' | 'failed';
  readonly message: string;
}

export interface EvaluatedRows {
  readonly parts: readonly EvaluatedPart[];
  readonly failed: readonly FailedRow[];
}

/** Errors naming a row are taken one by one only this often before the batch is halved, which bounds the cost. */
const isolationLimit = 2;

/**
 * Energy and terms of every row that has them. A row that makes the evaluation throw, or whose energy is NaN or −Infinity, is
 * found and set aside: by the row that the error names, else by halving the batch.
 *
 * @throws {ConfigurationError | PluginError} Those are about the energy, never about a row.
 * @remarks One evaluation where no row fails; O(log n) evaluations of the batch for any number of failing rows.
 */
export async function evaluateRows<B>(
  space: StateSpace<B>,
  energy: Energy<B>,
  batch: B,
  signal: CancellationSignal,
): Promise<EvaluatedRows> {
  const parts: EvaluatedPart[] = [];
  const failed: FailedRow[] = [];

  async function evaluate(rows: Int32Array, isolated: number): Promise<void> {
    if (rows.length === 0) return;
    try {
      const whole = rows.length === space.size(batch);
      separate(await evaluateTree(energy, whole ? batch : space.take(batch, rows)), rows);
    } catch (error) {
      if (signal.aborted || error instanceof ConfigurationError || error instanceof PluginError) throw error;
      await narrow(rows, isolated, error);
    }
  }

  function separate(tree: TermTree, rows: Int32Array): void {
    const undefinedRows = rows.filter((_, i) => !(tree.energy[i]! > Number.NEGATIVE_INFINITY));
    if (undefinedRows.length === 0) {
      parts.push({ rows, tree });
      return;
    }
    const kept = Int32Array.from(rows.keys()).filter((i) => tree.energy[i]! > Number.NEGATIVE_INFINITY);
    parts.push({ rows: kept.map((i) => rows[i]!), tree: takeTreeRows(tree, kept) });
    for (const row of undefinedRows) {
      failed.push({ row, status: 'non-finite', message: `energy '${tree.name}' is not defined for this state` });
    }
  }

  async function narrow(rows: Int32Array, isolated: number, error: unknown): Promise<void> {
    const index = rowOf(error, rows.length);
    if (rows.length === 1 || index !== undefined) {
      failed.push(failedRow(rows[index ?? 0]!, error));
      const others = rows.filter((_, i) => i !== (index ?? 0));
      return isolated < isolationLimit ? evaluate(others, isolated + 1) : halve(others);
    }
    return halve(rows);
  }

  async function halve(rows: Int32Array): Promise<void> {
    const middle = rows.length >> 1;
    await evaluate(rows.subarray(0, middle), 0);
    await evaluate(rows.subarray(middle), 0);
  }

  await evaluate(
    Int32Array.from({ length: space.size(batch) }, (_, row) => row),
    0,
  );
  return { parts, failed: failed.sort((a, b) => a.row - b.row) };
}

/** The term tree of any energy; one leaf where it names no terms. */
export async function evaluateTree<B>(energy: Energy<B>, batch: B): Promise<TermTree> {
  if (isDecomposable(energy)) return energy.evaluateTerms(batch);
  return { name: 'energy', weight: 1, join: 'leaf', energy: await energy.evaluate(batch), terms: [] };
}

function rowOf(error: unknown, rowCount: number): number | undefined {
  if (!(error instanceof InvalidStateError || error instanceof NonFiniteEnergyError)) return undefined;
  return Number.isInteger(error.row) && error.row >= 0 && error.row < rowCount ? error.row : undefined;
}

function failedRow(row: number, error: unknown): FailedRow {
  if (error instanceof InvalidStateError) return { row, status: 'invalid', message: withoutRow(error.message) };
  if (error instanceof NonFiniteEnergyError) {
    return { row, status: 'non-finite', message: `energy '${error.term}' is ${error.value} for this state` };
  }
  return { row, status: 'failed', message: error instanceof Error ? error.message : String(error) };
}

/** The row of the error counts within a piece of a batch and would mislead beside the row of the table. */
function withoutRow(message: string): string {
  return message.replace(/^row \d+: /, '');
}
