import type { Bound, PartitionResult } from './draws-content.js';
import { estimateWords, figureWords } from './figure-words.js';
import { type Html, html } from './html.js';
import { countText } from './number-text.js';
import { partitionChart } from './partition-chart.js';

/** What was found of the partition function. */
export function partitionSection(results: readonly PartitionResult[]): Html | undefined {
  if (results.length === 0) return undefined;
  // A chart of one exact value would show nothing.
  const drawable =
    results.some(({ logPartition }) => Number.isFinite(logPartition)) &&
    (results.length > 1 || results[0]!.standardError !== 0);
  return html`<section aria-labelledby="partition" class="wide">
<h2 id="partition">The partition function</h2>
<p class="note">ln Z, the logarithm of the sum (or integral) of e^(−βE) over all states.${drawable ? chartNote(results) : ''}</p>
${drawable ? html`<figure class="chart">${partitionChart(results)}</figure>` : html`<p>${results.map(sentence)}</p>`}
<div class="scroll" tabindex="0" role="region" aria-label="Partition functions"><table class="plain"><caption>Estimates of ln Z; bounds hold in expectation</caption>
<thead><tr><th scope="col">Step</th><th scope="col">Estimator</th><th scope="col" class="number">β</th><th scope="col" class="number">ln Z</th><th scope="col" class="number">Lower bound</th><th scope="col" class="number">Upper bound</th><th scope="col" class="number">Evaluations</th></tr></thead>
<tbody>${results.map(resultRow)}</tbody></table></div>
</section>`;
}

function chartNote(results: readonly PartitionResult[]): string {
  return ` Lines are twice the standard error on either side.${boundNote(results)}${exactNote(results)}`;
}

/** 'ln Z of counted is 15.5219, exactly.' */
function sentence({ step, logPartition, standardError }: PartitionResult): string {
  if (!Number.isFinite(logPartition)) return `ln Z of ${step} is ${figureWords(logPartition)}. `;
  return `ln Z of ${step} is ${estimateWords(logPartition, standardError)}${standardError === 0 ? ', exactly' : ''}. `;
}

function boundNote(results: readonly PartitionResult[]): string {
  return results.some(({ low, high }) => low !== undefined || high !== undefined)
    ? ' The pale lines are two estimates with twice their own standard errors, one that is too low in expectation and one that is too high: by chance either may lie on the other side of the value.'
    : '';
}

function exactNote(results: readonly PartitionResult[]): string {
  return results.some(({ standardError }) => standardError === 0) ? ' The dashed line is the exact value.' : '';
}

function resultRow(result: PartitionResult): Html {
  const { step, estimator, beta, logPartition, standardError, low, high, evaluations } = result;
  return html`<tr><th scope="row">${step}</th><td>${estimator}</td><td class="number">${figureWords(beta, 10)}</td><td class="number">${estimateWords(logPartition, standardError)}${standardError === 0 ? html` <span class="status">exact</span>` : ''}</td><td class="number">${boundWords(low)}</td><td class="number">${boundWords(high)}</td><td class="number">${evaluations === undefined ? '' : countText(evaluations)}</td></tr>`;
}

function boundWords(bound: Bound | undefined): string {
  return bound === undefined ? 'none' : estimateWords(bound.value, bound.error);
}
