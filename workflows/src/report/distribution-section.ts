import { distributionChart } from './distribution-chart.js';
import { type Html, html } from './html.js';
import type { Distribution } from './report-content.js';

/** How the properties are distributed before and after. */
export function distributionSection(distributions: readonly Distribution[]): Html | undefined {
  const charts = distributions.flatMap((distribution) => {
    const drawn = distributionChart(distribution);
    return drawn === undefined
      ? []
      : [
          html`<figure class="chart"><figcaption>${distribution.label}${unit(distribution)}</figcaption>${drawn}</figure>`,
        ];
  });
  if (charts.length === 0) return undefined;
  return html`<section aria-labelledby="distributions" class="wide">
<h2 id="distributions">What changed</h2>
<p class="note">Share of states by value. Where the start reaches far out, its furthest 0.5 % at either end are left out of the picture.</p>
${legend(distributions)}
<div class="charts">${charts}</div>
</section>`;
}

function unit({ unit: name }: Distribution): Html | '' {
  return name === '1' || name === '' ? '' : html` <span class="unit">${name}</span>`;
}

function legend(distributions: readonly Distribution[]): Html {
  const hasBefore = distributions.some(({ before }) => before.length > 0);
  const hasWanted = distributions.some(({ wanted }) => wanted !== undefined);
  return html`<ul class="legend">${hasBefore ? key('before', 'start') : ''}${key('after', 'designs')}${hasWanted ? key('wanted', 'wanted') : ''}</ul>`;
}

function key(paint: string, name: string): Html {
  return html`<li><svg class="swatch" aria-hidden="true" viewBox="0 0 10 10"><rect class="paint-${paint}" width="10" height="10" rx="2"/></svg>${name}</li>`;
}
