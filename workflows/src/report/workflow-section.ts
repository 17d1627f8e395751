import type { RunDescription } from '@basin/core';
import { type Html, html } from './html.js';

/** The text of the workflow file. */
export function workflowSection({ file, source }: RunDescription): Html | undefined {
  if (source === '') return undefined;
  return html`<section aria-labelledby="workflow">
<h2 id="workflow">The workflow</h2>
<p class="note"><code>${file}</code> as it was run.</p>
<pre class="source-text" tabindex="0" role="region" aria-label="Text of the workflow file"><code>${source}</code></pre>
</section>`;
}
