import { mean, variance } from '../numerics/statistics.js';

/** Every chain cut in its two halves; the middle draw of an odd number is left out. Trends within a chain show as disagreement. */
export function splitChains(chains: readonly Float64Array[]): readonly Float64Array[] {
  return chains.flatMap((chain) => {
    const half = Math.floor(chain.length / 2);
    return [chain.subarray(0, half), chain.subarray(chain.length - half)];
  });
}

/** The draws of all chains in one array, chain by chain. */
export function pooledDraws(chains: readonly Float64Array[]): Float64Array {
  const pooled = new Float64Array(chains.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const chain of chains) {
    pooled.set(chain, offset);
    offset += chain.length;
  }
  return pooled;
}

/** Variances of chains of one length. */
export interface ChainVariances {
  readonly drawCount: number;
  /** Mean of the chains' variances. */
  readonly within: number;
  /** Estimate of the variance of the target: ((n − 1) W + B) / n. */
  readonly pooled: number;
}

/** @see Gelman & Rubin, Stat. Sci. 7, 457 (1992). */
export function chainVariances(chains: readonly Float64Array[]): ChainVariances {
  const drawCount = chains[0]?.length ?? 0;
  const within = mean(Float64Array.from(chains, variance));
  const between = chains.length > 1 ? variance(Float64Array.from(chains, mean)) : 0;
  return { drawCount, within, pooled: ((drawCount - 1) / drawCount) * within + between };
}

/** √(pooled variance / mean variance within): 1 for chains that agree; NaN for constant chains. */
export function potentialScaleReduction(chains: readonly Float64Array[]): number {
  const { within, pooled } = chainVariances(chains);
  return Math.sqrt(pooled / within);
}
