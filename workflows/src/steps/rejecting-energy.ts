import {
  type Awaitable,
  type CancellationSignal,
  type Energy,
  InvalidStateError,
  NonFiniteEnergyError,
  type StateSpace,
  whenDone,
} from '@basin/core';
import { evaluateRows, type FailedRow } from './evaluate-rows.js';

/** States that had no energy: how many, and the first of them. */
export interface Rejections {
  readonly count: number;
  readonly first: Pick<FailedRow, 'message'> | undefined;
}

/** An energy that does not end a run over one state, and what it has set aside so far. */
export interface RejectingEnergy<B> {
  readonly energy: Energy<B>;
  rejected(): Rejections;
}

/**
 * An energy that forbids (+Infinity) the states for which it is not defined or throws, and counts them: such proposals are
 * rejected, and the search goes on. What else the energy can do is handed through.
 *
 * @param before - What a run that this one goes on from has set aside.
 * @remarks Costs nothing while every state has an energy.
 */
export function rejectingEnergy<B>(
  space: StateSpace<B>,
  inner: Energy<B>,
  signal: CancellationSignal,
  before?: Rejections,
): RejectingEnergy<B> {
  return settingAside(space, inner, { signal, before, takes: () => true });
}

/**
 * An energy that forbids and counts the states for which it throws, and no others: NaN and −Infinity are left to the kernels,
 * which reject, count and name them, so that no draw rests on an energy that hides them.
 */
export function throwForbiddingEnergy<B>(
  space: StateSpace<B>,
  inner: Energy<B>,
  signal: CancellationSignal,
  before?: Rejections,
): RejectingEnergy<B> {
  return settingAside(space, inner, { signal, before, takes: ({ status }) => status !== 'non-finite' });
}

interface SettingAside {
  readonly signal: CancellationSignal;
  readonly before: Rejections | undefined;
  /** Whether a row that has no energy is forbidden; NaN stays NaN where not. */
  takes(failed: FailedRow): boolean;
}

function settingAside<B>(
  space: StateSpace<B>,
  inner: Energy<B>,
  { signal, before, takes }: SettingAside,
): RejectingEnergy<B> {
  let { count, first }: Rejections = before ?? { count: 0, first: undefined };
  let hasValues = count > 0;
  const takesUndefined = takes({ row: 0, status: 'non-finite', message: '' });
  const isolate = async (batch: B): Promise<Float64Array> => {
    const { parts, failed } = await evaluateRows(space, inner, batch, signal);
    if (failed.length === space.size(batch) && !hasValues) throw everyRowFailed(failed);
    hasValues = true;
    const taken = failed.filter(takes);
    count += taken.length;
    first ??= taken[0];
    const values = new Float64Array(space.size(batch)).fill(Number.POSITIVE_INFINITY);
    for (const failure of failed) if (!takes(failure)) values[failure.row] = Number.NaN;
    for (const { rows, tree } of parts) for (let i = 0; i < rows.length; i++) values[rows[i]!] = tree.energy[i]!;
    return values;
  };
  const judged = (batch: B, values: Float64Array): Awaitable<Float64Array> => {
    if (takesUndefined && !values.every((value) => value > Number.NEGATIVE_INFINITY)) return isolate(batch);
    hasValues ||= values.length > 0;
    return values;
  };
  const caught = (batch: B, error: unknown): Promise<Float64Array> => {
    if (!takesUndefined && error instanceof NonFiniteEnergyError) throw error;
    return isolate(batch);
  };
  const evaluate = (batch: B): Awaitable<Float64Array> => {
    try {
      const values = whenDone(inner.evaluate(batch), (found) => judged(batch, found));
      return values instanceof Promise ? values.catch((error: unknown) => caught(batch, error)) : values;
    } catch (error) {
      return caught(batch, error);
    }
  };
  return { energy: evaluatedBy(inner, evaluate), rejected: () => ({ count, first }) };
}

/** The energy with another `evaluate`, and every capability that it has. */
function evaluatedBy<B>(inner: Energy<B>, evaluate: Energy<B>['evaluate']): Energy<B> {
  const bound = new Map<unknown, { readonly method: unknown; readonly call: unknown }>();
  // An empty target, because a proxy of a frozen energy could show nothing else than that energy's own methods.
  return new Proxy({} as Energy<B>, {
    has: (_, key) => key in inner,
    get: (_, key) => {
      if (key === 'evaluate') return evaluate;
      const member: unknown = Reflect.get(inner, key);
      if (typeof member !== 'function') return member;
      const known = bound.get(key);
      if (known?.method === member) return known.call;
      const call: unknown = member.bind(inner);
      bound.set(key, { method: member, call });
      return call;
    },
  });
}

/** When no state of the first batch has an energy, the energy is at fault, and searching on would find nothing. */
function everyRowFailed([failed]: readonly FailedRow[]): InvalidStateError {
  return new InvalidStateError(failed?.row ?? 0, `no state has an energy: ${failed?.message ?? ''}`);
}
