import type { CheckpointValue } from '../sampler/checkpoint.js';
import type { SeenSteps } from './divergence.js';
import type { Moments } from './optimiser.js';
import type { Trainer } from './trainer.js';

/**
 * Where training stands after a step: all that the next one depends on but the examples and the streams. The next step takes over
 * parameters, moments and average and changes them in place; whoever keeps a standing copies it.
 */
export interface Standing<S> {
  readonly step: number;
  /** The energy's, then the trainer's own. */
  readonly parameters: Float64Array;
  readonly moments: Moments;
  /** Exponential average, with the bias of its beginning at 0; empty where none is kept. */
  readonly average: Float64Array;
  readonly trainer: S;
  readonly seen: SeenSteps;
}

/** A standing of its own memory. What is never changed in place is shared. */
export function copyStanding<S>(standing: Standing<S>): Standing<S> {
  const { parameters, moments, average } = standing;
  const copied = Object.fromEntries(Object.entries(moments).map(([name, values]) => [name, values.slice()]));
  return { ...standing, parameters: parameters.slice(), moments: copied, average: average.slice() };
}

/** A standing as plain data of its own memory. */
export function packStanding<S>(trainer: Pick<Trainer<S, never>, 'pack'>, standing: Standing<S>): CheckpointValue {
  const { moments, seen, ...plain } = copyStanding(standing);
  return {
    ...plain,
    moments: moments as CheckpointValue,
    seen: { norms: seen.norms, gaps: seen.gaps },
    trainer: trainer.pack(standing.trainer),
  };
}

export async function unpackStanding<S>(
  trainer: Pick<Trainer<S, never>, 'unpack'>,
  packed: CheckpointValue,
): Promise<Standing<S>> {
  // What packStanding wrote; a checkpoint file is checked as a whole.
  const standing = packed as unknown as Standing<CheckpointValue>;
  return copyStanding({ ...standing, trainer: await trainer.unpack(standing.trainer) });
}
