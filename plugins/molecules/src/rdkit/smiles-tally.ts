/** What a SMILES text asks for, counted character by character without understanding it. */
export interface SmilesTally {
  /** Atoms other than hydrogen; dummies '*' count. */
  heavyAtoms: number;
  /** Ring labels outside brackets; two make a ring bond. */
  ringLabels: number;
  /** Open minus closed parentheses at the end, or −1 as soon as one closes that was never opened. */
  openBranches: number;
  /** Most parentheses open at once. */
  deepest: number;
  /** Most characters between '[' and ']'. */
  longestBracket: number;
  /** False where a '[' or ']' has no partner, or brackets stand in brackets. */
  bracketsMatch: boolean;
}

/**
 * Tallies a text of ASCII characters; exact for every SMILES.
 *
 * @remarks One pass, O(length).
 */
export function tallySmiles(text: string): SmilesTally {
  const tally: SmilesTally = {
    heavyAtoms: 0,
    ringLabels: 0,
    openBranches: 0,
    deepest: 0,
    longestBracket: 0,
    bracketsMatch: true,
  };
  for (let index = 0; index < text.length; index++) {
    const character = text.charCodeAt(index);
    if (character === openBracket) index = tallyBracket(text, index, tally);
    else if (character === closeBracket) tally.bracketsMatch = false;
    else if (character === percent) index = tallyLongLabel(text, index, tally);
    else if (character >= zero && character <= nine) tally.ringLabels++;
    else if (character === openBranch || character === closeBranch) tallyBranch(character, tally);
    else if (startsAtom[character] === 1) tally.heavyAtoms++;
  }
  return tally;
}

/** Atoms other than hydrogen in a SMILES, dummies '*' counted; exact for every text that RDKit accepts. */
export function countHeavyAtoms(smiles: string): number {
  return tallySmiles(smiles).heavyAtoms;
}

const code = (character: string): number => character.charCodeAt(0);
const openBracket = code('[');
const closeBracket = code(']');
const openBranch = code('(');
const closeBranch = code(')');
const percent = code('%');
const zero = code('0');
const nine = code('9');

/** 1 for the characters that are an atom or begin one outside brackets: the l of Cl and the r of Br do not. */
const startsAtom = new Uint8Array(128);
for (const symbol of 'BCNOPSFIbcnops*') startsAtom[code(symbol)] = 1;

function tallyBranch(character: number, tally: SmilesTally): void {
  if (tally.openBranches < 0) return;
  tally.openBranches += character === openBranch ? 1 : -1;
  if (tally.openBranches > tally.deepest) tally.deepest = tally.openBranches;
}

const hydrogen = /\d*H(?![a-z])/y;

/** Counts the bracket atom that opens at `start`. @returns Index of its ']', or of the last character without one. */
function tallyBracket(text: string, start: number, tally: SmilesTally): number {
  const close = text.indexOf(']', start);
  const end = close < 0 ? text.length : close;
  if (close < 0 || text.lastIndexOf('[', end) !== start) tally.bracketsMatch = false;
  if (end - start - 1 > tally.longestBracket) tally.longestBracket = end - start - 1;
  hydrogen.lastIndex = start + 1;
  if (!hydrogen.test(text)) tally.heavyAtoms++;
  return close < 0 ? text.length - 1 : close;
}

/** Counts '%nn' or '%(nnn)' as one label. @returns Index of its last character, or of the text's. */
function tallyLongLabel(text: string, start: number, tally: SmilesTally): number {
  tally.ringLabels++;
  const close = text.charCodeAt(start + 1) === openBranch ? text.indexOf(')', start) : start + 2;
  return close < 0 ? text.length - 1 : Math.min(close, text.length - 1);
}
