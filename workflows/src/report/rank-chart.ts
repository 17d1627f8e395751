import { line, type Markish, ruleY } from '@observablehq/plot';
import { chainColour, shownChains, smallAxes } from './chain-lines.js';
import { chart } from './chart.js';
import type { DrawnQuantity } from './draws-content.js';
import type { Html } from './html.js';
import { meanRanks } from './rank-correlation.js';

const binCount = 20;

/**
 * How the ranks of each chain's draws among all draws are spread: level lines where the chains draw from one distribution.
 *
 * @see Vehtari et al., Bayesian Anal. 16, 667 (2021), on rank plots.
 */
export function rankChart({ name, chains }: DrawnQuantity): Html {
  const shares = rankShares(chains);
  const drawn = shownChains(chains.length);
  const greatest = drawn.reduce((most, place) => Math.max(most, ...shares[place]!), 2);
  return chart(
    {
      width: 220,
      height: 150,
      marginLeft: 8,
      marginRight: 8,
      marginTop: 8,
      marginBottom: 22,
      x: { domain: [0, 100] },
      y: { domain: [0, greatest], axis: null },
      marks: [
        ruleY([1], { stroke: 'var(--axis)', strokeDasharray: '3 3' }),
        ...drawn.map(
          (place): Markish =>
            line(steps(shares[place]!), {
              x: 'x',
              y: 'y',
              stroke: chainColour(place),
              strokeWidth: 1.25,
            }),
        ),
        smallAxes({ x: 3, y: 0 })[0]!,
      ],
    },
    { label: rankWords(name, shares) },
  );
}

/** For each chain and bin of ranks, the draws there over those expected: 1 where the chains agree. */
export function rankShares(chains: readonly Float64Array[]): readonly Float64Array[] {
  const pooled = Float64Array.from(chains.flatMap((chain) => [...chain]));
  const ranks = meanRanks(pooled);
  let first = 0;
  return chains.map(({ length }) => {
    const share = new Float64Array(binCount);
    for (let i = first; i < first + length; i++) {
      share[Math.min(binCount - 1, Math.floor((binCount * (ranks[i]! + 0.5)) / pooled.length))]! += binCount / length;
    }
    first += length;
    return share;
  });
}

function steps(shares: Float64Array): readonly { readonly x: number; readonly y: number }[] {
  const width = 100 / binCount;
  return Array.from(shares).flatMap((y, bin) => [
    { x: bin * width, y },
    { x: (bin + 1) * width, y },
  ]);
}

function rankWords(name: string, shares: readonly Float64Array[]): string {
  const all = shares.flatMap((share) => [...share]);
  const percent = (share: number): string => `${Math.round(100 * share)} %`;
  return `Ranks of ${name} chain by chain: from ${percent(Math.min(...all))} to ${percent(Math.max(...all))} of what chains that agree would have`;
}
