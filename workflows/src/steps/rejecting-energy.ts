import {
  type Awaitable,
  type CancellationSignal,
  type Differentiable,
  type Energy,
  InvalidStateError,
  isContinuous,
  isDifferentiable,
  NonFiniteEnergyError,
  type StateSpace,
  type ValueAndGradient,
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
  const isNamed = (error: unknown): boolean => !takesUndefined && error instanceof NonFiniteEnergyError;
  const evaluate = (batch: B): Awaitable<Float64Array> =>
    unlessThrown(
      () => whenDone(inner.evaluate(batch), (values) => judged(batch, values)),
      isNamed,
      () => isolate(batch),
    );
  if (!isDifferentiable(inner)) return { energy: overriding(inner, { evaluate }), rejected: () => ({ count, first }) };
  const evaluateWithGradient = (batch: B, into?: ValueAndGradient): Awaitable<ValueAndGradient> =>
    unlessThrown(
      () => inner.evaluateWithGradient(batch, into),
      isNamed,
      async () => gradientsOf(space, inner, batch, await isolate(batch)),
    );
  return { energy: overriding(inner, { evaluate, evaluateWithGradient }), rejected: () => ({ count, first }) };
}

/** What `first` gives; where it throws, and the error is not one to hand on, what `second` gives. */
function unlessThrown<T>(
  first: () => Awaitable<T>,
  handsOn: (error: unknown) => boolean,
  second: () => Promise<T>,
): Awaitable<T> {
  const caught = (error: unknown): Promise<T> => {
    if (handsOn(error)) throw error;
    return second();
  };
  try {
    const result = first();
    return result instanceof Promise ? result.catch(caught) : result;
  } catch (error) {
    return caught(error);
  }
}

/** Gradients of the rows that have an energy; 0 for the others. */
async function gradientsOf<B>(
  space: StateSpace<B>,
  inner: Differentiable<B>,
  batch: B,
  energy: Float64Array,
): Promise<ValueAndGradient> {
  const rows = Int32Array.from(energy.keys()).filter((row) => Number.isFinite(energy[row]));
  const dimension = isContinuous(space) ? space.dimension : 0;
  const gradient = new Float64Array(energy.length * dimension);
  if (rows.length === 0) return { energy, gradient };
  const found = (await inner.evaluateWithGradient(space.take(batch, rows))).gradient;
  for (let i = 0; i < rows.length; i++) {
    gradient.set(found.subarray(i * dimension, (i + 1) * dimension), rows[i]! * dimension);
  }
  return { energy, gradient };
}

/** When no state of the first batch has an energy, the energy is at fault, and searching on would find nothing. */
function everyRowFailed([failed]: readonly FailedRow[]): InvalidStateError {
  return new InvalidStateError(failed?.row ?? 0, `no state has an energy: ${failed?.message ?? ''}`);
}

/** The energy with other methods in place of some of its own, and every capability that it has. */
function overriding<B>(inner: Energy<B>, own: Partial<Differentiable<B>>): Energy<B> {
  const bound = new Map<unknown, { readonly method: unknown; readonly call: unknown }>();
  // An empty target, because a proxy of a frozen energy could show nothing else than that energy's own methods.
  return new Proxy({} as Energy<B>, {
    has: (_, key) => key in inner,
    get: (_, key) => {
      if (key in own) return own[key as keyof typeof own];
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
