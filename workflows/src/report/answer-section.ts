import { type Html, html } from './html.js';
import { countOf, countText, numberText } from './number-text.js';
import type { Answer } from './report-content.js';

/** The answer in three figures. */
export function answerSection(answer: Answer): Html {
  const { designCount, bestEnergy, bestEnergyBefore } = answer;
  const improved = bestEnergyBefore !== undefined && bestEnergyBefore > bestEnergy;
  const before = !improved ? 'lower is better' : `${numberText(bestEnergyBefore, 3)} at the start`;
  return html`<section aria-labelledby="answer">
<h2 id="answer">The answer</h2>
<dl class="figures">
${figure(countText(designCount), designCount === 1 ? 'design' : 'designs', evaluationsText(answer))}
${figure(numberText(bestEnergy, 3), 'best energy', before)}
${meetingFigure(answer)}
</dl>
</section>`;
}

function figure(value: string, name: string, note: string): Html {
  return html`<div class="figure"><dt>${name}</dt><dd><span class="value">${value}</span><span class="figure-note">${note}</span></dd></div>`;
}

function evaluationsText({ evaluations }: Answer): string {
  return evaluations === undefined ? 'in the table' : `kept from ${countOf(evaluations, 'evaluation')}`;
}

function meetingFigure({ meetingCount, designCount }: Answer): Html | '' {
  if (meetingCount === undefined) return '';
  const share = designCount === 0 ? '' : ` (${Math.round((100 * meetingCount) / designCount)} %)`;
  return figure(countText(meetingCount), 'meet every requirement', `of ${countText(designCount)}${share}`);
}
