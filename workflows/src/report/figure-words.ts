import { numberText } from './number-text.js';

/** A number as a report shows it, in words where it is none: 'unknown' for NaN, 'infinite'. */
export function figureWords(value: number, digits = 4): string {
  if (Number.isNaN(value)) return 'unknown';
  if (value === Number.POSITIVE_INFINITY) return 'infinite';
  return value === Number.NEGATIVE_INFINITY ? 'minus infinity' : numberText(value, digits);
}

/** An estimate with its error: both to two digits of the error. '2.398 ± 0.011'; exact values have none. */
export function estimateWords(value: number, error: number): string {
  if (!Number.isFinite(value)) return figureWords(value);
  if (error === 0) return numberText(value, 10);
  if (!Number.isFinite(error)) return `${numberText(value)} ± ${figureWords(error)}`;
  const decimals = 1 - Math.floor(Math.log10(error));
  if (decimals > 8 || decimals < -6) {
    const digits = value === 0 ? 1 : Math.min(15, Math.max(1, orderOf(value) - orderOf(error) + 2));
    return `${numberText(value, digits)} ± ${numberText(error, 2)}`;
  }
  const places = Math.max(0, decimals);
  return `${fixed(value, places)} ± ${fixed(error, places)}`;
}

function orderOf(value: number): number {
  return Math.floor(Math.log10(Math.abs(value)));
}

function fixed(value: number, places: number): string {
  const text = Math.abs(value).toFixed(places);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}
