import type { CertificateCheck } from '@basin/core';
import { digitsToTell } from '../steps/figure.js';
import { figureWords } from './figure-words.js';
import { type Html, html } from './html.js';

const width = 200;
const height = 16;

/** Where a check's value lies against its limits: the allowed range painted, a mark at the value. */
export function checkBar(check: CertificateCheck): Html {
  const scale = scaleOf(check);
  const place = (value: number): number => Math.min(1, Math.max(0, scale(value))) * width;
  const [from, to] = [place(check.low), place(check.high)];
  const label = `${figureWords(check.value, digitsToTell(check.value, [check.low, check.high]))}; ${allowedWords(check)}`;
  const x = place(check.value);
  const mark = Number.isNaN(check.value)
    ? ''
    : html`<path class="${check.passed ? 'check-within' : 'check-outside'}" d="M${x.toFixed(1)} 0.5l4.5 7.5l-4.5 7.5l-4.5 -7.5z"/>`;
  return html`<svg class="check-bar" role="img" aria-label="${label}" viewBox="-6 0 ${width + 12} ${height}"><title>${label}</title><rect class="check-track" y="5" width="${width}" height="6" rx="3"/><rect class="check-allowed" x="${from.toFixed(1)}" y="5" width="${Math.max(2, to - from).toFixed(1)}" height="6" rx="3"/>${mark}</svg>`;
}

/** What a check allows, in words: 'at least 400', '0 to 1.01', 'none'. */
export function allowedWords({ value, low, high }: CertificateCheck): string {
  const bound = (limit: number): string => figureWords(limit, digitsToTell(value, [low, high]));
  const [hasLow, hasHigh] = [low > Number.NEGATIVE_INFINITY, high < Number.POSITIVE_INFINITY];
  if (low === 0 && high === 0) return 'allowed: none';
  if (hasLow && hasHigh && low === 0) return `allowed: at most ${bound(high)}`;
  if (hasLow && hasHigh) return `allowed: ${bound(low)} to ${bound(high)}`;
  if (hasLow) return `allowed: at least ${bound(low)}`;
  return hasHigh ? `allowed: at most ${bound(high)}` : 'allowed: any number';
}

/** From a value to its place, 0 at the left end and 1 at the right. */
type Scale = (value: number) => number;

function scaleOf({ name, value, low, high }: CertificateCheck): Scale {
  const [hasLow, hasHigh] = [low > Number.NEGATIVE_INFINITY, high < Number.POSITIVE_INFINITY];
  // What there should be much of is counted in powers of ten.
  if (hasLow && !hasHigh && low > 0) return logarithmic(low / 10, Math.max(10 * low, 1.5 * value || 0));
  // R̂ cannot be much below 1.
  const start = name.startsWith('R̂') ? 1 : hasLow ? low : Math.min(0, value || 0, high);
  if (hasHigh && (low === 0 || !hasLow)) return linear(start, start + Math.max(1.6 * (high - start), 1e-300) || 1);
  if (hasLow && hasHigh) return linear(low - 0.3 * (high - low), high + 0.3 * (high - low));
  return linear(start - 1, start + 1);
}

function linear(from: number, to: number): Scale {
  return (value) => (value - from) / (to - from);
}

function logarithmic(from: number, to: number): Scale {
  return (value) => (value <= from ? 0 : Math.log(value / from) / Math.log(to / from));
}
