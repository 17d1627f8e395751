import type { SamplingFact } from '../sampler/sampler.js';
import type { DrawRecord } from './draw-record.js';

/** A fact that fails the certificate of a sampler of draws that gave none; nothing where there are some. */
export function noDrawsFact({ drawCount }: Pick<DrawRecord<unknown>, 'drawCount'>): readonly SamplingFact[] {
  if (drawCount > 0) return [];
  const advice = 'The work ended before the first draw: raise the limit that ended it, or shorten the warm-up.';
  return [{ name: 'draws', value: 0, limit: { low: 1, high: Number.POSITIVE_INFINITY, advice } }];
}
