import type { PartitionResult } from './draws-content.js';
import { estimateWords, figureWords } from './figure-words.js';
import { type Html, html } from './html.js';
import { countText } from './number-text.js';
import { partitionChart } from './partition-chart.js';

/** What was found of the partition function. */
export function partitionSection(results: readonly PartitionResult[]): Html | undefined {
  if (results.length === 0) return undefined;
  const drawable = results.some(({ logPartition }) => Number.isFinite(logPartition));
  return html`<section aria-labelledby="partition" class="wide">
<h2 id="partition">The partition function</h2>
<p class="note">ln Z, the logarithm of the sum (or integral) of e^(−βE) over all states. Thin lines are twice the standard error on either side; thick ones reach from an estimate that is too low in expectation to one that is too high.${exactNote(results)}</p>
${drawable ? html`<figure class="chart">${partitionChart(results)}</figure>` : ''}
<div class="scroll" tabindex="0" role="region" aria-label="Partition functions"><table class="plain"><caption>Estimates of ln Z</caption>
<thead><tr><th scope="col">Step</th><th scope="col">Estimator</th><th scope="col" class="number">β</th><th scope="col" class="number">ln Z</th><th scope="col" class="number">Bracket</th><th scope="col" class="number">Evaluations</th></tr></thead>
<tbody>${results.map(resultRow)}</tbody></table></div>
</section>`;
}

function exactNote(results: readonly PartitionResult[]): string {
  return results.some(({ standardError }) => standardError === 0) ? ' The dashed line is the exact value.' : '';
}

function resultRow(result: PartitionResult): Html {
  const { step, estimator, beta, logPartition, standardError, low, high, evaluations } = result;
  const bracket =
    low === undefined || high === undefined ? 'none' : `${figureWords(low, 6)} to ${figureWords(high, 6)}`;
  return html`<tr><th scope="row">${step}</th><td>${estimator}</td><td class="number">${figureWords(beta, 10)}</td><td class="number">${estimateWords(logPartition, standardError)}${standardError === 0 ? html` <span class="status">exact</span>` : ''}</td><td class="number">${bracket}</td><td class="number">${evaluations === undefined ? '' : countText(evaluations)}</td></tr>`;
}
