import type { ChainState, Kernel } from '../kernel/kernel.js';
import { mergeStates } from '../kernel/merge-states.js';
import type { Rng } from '../numerics/rng.js';
import type { StateSpace } from '../state/state-space.js';
import type { ReferenceDistribution } from './reference-distribution.js';

/**
 * A Metropolis move of every chain to a new state of the reference, taken with probability min(1, e^(U − U′ − E₀ + E₀′)). It leaves a
 * place's e^(−U) as it is. Near the reference it forgets everything at once; anywhere it leads out of a tail that the kernel's own
 * steps leave too slowly, or never, and back into it as often as is right.
 *
 * @param kernel - Of the place, for β = 1: the energies of its states are U.
 * @returns The chains' states. One evaluation of U a chain.
 * @see Tierney, Ann. Stat. 22, 1701 (1994), for independence chains, and why they forget geometrically.
 */
export async function moveToReference<B>(
  { space, reference, kernel }: ReferenceMove<B>,
  state: ChainState<B>,
  rng: Rng,
): Promise<ChainState<B>> {
  const count = state.energy.length;
  const proposed = await kernel.init(await reference.draw(rng.split(0), count));
  const from = await reference.energy?.evaluate(state.batch);
  const to = await reference.energy?.evaluate(proposed.batch);
  const coins = rng.split(1);
  const taken = Uint8Array.from(state.energy, (energy, row) => {
    const logRatio = energy - proposed.energy[row]! - (from?.[row] ?? 0) + (to?.[row] ?? 0);
    return Math.log(coins.uniform()) < logRatio ? 1 : 0;
  });
  return mergeStates(space, state, proposed, taken);
}

/** Where such a move is made. */
export interface ReferenceMove<B> {
  readonly space: StateSpace<B>;
  readonly reference: ReferenceDistribution<B>;
  readonly kernel: Kernel<B>;
}
