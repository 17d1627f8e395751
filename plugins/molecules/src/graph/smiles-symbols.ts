import { elementSymbols } from './elements.js';

/**
 * A symbol as one number: atomic number in the low 7 bits, 128 if aromatic, 256 times its length above.
 * 0 is no symbol.
 */
export type SymbolCode = number;

/** Elements that SMILES may write in lower case, in brackets. */
export const aromaticSymbols: readonly string[] = ['b', 'c', 'n', 'o', 'p', 's', 'se', 'te', 'as', 'si'];

const oneLetter = new Uint16Array(128);
const twoLetters = new Uint16Array(128 * 128);
const organicOneLetter = new Uint16Array(128);

for (let z = 0; z < elementSymbols.length; z++) enter(elementSymbols[z]!, z);
for (const symbol of aromaticSymbols) enter(symbol, atomicNumberOf(symbol) | 128);
for (const symbol of ['B', 'C', 'N', 'O', 'P', 'S', 'F', 'I', 'b', 'c', 'n', 'o', 'p', 's']) {
  organicOneLetter[symbol.charCodeAt(0)] = oneLetter[symbol.charCodeAt(0)]!;
}

/** Atomic number of a symbol in either case ('Cl', 'se'), 0 for '*', −1 if there is none. */
export function atomicNumberOf(symbol: string): number {
  return elementSymbols.indexOf(symbol.charAt(0).toUpperCase() + symbol.slice(1));
}

/** Symbol of the organic subset that starts with these two characters (NaN past the end). */
export function organicSymbol(first: number, second: number): SymbolCode {
  if (first === 67 && second === 108) return chlorine;
  if (first === 66 && second === 114) return bromine;
  return organicOneLetter[first] ?? 0;
}

/** Symbol of a bracket atom that starts with these two characters: two letters where they are one, else one. */
export function bracketSymbol(first: number, second: number): SymbolCode {
  if (!(first < 128)) return 0;
  if (second < 128) {
    const two = twoLetters[128 * first + second]!;
    if (two !== 0) return two;
  }
  return oneLetter[first]!;
}

function enter(symbol: string, code: number): void {
  const value = code | (symbol.length << 8);
  if (symbol.length === 1) oneLetter[symbol.charCodeAt(0)] = value;
  else twoLetters[128 * symbol.charCodeAt(0) + symbol.charCodeAt(1)] = value;
}

const chlorine = 17 | (2 << 8);
const bromine = 35 | (2 << 8);
