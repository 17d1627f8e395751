import { ChainStreams } from '../kernel/chain-streams.js';
import type { Kernel } from '../kernel/kernel.js';
import type { Awaitable } from '../numerics/awaitable.js';
import { randomStream } from '../numerics/random-stream.js';
import type { Rng } from '../numerics/rng.js';
import { mean, variance } from '../numerics/statistics.js';
import { Conformance } from './conformance.js';

/**
 * A model of unknowns x and data y that can be drawn from exactly. A state is both; the kernel samples p(x | y) ∝ e^(−βE) and must
 * leave y alone, as kernels do with what an energy is clamped at.
 */
export interface JointModel<B> {
  /** Exact draws of (x, y). */
  draw(rng: Rng, count: number): Awaitable<B>;
  /** The same x with y drawn anew from p(y | x). */
  renew(rng: Rng, batch: B): Awaitable<B>;
  /** Numbers of each state, [rows] each, by name: what is compared. Squares and products see what means do not. */
  quantities(batch: B): Readonly<Record<string, Float64Array>>;
}

export interface GewekeSettings {
  /** What messages call the kernel; 'kernel' when absent. */
  readonly name?: string;
  /** Independent chains; 2000 when absent. */
  readonly chains?: number;
  /** Turns of new data and a step; 40 when absent. */
  readonly sweeps?: number;
  /** Of the steps; 1 when absent. */
  readonly beta?: number;
  /** Standard errors that means may differ by: 5 when absent, which a sound kernel exceeds with probability 6 · 10⁻⁷ a quantity. */
  readonly limit?: number;
  /** 1 when absent; the test is the same for the same seed. */
  readonly seed?: number;
}

/**
 * Geweke's joint distribution test of a kernel: data are drawn given the unknowns, and the kernel steps given the data, in turn. A
 * kernel that leaves p(x | y) as it is for every y leaves the joint distribution, and so the means of all quantities are those of
 * exact draws. Chains are independent, so that their means are too, whatever the correlation within a chain.
 *
 * @throws {ConformanceError} A mean differs from that of exact draws by more than the limit.
 * @remarks chains · sweeps steps of single chains, and as many starts.
 * @see Geweke, J. Am. Stat. Assoc. 99, 799 (2004).
 */
export async function checkGeweke<B>(
  kernel: Kernel<B>,
  model: JointModel<B>,
  settings: GewekeSettings = {},
): Promise<void> {
  const { name = 'kernel', chains = 2000, sweeps = 40, beta = 1, limit = 5, seed = 1 } = settings;
  const conformance = new Conformance(`kernel '${name}'`);
  const root = randomStream(seed, 'geweke');
  const streams = new ChainStreams(root.split(0), chains);
  const exact = model.quantities(await model.draw(root.split(1), chains));
  let batch: B = await model.draw(root.split(2), chains);
  const sums: Record<string, Float64Array> = {};
  const begin = Math.floor(sweeps / 2);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const renewed = await model.renew(root.split(3 + sweep), batch);
    const [next] = await kernel.step(streams.at(sweep), await kernel.init(renewed), beta);
    batch = next.batch;
    if (sweep < begin) continue;
    for (const [quantity, values] of Object.entries(model.quantities(batch))) {
      sums[quantity] ??= new Float64Array(chains);
      for (let chain = 0; chain < chains; chain++) sums[quantity][chain]! += values[chain]! / (sweeps - begin);
    }
  }
  for (const [quantity, values] of Object.entries(exact)) {
    const found = sums[quantity]!;
    const error = Math.sqrt((variance(values) + variance(found)) / chains);
    const apart = (mean(found) - mean(values)) / error;
    conformance.require(
      Math.abs(apart) <= limit,
      `the mean of ${quantity} is ${mean(found)} where exact draws have ${mean(values)}, ${apart.toFixed(1)} standard errors apart`,
    );
  }
}
