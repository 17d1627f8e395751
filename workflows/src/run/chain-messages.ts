import type {
  ChainSpan,
  Checkpoint,
  Columns,
  Draws,
  EnergyExpression,
  Reference,
  RngPosition,
  SpanWindow,
  StateSpace,
} from '@basin/core';
import { DesignError } from '@basin/core';

/** What a thread that drives chains is started with. All of it is plain data. */
export interface ChainTask {
  /** The workflow file, which the thread opens itself; it must still have the hash of its text. */
  readonly file: string;
  readonly sourceHash: string;
  readonly set: readonly string[];
  readonly step: string;
  readonly sampler: Reference<'sampler'>;
  readonly expression: EnergyExpression;
  /** Tables of learned parameters, by the step that learned them; see `RunParts.learned`. */
  readonly learned: Readonly<Record<string, string>>;
  /** Where the stream of the sampling problem stands. */
  readonly stream: RngPosition;
  readonly span: ChainSpan;
}

/** What a thread is asked to do, one thing at a time: to take up its chains, to go on to a step, to end. */
export type ChainOrder =
  | { readonly type: 'begin'; readonly resumeFrom: Checkpoint }
  | { readonly type: 'advance'; readonly step: number }
  | { readonly type: 'end' };

/** What it answers; 'ready' once, before any order. */
export type ChainReply =
  | { readonly type: 'ready' | 'begun' }
  | { readonly type: 'window'; readonly window: SentWindow; readonly seconds: number }
  | { readonly type: 'failed'; readonly message: string };

/** A window whose states are columns. */
export interface SentWindow extends Omit<SpanWindow<unknown>, 'draws'> {
  readonly draws: (Omit<Draws<unknown>, 'batch'> & { readonly columns: Columns }) | undefined;
}

export function sentWindow(space: StateSpace<unknown>, window: SpanWindow<unknown>): SentWindow {
  if (window.draws === undefined) return { ...window, draws: undefined };
  const { batch, ...rest } = window.draws;
  return { ...window, draws: { ...rest, columns: space.encode(batch) } };
}

/** @throws {DesignError} The space does not read the states that it wrote. */
export async function receivedWindow(space: StateSpace<unknown>, sent: SentWindow): Promise<SpanWindow<unknown>> {
  if (sent.draws === undefined) return { ...sent, draws: undefined };
  const { columns, ...rest } = sent.draws;
  const { batch, bad } = await space.decode(columns);
  if (bad.length > 0) throw new DesignError('states of another thread cannot be read');
  return { ...sent, draws: { ...rest, batch } };
}
