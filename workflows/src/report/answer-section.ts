import { neverChanged } from '@basin/core';
import type { DrawsContent } from './draws-content.js';
import { figureWords } from './figure-words.js';
import { type Html, html } from './html.js';
import { countOf, countText, numberText } from './number-text.js';
import type { Answer, ReportContent } from './report-content.js';

/** The answer in three figures; nothing where there are no states to count. */
export function answerSection({ answer, draws, certificates }: ReportContent): Html | undefined {
  if (draws.length > 0) {
    return html`<section aria-labelledby="answer">
<h2 id="answer">The answer</h2>
${draws.map((drawn) => drawsAnswer(drawn, certificates, draws.length > 1))}
</section>`;
  }
  return answer === undefined ? undefined : designsAnswer(answer);
}

/** Of draws, what they are worth. */
function drawsAnswer(
  { step, drawCount, chains }: DrawsContent,
  certificates: ReportContent['certificates'],
  isNamed: boolean,
): Html {
  const certificate = certificates.find((certified) => certified.step === step)?.certificate;
  const changing = (certificate?.quantities ?? []).filter((quantity) => !neverChanged(quantity));
  const sizes = changing.map(({ bulkSampleSize, tailSampleSize }) => Math.min(bulkSampleSize, tailSampleSize));
  const verdict = certificate?.verdict ?? 'unchecked';
  const failed = certificate?.checks.filter(({ passed }) => !passed).length ?? 0;
  return html`${isNamed ? html`<h3>${step}</h3>` : ''}
<dl class="figures">
${figure(countText(drawCount), drawCount === 1 ? 'draw' : 'draws', `of ${countOf(chains.length, 'chain')}`)}
${sizes.length === 0 ? '' : figure(sizeText(Math.min(...sizes)), 'independent draws at least', 'that the worst known quantity is worth')}
${figure(verdictSigns[verdict], 'certificate', failed === 0 ? verdictNotes[verdict] : `${countOf(failed, 'check')} failed`, verdict === 'failed' ? 'figure figure-failed' : 'figure')}
</dl>`;
}

const verdictSigns = { passed: 'passed', failed: 'failed', exact: 'exact', unchecked: 'none' } as const;
const verdictNotes = {
  passed: 'every check',
  failed: '',
  exact: 'nothing was estimated',
  unchecked: 'nothing was checked',
} as const;

function sizeText(size: number): string {
  return Number.isFinite(size) ? countText(size) : figureWords(size);
}

function designsAnswer(answer: Answer): Html {
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

function figure(value: string, name: string, note: string, className = 'figure'): Html {
  return html`<div class="${className}"><dt>${name}</dt><dd><span class="value">${value}</span><span class="figure-note">${note}</span></dd></div>`;
}

function evaluationsText({ evaluations }: Answer): string {
  return evaluations === undefined ? 'in the table' : `kept from ${countOf(evaluations, 'evaluation')}`;
}

function meetingFigure({ meetingCount, designCount }: Answer): Html | '' {
  if (meetingCount === undefined) return '';
  const share = designCount === 0 ? '' : ` (${Math.round((100 * meetingCount) / designCount)} %)`;
  return figure(countText(meetingCount), 'meet every requirement', `of ${countText(designCount)}${share}`);
}
