import {
  type CancellationSignal,
  type Energy,
  InvalidStateError,
  isDifferentiable,
  isLocal,
  type StateSpace,
} from '@basin/core';
import { evaluateRows, type FailedRow } from './evaluate-rows.js';

/** States that had no energy: how many, and the first of them. */
export interface Rejections {
  readonly count: number;
  readonly first: FailedRow | undefined;
}

/** An energy that does not end a search over one state, and what it has set aside so far. */
export interface RejectingEnergy<B> {
  readonly energy: Energy<B>;
  rejected(): Rejections;
}

/**
 * An energy that forbids (+Infinity) the states for which it is not defined or throws, and counts them: such proposals are
 * rejected, and the search goes on. Gradients and differences, where the energy has them, are handed through.
 *
 * @remarks Costs nothing while every state has an energy.
 */
export function rejectingEnergy<B>(
  space: StateSpace<B>,
  inner: Energy<B>,
  signal: CancellationSignal,
): RejectingEnergy<B> {
  let count = 0;
  let first: FailedRow | undefined;
  let hasValues = false;
  const isolate = async (batch: B): Promise<Float64Array> => {
    const { parts, failed } = await evaluateRows(space, inner, batch, signal);
    if (failed.length === space.size(batch) && !hasValues) throw everyRowFailed(failed);
    hasValues = true;
    count += failed.length;
    first ??= failed[0];
    const values = new Float64Array(space.size(batch)).fill(Number.POSITIVE_INFINITY);
    for (const { rows, tree } of parts) for (let i = 0; i < rows.length; i++) values[rows[i]!] = tree.energy[i]!;
    return values;
  };
  const evaluate = async (batch: B): Promise<Float64Array> => {
    const values = await valuesOrUndefined(inner, batch);
    if (values === undefined || !values.every((value) => value > Number.NEGATIVE_INFINITY)) return isolate(batch);
    hasValues ||= values.length > 0;
    return values;
  };
  const energy = {
    evaluate,
    ...(isDifferentiable(inner) ? { evaluateWithGradient: (batch: B) => inner.evaluateWithGradient(batch) } : {}),
    ...(isLocal(inner) ? { difference: (from: B, to: B) => inner.difference(from, to) } : {}),
  };
  return { energy, rejected: () => ({ count, first }) };
}

/** Undefined where it throws: why, and for which rows, `evaluateRows` finds out. */
async function valuesOrUndefined<B>(energy: Energy<B>, batch: B): Promise<Float64Array | undefined> {
  try {
    return await energy.evaluate(batch);
  } catch {
    return undefined;
  }
}

/** When no state of the first batch has an energy, the energy is at fault, and searching on would find nothing. */
function everyRowFailed([failed]: readonly FailedRow[]): InvalidStateError {
  return new InvalidStateError(failed?.row ?? 0, `no state has an energy: ${failed?.message ?? ''}`);
}
