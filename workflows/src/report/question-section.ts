import { type Html, html } from './html.js';
import { numberText } from './number-text.js';
import type { QuestionGroup, QuestionNode, ReportContent, Requirement } from './report-content.js';

const ofDesigns =
  'A design has a low energy when it meets what is written here. Every requirement it misses costs energy; weights say how much each one counts.';
const ofDraws =
  'States are drawn in proportion to e^(−βE) of the energy E that is written here. Where terms add up, probabilities multiply.';

/** What was asked: the composition as a tree in words. */
export function questionSection({ question, draws }: Pick<ReportContent, 'question' | 'draws'>): Html | undefined {
  if (question === undefined) return undefined;
  return html`<section aria-labelledby="question">
<h2 id="question">The question</h2>
<p class="note">${draws.length === 0 ? ofDesigns : ofDraws}</p>
<div class="tree">${nodeMarkup(question)}</div>
</section>`;
}

function nodeMarkup(node: QuestionNode): Html {
  return node.kind === 'group' ? groupMarkup(node) : requirementMarkup(node);
}

function requirementMarkup({ label, asked, weight, source, options }: Requirement): Html {
  return html`<div class="leaf"><div class="asked"><b>${label}</b> ${asked}${badge('weight', weight)}</div><div class="source"><code>${source}</code>${optionList(options)}</div></div>`;
}

function optionList(options: Requirement['options']): Html | '' {
  if (options.length === 0) return '';
  const entries = options.map(({ name, text }) => html`<div><dt>${name}</dt> <dd><code>${text}</code></dd></div>`);
  return html` <dl class="options">${entries}</dl>`;
}

function groupMarkup({ operator, detail, label, weight, strength, terms }: QuestionGroup): Html {
  const name = label === undefined ? '' : html`<b>${label}</b> `;
  const items = terms.map((term) => html`<li>${nodeMarkup(term)}</li>`);
  return html`<div class="group"><div class="lead">${name}<span class="operator">${operator}</span>${detail === undefined ? '' : html` ${detail}`}${badge('weight', weight)}${badge('strength', strength)}</div><ul>${items}</ul></div>`;
}

function badge(name: string, value: number | undefined): Html | '' {
  return value === undefined ? '' : html` <span class="weight">${name} ${numberText(value)}</span>`;
}
