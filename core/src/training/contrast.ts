import type { Awaitable } from '../numerics/awaitable.js';
import type { TrainingSubject } from './trainer.js';

/**
 * The gradient of the negative log-likelihood with the model's part estimated from states: ⟨∂E/∂θ⟩ of the data − ⟨∂E/∂θ⟩ of the
 * model's states, each a mean over its rows.
 *
 * @returns [parameterCount]; may be the energy's own memory.
 * @remarks One call of the energy for both.
 * @see Hinton, Neural Comput. 14, 1771 (2002).
 */
export function contrast<B>({ space, energy }: TrainingSubject<B>, data: B, model: B): Awaitable<Float64Array> {
  const dataCount = space.size(data);
  const modelCount = space.size(model);
  const rowWeights = new Float64Array(dataCount + modelCount).fill(1 / dataCount, 0, dataCount);
  rowWeights.fill(-1 / modelCount, dataCount);
  return energy.parameterGradient(space.concat([data, model]), rowWeights);
}
