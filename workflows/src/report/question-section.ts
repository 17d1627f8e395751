import type { EnergyExpression } from '@basin/core';
import { type Html, html } from './html.js';
import { numberText } from './number-text.js';
import { objectiveWords, referenceWords } from './objective-words.js';

/** What was asked: the composition as a tree in words. */
export function questionSection(expression: EnergyExpression | undefined): Html | undefined {
  if (expression === undefined) return undefined;
  return html`<section aria-labelledby="question">
<h2 id="question">The question</h2>
<p class="note">A design has a low energy when it meets what is written here. Every requirement it misses costs energy; weights say how much each one counts.</p>
<div class="tree">${nodeMarkup(expression, { isRoot: true, isDenied: false })}</div>
</section>`;
}

/** Where a node stands: at the root its weight means nothing, below a `not` it is not asked for. */
interface Standing {
  readonly isRoot: boolean;
  readonly isDenied: boolean;
}

function nodeMarkup(node: EnergyExpression, { isRoot, isDenied }: Standing): Html {
  const label = isRoot ? undefined : node.label;
  const asked = isDenied ? '' : 'as low as possible';
  const weight =
    isRoot || node.weight === 1 ? '' : html` <span class="weight">weight ${numberText(node.weight)}</span>`;
  switch (node.form) {
    case 'all':
      return group({ operator: 'all of', label, weight, terms: node.terms, isDenied });
    case 'any':
      return group({ operator: 'any of', label, weight, terms: node.terms, isDenied });
    case 'not': {
      const strength =
        node.strength === 1 ? '' : html` <span class="weight">strength ${numberText(node.strength)}</span>`;
      const both = html`${weight}${strength}`;
      return group({ operator: 'not', label, weight: both, terms: [node.term], isDenied: !isDenied });
    }
    case 'property':
      return leaf(node.label, objectiveWords(node.objective), weight, referenceWords(node.property));
    case 'energy':
      return leaf(node.label, asked, weight, referenceWords(node.energy));
    case 'named':
      return leaf(node.label, asked, weight, `the energy named ${node.name}`);
  }
}

function leaf(label: string, asked: string, weight: Html | '', source: string): Html {
  return html`<div class="leaf"><span><b>${label}</b> ${asked}${weight}</span><span class="source">${source}</span></div>`;
}

interface Group {
  readonly operator: string;
  readonly label: string | undefined;
  readonly weight: Html | '';
  readonly terms: readonly EnergyExpression[];
  readonly isDenied: boolean;
}

function group({ operator, label, weight, terms, isDenied }: Group): Html {
  const name = label === undefined || label === operator ? '' : html`<b>${label}</b> `;
  const items = terms.map((term) => html`<li>${nodeMarkup(term, { isRoot: false, isDenied })}</li>`);
  return html`<div class="group"><div class="lead">${name}<span class="operator">${operator}</span>${weight}</div><ul>${items}</ul></div>`;
}
