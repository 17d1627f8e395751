import { type Html, html } from './html.js';
import { numberText } from './number-text.js';
import type { TradeOff } from './report-content.js';
import { tradeOffChart } from './trade-off-chart.js';

/** The two terms that pull hardest against each other. */
export function tradeOffSection(tradeOff: TradeOff | undefined): Html | undefined {
  if (tradeOff === undefined) return undefined;
  const { x, y, before, correlation } = tradeOff;
  const start = before.length === 0 ? '' : key('before', 'start');
  return html`<section aria-labelledby="trade-off" class="wide">
<h2 id="trade-off">The hardest trade-off</h2>
<div class="beside">
<div><p class="note">Of all terms, ${x} and ${y} pull hardest against each other: their rank correlation among the designs is ${numberText(correlation, 2)}. On the line, nothing gets better in one without getting worse in the other.</p>
<ul class="legend">${start}${key('after', 'designs')}${key('front', 'Pareto front')}</ul></div>
<figure class="chart">${tradeOffChart(tradeOff)}</figure>
</div>
</section>`;
}

function key(paint: string, name: string): Html {
  return html`<li><svg class="swatch" aria-hidden="true" viewBox="0 0 10 10"><circle class="paint-${paint}" cx="5" cy="5" r="4.5"/></svg>${name}</li>`;
}
