import type { DrawnPicture, DrawsContent } from './draws-content.js';
import { figureWords } from './figure-words.js';
import { type Html, html } from './html.js';
import { countText } from './number-text.js';
import { sanitisedDrawing } from './sanitise-svg.js';
import { headingId, type SectionOfStep, stepHeading } from './step-heading.js';

/** Some of the draws, drawn. */
export function samplesSection({ pictures }: DrawsContent, of: SectionOfStep): Html | undefined {
  const cards = pictures.flatMap((picture, index) => card(picture, index, of));
  if (cards.length === 0) return undefined;
  return html`<section aria-labelledby="${headingId('samples', of)}" class="wide">
${stepHeading('samples', 'Samples drawn', of)}
<p class="note">Draws as they came, far apart in their chains: not the best ones, but typical ones.</p>
<ol class="cards samples">${cards}</ol>
</section>`;
}

function card({ chain, step, energy, drawing }: DrawnPicture, index: number, of: SectionOfStep): readonly Html[] {
  const safe = sanitisedDrawing(drawing.svg, drawing.alt, `${headingId('sample', of)}-${index}-`);
  if (safe === undefined) return [];
  return [
    html`<li class="card"><article aria-label="Sample ${index + 1}"><div class="drawing">${safe}</div>
<h3><span>chain ${chain}, step ${countText(step)}</span><span class="energy">energy <b>${figureWords(energy)}</b></span></h3></article></li>`,
  ];
}
