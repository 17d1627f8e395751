import { type BarScale, barScale, costBar, hasShiftedOrigin, termClass } from './cost-bar.js';
import { type Html, html } from './html.js';
import { costText, numberText, quantityText } from './number-text.js';
import type { Candidate, CandidateTerm, ReportContent } from './report-content.js';
import { sanitisedDrawing } from './sanitise-svg.js';

/** The best candidates, and those that differ, as cards. */
export function candidateSections({ best, diverse }: ReportContent): Html {
  const scale = barScale([...best, ...(diverse?.candidates ?? [])]);
  const bestCards = best.map((candidate) => card(candidate, scale, `best-${candidate.rank}-`));
  return html`${bestCards.length === 0 ? '' : bestSection(bestCards, scale, markLegend(best))}${diverse === undefined ? '' : diverseSection(diverse, scale)}`;
}

function bestSection(cards: readonly Html[], scale: BarScale, legend: Html | ''): Html {
  const shifted = hasShiftedOrigin(scale)
    ? ' A term that can always get lower is counted from the lowest one shown.'
    : '';
  return html`<section aria-labelledby="best" class="wide">
<h2 id="best">Best candidates</h2>
<p class="note">Lowest energy first. The bar shows what each candidate pays and for what; all bars share one scale, so shorter is better. The cost of a term is its share of the energy, weight included.${shifted}</p>
${legend}
<ol class="cards">${cards}</ol>
</section>`;
}

function diverseSection({ candidates, similarityName }: NonNullable<ReportContent['diverse']>, scale: BarScale): Html {
  return html`<section aria-labelledby="diverse" class="wide">
<h2 id="diverse">Best candidates that differ</h2>
<p class="note">From the best on, each candidate that is not too similar to one before it. Similarity is ${similarityName}.</p>
<ol class="cards">${candidates.map((candidate) => card(candidate, scale, `diverse-${candidate.rank}-`))}</ol>
</section>`;
}

function card(candidate: Candidate, scale: BarScale, prefix: string): Html {
  const { rank, title, identity, energy, terms, nearest } = candidate;
  return html`<li class="card"><article aria-label="Candidate ${rank}">
${drawing(candidate, prefix)}
<h3><span class="rank">${rank}</span><span class="energy">energy <b>${numberText(energy, 4)}</b></span></h3>
${title === undefined ? '' : html`<p class="candidate-title">${title}</p>`}
<p class="identity"><code>${identity}</code></p>
${terms.length === 0 ? '' : html`${costBar(terms, scale)}${termTable(terms, rank)}`}
${nearest === undefined ? '' : html`<p class="nearest">similarity to the nearest above: ${numberText(nearest, 2)}</p>`}
</article></li>`;
}

function drawing({ drawing: drawn }: Candidate, prefix: string): Html | '' {
  const safe = drawn === undefined ? undefined : sanitisedDrawing(drawn.svg, drawn.alt, prefix);
  return safe === undefined ? '' : html`<div class="drawing">${safe}</div>`;
}

function termTable(terms: readonly CandidateTerm[], rank: number): Html {
  return html`<table class="terms"><caption class="unseen">Terms of candidate ${rank}</caption>
<thead><tr><th scope="col">term</th><th scope="col">value</th><th scope="col"><span class="unseen">as wanted</span></th><th scope="col">cost</th></tr></thead>
<tbody>${terms.map(termRow)}</tbody></table>`;
}

function termRow({ label, value, unit, cost, met }: CandidateTerm, index: number): Html {
  return html`<tr><th scope="row">${cost === undefined ? '' : swatch(index)}${label}</th><td>${value === undefined ? '' : quantityText(value, unit)}</td><td class="mark">${metMark(met)}</td><td class="cost">${cost === undefined ? '' : costText(cost)}</td></tr>`;
}

function swatch(index: number): Html {
  return html`<svg class="swatch" aria-hidden="true" viewBox="0 0 10 10"><rect class="${termClass(index)}" width="10" height="10" rx="2"/></svg>`;
}

function metMark(met: boolean | undefined): Html | '' {
  if (met === undefined) return '';
  const words = met ? 'as wanted' : 'not as wanted';
  return html`<span title="${words}">${markSign(met)}<span class="unseen">${words}</span></span>`;
}

function markSign(met: boolean): Html {
  return met
    ? html`<span class="met" aria-hidden="true">✓</span>`
    : html`<span class="missed" aria-hidden="true">○</span>`;
}

/** What the marks mean; nothing where no value has a wanted region. */
function markLegend(candidates: readonly Candidate[]): Html | '' {
  if (!candidates.some(({ terms }) => terms.some(({ met }) => met !== undefined))) return '';
  return html`<ul class="legend" aria-label="Marks"><li>${markSign(true)}value as wanted</li><li>${markSign(false)}value not as wanted</li></ul>`;
}
