import type { DrawsContent, Landscape } from './draws-content.js';
import { densityChart, energyCurveChart } from './energy-curve-chart.js';
import { energyMapChart, hasWalls } from './energy-map-chart.js';
import { type Html, html } from './html.js';
import { countOf } from './number-text.js';
import { sharesChart } from './shares-chart.js';
import { headingId, type SectionOfStep, stepHeading } from './step-heading.js';
import { chainLegend } from './traces-section.js';
import { forbiddenStretches } from './walls.js';

/** The energy where the draws are. */
export function landscapeSection(draws: DrawsContent, of: SectionOfStep): Html | undefined {
  if (draws.shares !== undefined) return sharesSection(draws, draws.shares, of);
  if (draws.landscape === undefined) return undefined;
  const { landscape } = draws;
  return html`<section aria-labelledby="${headingId('landscape', of)}" class="wide">
${stepHeading('landscape', 'The energy landscape', of)}
${landscape.form === 'map' ? mapMarkup(draws, landscape) : curveMarkup(landscape)}
</section>`;
}

function mapMarkup(draws: DrawsContent, map: Extract<Landscape, { form: 'map' }>): Html {
  return html`<div class="beside">
<div><p class="note">Each shade is one unit of βE: one stronger is more probable by a factor of e. The dots are draws, coloured by chain. They should lie thick wherever the shade is strong.</p>
${chainLegend(draws.chains)}${shadeLegend(hasWalls(map))}</div>
<figure class="chart">${energyMapChart(map)}</figure>
</div>`;
}

/** What the shades mean, and what is forbidden. */
function shadeLegend(isWalled: boolean): Html {
  const shades = [
    ['swatch-deep', 'most probable'],
    ['swatch-page', 'more than 8 units of βE above the lowest'],
    ...(isWalled ? [['swatch-wall', forbidden]] : []),
  ];
  const keys = shades.map(([name, words]) => html`<li>${shadeSwatch(name!)}${words}</li>`);
  return html`<ul class="legend" aria-label="Shades">${keys}</ul>`;
}

const forbidden = 'forbidden: E = +∞';

function shadeSwatch(name: string): Html {
  return html`<svg class="swatch" aria-hidden="true" viewBox="0 0 10 10"><rect class="${name}" width="10" height="10" rx="2"/></svg>`;
}

function curveMarkup(curve: Extract<Landscape, { form: 'curve' }>): Html {
  return html`<p class="note">Left, the energy along ${curve.axis}. Right, the density e^(−βE)/Z with Z integrated over the range shown, and the histogram of the draws, which should fill it.</p>
${forbiddenStretches(curve.x, curve.energy).length === 0 ? '' : html`<ul class="legend" aria-label="Shades"><li>${shadeSwatch('swatch-wall')}${forbidden}</li></ul>`}
<div class="charts charts-large">
<figure class="chart"><figcaption>Energy</figcaption>${energyCurveChart(curve)}</figure>
<figure class="chart"><figcaption>Density and draws</figcaption>${densityChart(curve)}</figure>
</div>`;
}

function sharesSection(draws: DrawsContent, shares: NonNullable<DrawsContent['shares']>, of: SectionOfStep): Html {
  const { count, drawn, exact } = shares.others;
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const others =
    count === 0
      ? ''
      : ` The ${count} least probable states are not shown: they have ${percent(drawn)} of the draws${exact === undefined ? '' : `, and ${percent(exact)} of the probability`}.`;
  return html`<section aria-labelledby="${headingId('landscape', of)}" class="wide">
${stepHeading('landscape', 'States and their probabilities', of)}
<p class="note">The space is small enough to list. Bars are shares of the ${countOf(draws.drawCount, 'draw')}; the marks are the exact probabilities e^(−βE)/Z.${others}</p>
<figure class="chart">${sharesChart(shares)}</figure>
</section>`;
}
