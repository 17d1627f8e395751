import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { monteCarloStandardError } from '../diagnostics/effective-sample-size.js';
import type { Energy } from '../energy/energy.js';
import type { EnergyDefinition } from '../energy/energy-definition.js';
import { blockedGibbsKernel } from '../kernel/blocked-gibbs.js';
import { ChainStreams } from '../kernel/chain-streams.js';
import { randomStream } from '../numerics/random-stream.js';
import { mean } from '../numerics/statistics.js';
import { CategoricalSpace } from '../state/categorical-space.js';
import { energyContextOf } from '../testing/energy-context-of.js';
import { ising } from './ising-definition.js';

const space = CategoricalSpace.onLattice([64, 64], 2);
const { options, create } = ising as unknown as EnergyDefinition<Uint8Array>;
const energy = create((options as z.ZodType).parse({}), energyContextOf(space)) as Energy<Uint8Array>;

/**
 * Periodic 64 × 64 lattice from all spins up. Energies: Kaufman, Phys. Rev. 76, 1232 (1949), for this size; magnetisations: Yang,
 * Phys. Rev. 85, 808 (1952), of the infinite lattice, from which this size differs by less than 10⁻⁴ so far below the transition.
 * Four standard errors: a false alarm in 16,000 seeds for each value, and the seed is fixed.
 */
describe('blocked Gibbs on the 64 × 64 Ising lattice', () => {
  it.each([
    [0.3, -0.704499, undefined],
    [0.4406867935, -1.423938, undefined],
    [0.5, -1.745565, 0.9113194],
    [0.6, undefined, 0.9736087],
  ])('has the energy and the magnetisation of β = %d', async (beta, energyPerSite, magnetisation) => {
    const [chains, warmUp, steps] = [4, 500, 2000];
    const kernel = blockedGibbsKernel({ space, energy });
    const streams = new ChainStreams(randomStream(9, 'lattice'), chains);
    let state = await kernel.init(new Uint8Array(chains * 4096).fill(1));
    const [energies, magnetisations] = [0, 1].map(() => Array.from({ length: chains }, () => new Float64Array(steps)));
    for (let step = 1; step <= warmUp + steps; step++) {
      [state] = await kernel.step(streams.at(step), state, beta);
      if (step <= warmUp) continue;
      for (let chain = 0; chain < chains; chain++) {
        const up = state.batch.subarray(4096 * chain, 4096 * (chain + 1)).reduce((sum, spin) => sum + spin, 0);
        energies![chain]![step - warmUp - 1] = state.energy[chain]! / 4096;
        magnetisations![chain]![step - warmUp - 1] = Math.abs(2 * up - 4096) / 4096;
      }
    }
    expectMean(energies!, energyPerSite);
    expectMean(magnetisations!, magnetisation);
  });
});

function expectMean(chains: readonly Float64Array[], exact: number | undefined): void {
  if (exact === undefined) return;
  const found = mean(Float64Array.from(chains.flatMap((chain) => [...chain])));
  expect(Math.abs(found - exact)).toBeLessThan(4 * monteCarloStandardError(chains));
}
