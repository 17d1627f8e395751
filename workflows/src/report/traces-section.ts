import { autocorrelationChart } from './autocorrelation-chart.js';
import { shownChains } from './chain-lines.js';
import { termClass } from './cost-bar.js';
import type { DrawnQuantity, DrawsContent } from './draws-content.js';
import { type Html, html } from './html.js';
import { countText } from './number-text.js';
import { rankChart } from './rank-chart.js';
import { headingId, type SectionOfStep, stepHeading } from './step-heading.js';
import { traceChart } from './trace-chart.js';

/** How the chains moved. */
export function tracesSection(draws: DrawsContent, of: SectionOfStep): Html | undefined {
  // Weighted draws are a population: they have no order.
  if (draws.isWeighted || draws.drawCount < 2) return undefined;
  return html`<section aria-labelledby="${headingId('traces', of)}" class="wide">
${stepHeading('traces', 'How the chains moved', of)}
<p class="note">Good chains look like noise around one level, and alike. Their ranks among all draws are spread evenly: level lines at the dashed one. And they forget soon: the correlation with earlier draws falls to 0.${leftOut(draws)}</p>
${chainLegend(draws.chains)}
<div class="traces">
<div class="trace-heads" aria-hidden="true"><span>draw by draw</span><span>ranks (%)</span><span>autocorrelation by lag</span></div>
${draws.quantities.map(traceRow)}
</div>
</section>`;
}

function traceRow(quantity: DrawnQuantity): Html {
  return html`<figure class="chart trace"><figcaption>${quantity.name}${unitMarkup(quantity)}</figcaption><div class="trace-charts">${traceChart(quantity)}${rankChart(quantity)}${autocorrelationChart(quantity)}</div></figure>`;
}

/** The unit of a quantity behind its name. */
export function unitMarkup({ unit }: Pick<DrawnQuantity, 'unit'>): Html | '' {
  return unit === '1' || unit === '' ? '' : html` <span class="unit">${unit}</span>`;
}

/** Which colour is which chain. */
export function chainLegend(chains: readonly number[]): Html {
  const shown = shownChains(chains.length);
  const more = chains.length - shown.length;
  const keys = shown.map(
    (place) =>
      html`<li><svg class="swatch" aria-hidden="true" viewBox="0 0 10 10"><rect class="${termClass(place)}" width="10" height="10" rx="2"/></svg>chain ${chains[place]}</li>`,
  );
  return html`<ul class="legend" aria-label="Chains">${keys}${more === 0 ? '' : html`<li>${countText(more)} more are not drawn</li>`}</ul>`;
}

function leftOut({ leftOut: names }: DrawsContent): string {
  if (names.length === 0) return '';
  const some = names.slice(0, 4).join(', ');
  const more = names.length > 4 ? ` and ${countText(names.length - 4)} more` : '';
  return ` Not drawn for want of room: ${some}${more}.`;
}
