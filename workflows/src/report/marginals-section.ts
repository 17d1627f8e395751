import type { DrawsContent } from './draws-content.js';
import { type Html, html } from './html.js';
import { marginalChart } from './marginal-chart.js';
import { headingId, type SectionOfStep, stepHeading } from './step-heading.js';
import { chainLegend, unitMarkup } from './traces-section.js';

/** How each quantity is distributed. */
export function marginalsSection(draws: DrawsContent, of: SectionOfStep): Html | undefined {
  const charts = draws.quantities.flatMap((quantity) => {
    const drawn = marginalChart(quantity);
    if (drawn === undefined) return [];
    return [
      html`<figure class="chart"><figcaption>${quantity.name}${unitMarkup(quantity)}</figcaption>${drawn}</figure>`,
    ];
  });
  if (charts.length === 0) return undefined;
  const each =
    draws.chains.length < 2
      ? ''
      : ' The lines are the chains one by one: they lie on each other where the chains agree.';
  return html`<section aria-labelledby="${headingId('marginals', of)}" class="wide">
${stepHeading('marginals', 'What was drawn', of)}
<p class="note">Share of all draws in per cent, by value.${each}</p>
${draws.chains.length < 2 ? '' : chainLegend(draws.chains)}
<div class="charts">${charts}</div>
</section>`;
}
