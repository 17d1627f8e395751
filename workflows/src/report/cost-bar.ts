import { type Html, html } from './html.js';
import { costText } from './number-text.js';
import type { CandidateTerm } from './report-content.js';

const barWidth = 240;
const barHeight = 12;
const gap = 1.5;

/** A piece of a bar, in units of its drawing. */
interface Segment {
  readonly term: CandidateTerm;
  readonly colour: number;
  readonly start: number;
  readonly width: number;
}

/**
 * What a candidate pays and for what, as one stacked bar. All bars of a report share a scale, so that a shorter bar is a better
 * candidate. A term that lowers the energy is hatched: its size counts, with its sign in the words.
 *
 * @param scale - The largest sum of costs, by size, that a bar of full width stands for; > 0.
 */
export function costBar(terms: readonly CandidateTerm[], scale: number, prefix: string): Html {
  const segments = segmentsOf(terms, scale);
  const paid = segments.map(({ term }) => `${term.label} ${costText(term.cost!)}`).join(', ');
  const label = segments.length === 0 ? 'Costs nothing' : `Costs: ${paid}`;
  return html`<svg class="cost-bar" role="img" aria-label="${label}" viewBox="0 0 ${barWidth} ${barHeight}" preserveAspectRatio="none"><title>${label}</title><defs><pattern id="${prefix}hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch" width="2" height="4"/></pattern></defs><rect class="cost-track" width="${barWidth}" height="${barHeight}" rx="3"/>${segments.map((segment) => segmentMarkup(segment, prefix))}</svg>`;
}

/** Sum of the sizes of a candidate's costs: what its bar is as long as. */
export function barTotal(terms: readonly CandidateTerm[]): number {
  return terms.reduce((sum, { cost }) => sum + finiteSize(cost), 0);
}

function segmentsOf(terms: readonly CandidateTerm[], scale: number): readonly Segment[] {
  const segments: Segment[] = [];
  let start = 0;
  for (const [colour, term] of terms.entries()) {
    const width = (barWidth * finiteSize(term.cost)) / scale;
    if (width >= 0.4) segments.push({ term, colour, start, width });
    start += width;
  }
  return segments;
}

function segmentMarkup({ term, colour, start, width }: Segment, prefix: string): Html {
  const at = html`x="${start.toFixed(2)}" width="${Math.max(0.4, width - gap).toFixed(2)}" height="${barHeight}"`;
  const hatch = term.cost! < 0 ? html`<rect ${at} fill="url(#${prefix}hatch)"/>` : '';
  return html`<rect class="${termClass(colour)}" ${at}/>${hatch}`;
}

/** Class that paints the term of a number in its colour; colours repeat after eight. */
export function termClass(index: number): string {
  return `term-${(index % 8) + 1}`;
}

function finiteSize(cost: number | undefined): number {
  return cost !== undefined && Number.isFinite(cost) ? Math.abs(cost) : 0;
}
