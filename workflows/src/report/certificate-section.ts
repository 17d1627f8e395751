import { type Certificate, type CertificateCheck, neverChanged, type QuantityDiagnostics } from '@basin/core';
import { digitsToTell } from '../steps/figure.js';
import { allowedWords, checkBar } from './check-bar.js';
import type { CertifiedStep } from './draws-content.js';
import { estimateWords, figureWords } from './figure-words.js';
import { type Html, html, withCode } from './html.js';
import { isSwapRate, ladderChart } from './ladder-chart.js';
import { countOf, countText } from './number-text.js';

/** Quantities with a row of their own; the rest are counted. */
const mostQuantities = 24;

/** How far the draws or estimates of each step can be trusted. */
export function certificateSection(certificates: readonly CertifiedStep[]): Html | undefined {
  if (certificates.length === 0) return undefined;
  return html`<section aria-labelledby="certificate" class="wide">
<h2 id="certificate">${certificates.length === 1 ? 'The certificate' : 'The certificates'}</h2>
<p class="note">How far the numbers can be trusted. Each mark shows where a number lies; the thick part of its line is where it may lie.</p>
${certificates.map(certificateMarkup)}
</section>`;
}

function certificateMarkup({ step, certificate }: CertifiedStep): Html {
  const { checks, quantities, facts, remarks } = certificate;
  return html`<article class="certificate" aria-label="Certificate of ${step}">
<h3>${badge(certificate)} <span>${step}</span></h3>
<p class="note">${headline(certificate)}</p>
${checks.length === 0 ? '' : checkTable(step, inOrder(checks))}
${quantities.length === 0 ? '' : quantityTable(step, quantities)}
${remarks.length === 0 ? '' : remarkList(remarks)}
${factList(facts.filter((fact) => !isSwapRate(fact)))}
${ladder(facts)}
</article>`;
}

const verdictWords = {
  passed: ['✓', 'passed'],
  failed: ['✗', 'failed'],
  exact: ['✓', 'exact'],
  unchecked: ['–', 'not checked'],
} as const satisfies Record<Certificate['verdict'], readonly [string, string]>;

function badge({ verdict }: Certificate): Html {
  const [sign, words] = verdictWords[verdict];
  return html`<span class="badge badge-${verdict}"><span aria-hidden="true">${sign}</span> ${words}</span>`;
}

function headline({ verdict, sampler, chains, drawsPerChain, checks }: Certificate): string {
  const failed = checks.filter(({ passed }) => !passed).length;
  const drawn =
    chains === 0
      ? `By ${sampler}`
      : `Sampler ${sampler}: ${countOf(chains, 'chain')} of ${countOf(drawsPerChain, 'draw')}`;
  if (verdict === 'exact') return `${drawn}. Nothing was estimated: the value is exact, to rounding.`;
  if (checks.length === 0) return `${drawn}. There was nothing that could be checked.`;
  if (failed === 0) return `${drawn}. ${checks.length === 1 ? 'The one check' : `All ${checks.length} checks`} passed.`;
  return `${drawn}. ${failed} of ${countOf(checks.length, 'check')} failed: until they pass, take no number from this.`;
}

/** Failed ones first, otherwise as they came. */
function inOrder(checks: readonly CertificateCheck[]): readonly CertificateCheck[] {
  return [...checks.filter(({ passed }) => !passed), ...checks.filter(({ passed }) => passed)];
}

function checkTable(step: string, checks: readonly CertificateCheck[]): Html {
  return html`<table class="checks"><caption class="unseen">Checks of ${step}</caption>
<thead class="unseen"><tr><th scope="col">passed</th><th scope="col">check</th><th scope="col">place</th><th scope="col">value</th><th scope="col">allowed</th></tr></thead>
<tbody>${checks.map((check, i) => checkRow(check, !checks.slice(0, i).some((before) => saysSame(before, check))))}</tbody></table>`;
}

/** Whether a check before has said what to do about this one. */
function saysSame(before: CertificateCheck, check: CertificateCheck): boolean {
  return !before.passed && before.advice === check.advice;
}

function checkRow(check: CertificateCheck, isAdvised: boolean): Html {
  const { name, passed, advice } = check;
  const sign = passed ? html`<span class="met">✓</span>` : html`<span class="missed">✗</span>`;
  const why = passed || !isAdvised ? '' : html`<span class="advice">${withCode(advice)}</span>`;
  return html`<tr class="${passed ? 'check' : 'check check-failed'}"><td class="mark"><span aria-hidden="true">${sign}</span><span class="unseen">${passed ? 'passed' : 'failed'} </span></td> <th scope="row">${name} ${why}</th><td class="place">${checkBar(check)}</td><td class="value">${valueWords(check)}</td><td class="allowed">${allowedWords(check).replace('allowed: ', '')}</td></tr>`;
}

/** R̂ to three decimals: nothing else tells 1.004 from 1.01. */
function rHatWords(rHat: number, decimals = 3): string {
  return Number.isFinite(rHat) ? rHat.toFixed(decimals) : figureWords(rHat);
}

function valueWords({ name, value, low, high }: CertificateCheck): string {
  const digits = digitsToTell(value, [low, high]);
  return name.startsWith('R̂') ? rHatWords(value, digits - 1) : figureWords(value, digits);
}

function quantityTable(step: string, quantities: readonly QuantityDiagnostics[]): Html {
  const shown = quantities.slice(0, mostQuantities);
  const more = quantities.length - shown.length;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Estimates of ${step}"><table class="plain quantities"><caption>Means with their Monte Carlo standard errors, and how many independent draws they are worth${more === 0 ? '' : `; ${countText(more)} more in run.json`}</caption>
<thead><tr><th scope="col">Quantity</th><th scope="col" class="number">Mean</th><th scope="col" class="number">Deviation</th><th scope="col" class="number">R̂</th><th scope="col" class="number">Bulk size</th><th scope="col" class="number">Tail size</th><th scope="col" class="number">Autocorrelation time</th></tr></thead>
<tbody>${shown.map(quantityRow)}</tbody></table></div>`;
}

function quantityRow(diagnosed: QuantityDiagnostics): Html {
  const { quantity, mean, standardError, deviation, rHat } = diagnosed;
  const { bulkSampleSize, tailSampleSize, autocorrelationTime } = diagnosed;
  if (neverChanged(diagnosed)) {
    return html`<tr><th scope="row">${quantity}</th><td class="number">${figureWords(mean)}</td><td colspan="5">the same in every draw</td></tr>`;
  }
  return html`<tr><th scope="row">${quantity}</th><td class="number">${estimateWords(mean, standardError)}</td><td class="number">${figureWords(deviation)}</td><td class="number">${rHatWords(rHat)}</td><td class="number">${sizeWords(bulkSampleSize)}</td><td class="number">${sizeWords(tailSampleSize)}</td><td class="number">${figureWords(autocorrelationTime, 3)}</td></tr>`;
}

function sizeWords(size: number): string {
  return Number.isFinite(size) ? countText(size) : figureWords(size);
}

function remarkList(remarks: readonly string[]): Html {
  return html`<h4>What the numbers do not show</h4><ul class="remarks">${remarks.map((remark) => html`<li>${withCode(remark)}</li>`)}</ul>`;
}

function ladder(facts: Certificate['facts']): Html | '' {
  const drawn = ladderChart(facts);
  return drawn === undefined
    ? ''
    : html`<figure class="chart"><figcaption>Swaps between neighbouring temperatures</figcaption>${drawn}</figure>`;
}

function factList(facts: Certificate['facts']): Html | '' {
  if (facts.length === 0) return '';
  const errors = new Map(facts.map(({ name, value }) => [name, value]));
  const told = facts.filter(
    ({ name }) => !errors.has(name.replace(/^standard error of /, '')) || !/^standard/.test(name),
  );
  const entries = told.map(({ name, value }) => {
    const error = errors.get(`standard error of ${name}`);
    return html`<div><dt>${name}</dt><dd>${error === undefined ? figureWords(value) : estimateWords(value, error)}</dd></div>`;
  });
  return html`<dl class="found">${entries}</dl>`;
}
