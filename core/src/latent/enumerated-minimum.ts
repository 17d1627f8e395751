import type { Energy } from '../energy/energy.js';
import { checkedEnergy } from '../energy/weighted-term.js';
import { type Awaitable, whenDone } from '../numerics/awaitable.js';
import { eachChunk, type LatentPoints } from './latent-points.js';
import { expandedStates } from './latent-variables.js';
import type { Minimised } from './minimised.js';

/** The least energy over all points; of equal ones the first. */
export function enumeratedMinimum<B>(
  name: string,
  energy: Energy<B>,
  points: LatentPoints<B>,
  batch: B,
): Awaitable<Minimised<B>> {
  const { variables } = points;
  const rows = variables.space.size(batch);
  const least = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  const best = new Int32Array(rows);
  const done = eachChunk(points, batch, ({ states, firstRow, firstPoint, pointCount }) =>
    whenDone(energy.evaluate(states), (values) => {
      checkedEnergy(name, values);
      for (let i = 0; i < values.length; i++) {
        const row = firstRow + Math.floor(i / pointCount);
        if (values[i]! >= least[row]!) continue;
        least[row] = values[i]!;
        best[row] = firstPoint + (i % pointCount);
      }
    }),
  );
  return whenDone(done, () => ({
    batch: expandedStates(variables, batch, 1, (_, row, values) => points.fill(best[row]!, values)),
    energy: least,
  }));
}
