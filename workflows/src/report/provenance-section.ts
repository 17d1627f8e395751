import type { RunDescription, StepDescription } from '@basin/core';
import { type Html, html } from './html.js';
import { countText, durationText, numberText } from './number-text.js';

/** What the result is a function of, and how to have it again. */
export function provenanceSection(run: RunDescription): Html {
  return html`<section aria-labelledby="provenance">
<h2 id="provenance">Where it comes from</h2>
<p class="note">The same file, inputs, seed and versions give the same result. This command repeats the run:</p>
<pre class="command" tabindex="0"><code>${run.command}</code></pre>
<dl class="facts">
${fact('Workflow', html`<code>${run.file}</code>`)}
${fact('SHA-256 of the workflow', html`<code>${run.sourceHash}</code>`)}
${fact('Seed', html`<code>${run.seed}</code>`)}
${fact('Versions', versions(run.versions))}
</dl>
${run.steps.length === 0 ? '' : stepTable(run.steps)}
${checksums(run.steps)}
</section>`;
}

function fact(name: string, value: Html): Html {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

function versions(byPackage: RunDescription['versions']): Html {
  return html`${Object.entries(byPackage).map(([name, version]) => html`<span class="version">${name} ${version}</span> `)}`;
}

function stepTable(steps: readonly StepDescription[]): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Steps"><table class="plain"><caption>Steps, in the order in which they ran</caption>
<thead><tr><th scope="col">Step</th><th scope="col">From</th><th scope="col" class="number">Rows</th><th scope="col" class="number">Bad</th><th scope="col" class="number">Time</th><th scope="col">Result</th><th scope="col">Hash</th></tr></thead>
<tbody>${steps.map(stepRow)}</tbody></table></div>`;
}

function stepRow({ name, step, from, rows, seconds, outcome, hash }: StepDescription): Html {
  return html`<tr><th scope="row">${name} <span class="status">${step}</span></th><td>${from.join(', ')}</td><td class="number">${countText(rows)}</td><td class="number">${countText(outcome.badRows)}</td><td class="number">${durationText(seconds)}</td><td class="long">${summaryText(outcome.summary)}</td><td><code title="${hash}">${hash.slice(0, 12)}</code></td></tr>`;
}

function summaryText(summary: StepDescription['outcome']['summary']): string {
  return Object.entries(summary)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? numberText(value) : value}`)
    .join('; ');
}

/** In the form that `sha256sum --check` reads. */
function checksums(steps: readonly StepDescription[]): Html | '' {
  const files = steps.flatMap(({ filesRead, filesMade }) => [...filesRead, ...filesMade]);
  const byPath = new Map(files.map(({ path, sha256 }) => [path, sha256]));
  if (byPath.size === 0) return '';
  const lines = [...byPath].map(([path, sha256]) => `${sha256}  ${path}`);
  return html`<h3 id="checksums">Checksums</h3>
<p class="note">SHA-256 of every file that was read, and of every table and file that was made. Saved as a text beside the workflow file, this list can be given to <code>sha256sum --check</code>.</p>
<pre class="checksums" tabindex="0" role="region" aria-labelledby="checksums"><code>${lines.join('\n')}</code></pre>`;
}
