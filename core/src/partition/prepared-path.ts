import type { Rng } from '../numerics/rng.js';
import { AnnealingPath, type PathSettings } from '../path/annealing-path.js';
import type { PartitionProgress } from './partition-definition.js';

/** Kernel steps between two reports of the tuning. */
const interval = 20;

/** The path of an estimator, with the progress of its tuning. */
export async function* preparedPath<B>(
  settings: PathSettings<B>,
  rng: Rng,
  chainCount: number,
): AsyncGenerator<PartitionProgress, AnnealingPath<B>> {
  const preparing = AnnealingPath.prepare(settings, rng, chainCount);
  for (;;) {
    const next = await preparing.next();
    if (next.done === true) return next.value;
    const { done, total } = next.value;
    if (done % interval === 0) yield { done, total, unit: 'tuning steps' };
  }
}
