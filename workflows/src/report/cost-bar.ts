import { type Html, html } from './html.js';
import { costText } from './number-text.js';
import type { Candidate, CandidateTerm } from './report-content.js';

const barWidth = 240;
const barHeight = 12;
const gap = 1.5;

/** What the bars of a report have in common, so that a shorter bar is a better candidate. */
export interface BarScale {
  /** The sum of costs that a bar of full width stands for; > 0. */
  readonly full: number;
  /** Where the cost of each term is counted from: 0, or the least cost shown of a term that can go below. */
  readonly origins: ReadonlyMap<string, number>;
}

/** The scale of all candidates that a report shows. */
export function barScale(candidates: readonly Candidate[]): BarScale {
  const origins = new Map<string, number>();
  for (const { label, cost } of candidates.flatMap(({ terms }) => terms)) {
    if (isCost(cost)) origins.set(label, Math.min(origins.get(label) ?? 0, cost));
  }
  const sums = candidates.map(({ terms }) => terms.reduce((sum, term) => sum + size(term, origins), 0));
  return { full: Math.max(...sums, 0) || 1, origins };
}

/** Whether some term has no zero to count from. */
export function hasShiftedOrigin({ origins }: BarScale): boolean {
  return [...origins.values()].some((origin) => origin < 0);
}

/** What a candidate pays and for what, as one stacked bar. */
export function costBar(terms: readonly CandidateTerm[], { full, origins }: BarScale): Html {
  const paid = terms.filter(({ cost }) => isCost(cost)).map(({ label, cost }) => `${label} ${costText(cost ?? 0)}`);
  const label = `Costs: ${paid.join(', ')}`;
  let start = 0;
  const segments = terms.map((term, colour) => {
    const width = (barWidth * size(term, origins)) / full;
    const segment = width < 0.4 ? '' : segmentMarkup(colour, start, width);
    start += width;
    return segment;
  });
  return html`<svg class="cost-bar" role="img" aria-label="${label}" viewBox="0 0 ${barWidth} ${barHeight}" preserveAspectRatio="none"><title>${label}</title><rect class="cost-track" width="${barWidth}" height="${barHeight}" rx="3"/>${segments}</svg>`;
}

function segmentMarkup(colour: number, start: number, width: number): Html {
  const shown = Math.max(0.4, width - gap).toFixed(2);
  return html`<rect class="${termClass(colour)}" x="${start.toFixed(2)}" width="${shown}" height="${barHeight}"/>`;
}

/** Class that paints the term of a number in its colour; colours repeat after eight. */
export function termClass(index: number): string {
  return `term-${(index % 8) + 1}`;
}

function size({ label, cost }: CandidateTerm, origins: ReadonlyMap<string, number>): number {
  return isCost(cost) ? cost - (origins.get(label) ?? 0) : 0;
}

function isCost(cost: number | undefined): cost is number {
  return cost !== undefined && Number.isFinite(cost);
}
