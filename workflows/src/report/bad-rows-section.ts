import { type Html, html } from './html.js';
import { countOf, countText } from './number-text.js';
import type { BadRowExample, BadRows } from './report-content.js';

/** Rows that could not be used, with their reasons; nothing where all could. */
export function badRowsSection({ bySteps, examples }: BadRows): Html | undefined {
  const count = bySteps.reduce((sum, step) => sum + step.count, 0);
  const places = bySteps.map(
    ({ step, count: bad, rowsRead }) => `${countText(bad)} of ${countText(rowsRead)} in ${step}`,
  );
  if (count === 0) return undefined;
  const text = html`<p>${countOf(count, 'row')} could not be used: ${places.join(', ')}. They were set aside, not repaired.</p>`;
  return html`<section aria-labelledby="bad-rows">
<h2 id="bad-rows">Bad rows</h2>
${text}
${examples.length === 0 ? '' : exampleTable(examples)}
</section>`;
}

function exampleTable(examples: readonly BadRowExample[]): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Bad rows"><table class="plain"><caption>${examples.length === 1 ? 'One of them' : `${countText(examples.length)} of them`}</caption>
<thead><tr><th scope="col">Step</th><th scope="col" class="number">Row</th><th scope="col">Reason</th><th scope="col">Text</th></tr></thead>
<tbody>${examples.map(exampleRow)}</tbody></table></div>`;
}

function exampleRow({ step, row, status, message, text }: BadRowExample): Html {
  return html`<tr><th scope="row">${step}</th><td class="number">${countText(row)}</td><td class="long"><span class="status">${status}</span> ${message}</td><td class="long"><code>${text}</code></td></tr>`;
}
