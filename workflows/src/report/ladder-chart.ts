import type { Certificate } from '@basin/core';
import { axisX, axisY, barX, ruleX, text } from '@observablehq/plot';
import { chart } from './chart.js';
import type { Html } from './html.js';

/** A fact about two neighbouring temperatures. */
const swapFact = /^swap rate of (.+) and (.+)$/;

type Fact = Certificate['facts'][number];

/** Whether a fact is one bar of {@link ladderChart}. */
export function isSwapRate({ name }: Fact): boolean {
  return swapFact.test(name);
}

/** How often neighbours of a ladder of temperatures swapped their states; undefined where there is no ladder. */
export function ladderChart(facts: readonly Fact[]): Html | undefined {
  const pairs = facts.flatMap(({ name, value }) => {
    const found = swapFact.exec(name);
    return found === null ? [] : [{ pair: `${found[1]} ↔ ${found[2]!.replace(/^β = /, '')}`, rate: 100 * value }];
  });
  if (pairs.length === 0) return undefined;
  const widest = pairs.reduce((most, { pair }) => Math.max(most, pair.length), 0);
  const rates = pairs.map(({ rate }) => rate);
  return chart(
    {
      width: 620,
      height: 46 + 22 * pairs.length,
      marginLeft: 12 + 7.2 * widest,
      marginRight: 44,
      marginTop: 6,
      marginBottom: 38,
      x: { domain: [0, 100] },
      y: { domain: pairs.map(({ pair }) => pair), padding: 0.3 },
      marks: [
        barX(pairs, { y: 'pair', x: 'rate', fill: 'var(--after)', fillOpacity: 0.6 }),
        text(pairs, {
          y: 'pair',
          x: 'rate',
          dx: 5,
          textAnchor: 'start',
          fill: 'var(--muted)',
          text: ({ rate }: { rate: number }) => `${rate.toFixed(0)} %`,
        }),
        ruleX([0], { stroke: 'var(--axis)' }),
        axisX({
          ticks: 5,
          tickSize: 4,
          stroke: 'var(--axis)',
          fill: 'var(--muted)',
          label: 'swaps accepted (%)',
          labelAnchor: 'center',
          labelArrow: 'none',
          labelOffset: 34,
        }),
        axisY({ tickSize: 0, fill: 'var(--ink)', label: null }),
      ],
    },
    {
      label: `Swap rates of ${pairs.length} pairs of neighbouring temperatures: from ${Math.min(...rates).toFixed(0)} to ${Math.max(...rates).toFixed(0)} per cent`,
    },
  );
}
