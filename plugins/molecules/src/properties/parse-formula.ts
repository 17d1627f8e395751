import { elementSymbols } from '../graph/elements.js';

/**
 * Atoms of each element in a molecular formula such as 'C9H8O4', in the order written.
 *
 * @returns undefined for what is no formula: unknown elements, other signs, an element twice.
 */
export function parseFormula(text: string): ReadonlyMap<string, number> | undefined {
  const counts = new Map<string, number>();
  let end = 0;
  for (const match of text.matchAll(/([A-Z][a-z]?)([1-9]\d{0,3})?/gy)) {
    const [part, symbol = '', count] = match;
    if (elementSymbols.indexOf(symbol) < 1 || counts.has(symbol)) return undefined;
    counts.set(symbol, count === undefined ? 1 : Number(count));
    end += part.length;
  }
  return counts.size > 0 && end === text.length ? counts : undefined;
}
