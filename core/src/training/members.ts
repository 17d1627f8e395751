import { type Ensemble, isEnsemble, type Trainable } from '../energy/energy.js';
import { randomStream } from '../numerics/random-stream.js';

/** What of an energy learns apart: the members of an ensemble, or the energy itself as the only one. */
export type Members<B> = Pick<Ensemble<B>, 'memberCount' | 'evaluateMembers' | 'memberGradient'>;

export function membersOf<B>(energy: Trainable<B>): Members<B> {
  if (isEnsemble(energy)) return energy;
  return {
    memberCount: 1,
    evaluateMembers: (batch) => energy.evaluate(batch),
    memberGradient: (batch, weights) => energy.parameterGradient(batch, weights),
  };
}

/** Mean over the members. @param predictions - [rows, memberCount]. @returns [rows] */
export function meanOfMembers(predictions: Float64Array, memberCount: number): Float64Array {
  const mean = new Float64Array(predictions.length / memberCount);
  predictions.forEach((value, i) => {
    mean[Math.floor(i / memberCount)]! += value / memberCount;
  });
  return mean;
}

/**
 * How often each member sees each example in its bootstrap resample: as many as there are examples, drawn with replacement, by a
 * stream of the member's own.
 *
 * @returns [exampleCount, memberCount]; every member's numbers add up to exampleCount.
 * @see Efron, Ann. Stat. 7, 1 (1979).
 */
export function bootstrapCounts(seed: number, exampleCount: number, memberCount: number): Float64Array {
  const counts = new Float64Array(exampleCount * memberCount);
  for (let member = 0; member < memberCount; member++) {
    const rng = randomStream(seed, 'bootstrap').split(member);
    for (let i = 0; i < exampleCount; i++) counts[rng.integer(exampleCount) * memberCount + member]!++;
  }
  return counts;
}
