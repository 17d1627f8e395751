import { axisX, axisY, barX, ruleX, tickX } from '@observablehq/plot';
import { chart } from './chart.js';
import type { StateShares } from './draws-content.js';
import type { Html } from './html.js';

const rowHeight = 20;
/** Characters of a state's name beside its bar. */
const longest = 28;

/** Shares of the states among the draws as bars, with marks at their probabilities. */
export function sharesChart({ states }: StateShares): Html {
  const bars = states.map(({ state, drawn, exact }) => ({
    state: state.length <= longest ? state : `${state.slice(0, longest - 1)}…`,
    drawn: 100 * drawn,
    exact: exact === undefined ? Number.NaN : 100 * exact,
  }));
  const widest = bars.reduce((most, { state }) => Math.max(most, state.length), 0);
  return chart(
    {
      width: 720,
      height: 50 + rowHeight * bars.length,
      marginLeft: 16 + 7.4 * widest,
      marginRight: 16,
      marginTop: 8,
      marginBottom: 38,
      x: { nice: true, grid: true },
      y: { domain: bars.map(({ state }) => state), padding: 0.25 },
      marks: [
        barX(bars, { y: 'state', x: 'drawn', fill: 'var(--after)', fillOpacity: 0.55 }),
        tickX(bars, { y: 'state', x: 'exact', stroke: 'var(--front)', strokeWidth: 2.5 }),
        ruleX([0], { stroke: 'var(--axis)' }),
        axisX({
          ticks: 6,
          tickSize: 4,
          stroke: 'var(--axis)',
          fill: 'var(--muted)',
          label: 'share of the draws, and probability (%)',
          labelAnchor: 'center',
          labelArrow: 'none',
          labelOffset: 34,
        }),
        axisY({ tickSize: 0, fill: 'var(--ink)', label: null }),
      ],
    },
    { label: sharesWords(states) },
  );
}

function sharesWords(states: StateShares['states']): string {
  const apart = states.reduce((sum, { drawn, exact }) => sum + Math.abs(drawn - (exact ?? drawn)), 0) / 2;
  const [first] = states;
  return `Shares of ${states.length} states: ${first?.state ?? ''} has ${(100 * (first?.drawn ?? 0)).toFixed(1)} % of the draws; ${(100 * apart).toFixed(1)} % of all draws lie in other states than the probabilities say`;
}
