import { bracketSymbol } from '../graph/smiles-symbols.js';
import { SmartsSyntaxError } from './smarts-syntax-error.js';
import type { AtomExpression, AtomProperty, SmartsTree } from './smarts-tree.js';

/** A place in a pattern that parsers move along. */
export interface Cursor {
  readonly text: string;
  position: number;
}

/** Parses the pattern inside '$(…)', up to its closing parenthesis. */
export type RecursionParser = (cursor: Cursor) => SmartsTree;

const noLimit = 1_000_000;

/**
 * Parses what stands between '[' and ']' (or ':'): ';' binds least, then ',', then '&' or nothing, then '!'.
 * Chirality ('@', '@@' …) is read and ignored.
 */
export function parseAtomExpression(cursor: Cursor, parseRecursion: RecursionParser): AtomExpression {
  const hydrogen = parseHydrogenAtom(cursor);
  if (hydrogen !== undefined) return hydrogen;
  return separated(cursor, ';', 'all', () =>
    separated(cursor, ',', 'any', () => parseConjunction(cursor, parseRecursion)),
  );
}

/** A range of one property. */
export function range(property: AtomProperty, low: number, high = low): AtomExpression {
  return { kind: 'range', property, low, high };
}

/**
 * What a symbol of an element accepts, RDKit's reading: those of the organic subset and those in lower case one of the two
 * forms of the element, the others ('Se', 'Te', 'Si' …) both.
 */
export function element(atomicNumber: number, aromatic: number): AtomExpression {
  if (aromatic === 0 && !organicElements.has(atomicNumber)) return range('atomicNumber', atomicNumber);
  return { kind: 'all', operands: [range('atomicNumber', atomicNumber), range('aromatic', aromatic)] };
}

/** B, C, N, O, F, P, S, Cl, Br, I. */
const organicElements: ReadonlySet<number> = new Set([5, 6, 7, 8, 9, 15, 16, 17, 35, 53]);

/** '[H]', '[2H]', '[H+]': an atom of hydrogen. Anywhere else 'H' is a count. */
function parseHydrogenAtom(cursor: Cursor): AtomExpression | undefined {
  const match = hydrogenAtom.exec(cursor.text.slice(cursor.position, cursor.position + 24));
  if (match === null) return undefined;
  const operands = [range('atomicNumber', 1)];
  if (match[1] !== '') operands.push(range('isotope', Number(match[1])));
  cursor.position += match[0].length;
  const sign = match[2]!;
  if (sign !== '') {
    const magnitude = sign.length > 1 && sign[1] !== sign[0] ? Number(sign.slice(1)) : sign.length;
    operands.push(range('charge', sign[0] === '+' ? magnitude : -magnitude));
  }
  return { kind: 'all', operands };
}

const hydrogenAtom = /^(\d{0,3})H((?:\+\d|-\d|\+{0,4}|-{0,4}))(?=[\]:])/;

function separated(cursor: Cursor, mark: string, kind: 'all' | 'any', parse: () => AtomExpression): AtomExpression {
  const operands = [parse()];
  while (cursor.text[cursor.position] === mark) {
    cursor.position++;
    operands.push(parse());
  }
  return operands.length === 1 ? operands[0]! : { kind, operands };
}

function parseConjunction(cursor: Cursor, parseRecursion: RecursionParser): AtomExpression {
  const operands = [parseNegation(cursor, parseRecursion)];
  while (!(cursor.text[cursor.position] ?? ']').match(/[\];,:]/)) {
    if (cursor.text[cursor.position] === '&') cursor.position++;
    operands.push(parseNegation(cursor, parseRecursion));
  }
  return operands.length === 1 ? operands[0]! : { kind: 'all', operands };
}

function parseNegation(cursor: Cursor, parseRecursion: RecursionParser): AtomExpression {
  let isNegated = false;
  while (cursor.text[cursor.position] === '!') {
    isNegated = !isNegated;
    cursor.position++;
  }
  const operand = parsePrimitive(cursor, parseRecursion);
  return isNegated ? { kind: 'not', operand } : operand;
}

function parsePrimitive(cursor: Cursor, parseRecursion: RecursionParser): AtomExpression {
  const { text } = cursor;
  const letter = text[cursor.position] ?? '';
  if (letter === '$') return parseRecursive(cursor, parseRecursion);
  if (isDigit(letter)) return range('isotope', readNumber(cursor, 0));
  const symbol = bracketSymbol(text.charCodeAt(cursor.position), text.charCodeAt(cursor.position + 1));
  // One-letter 'H' is a count; 'D', 'R', 'X' and the like are no elements.
  if (symbol >> 8 === 2 || (symbol !== 0 && letter !== 'H' && letter !== '*')) {
    cursor.position += symbol >> 8;
    return element(symbol & 127, (symbol >> 7) & 1);
  }
  cursor.position++;
  switch (letter) {
    case '*':
      return { kind: 'all', operands: [] };
    case 'a':
      return range('aromatic', 1);
    case 'A':
      return range('aromatic', 0);
    case '#':
      return readCount(cursor, 'atomicNumber');
    case '+':
    case '-':
      return readCharge(cursor, letter);
    case '@':
      return skipChirality(cursor);
    default:
      return parseCounted(cursor, letter);
  }
}

function parseCounted(cursor: Cursor, letter: string): AtomExpression {
  const counted = countedPrimitives[letter];
  if (counted === undefined) {
    throw new SmartsSyntaxError(cursor.text, cursor.position - 1, `'${letter}' is no atom primitive`);
  }
  return readCount(cursor, counted.property, counted.alone);
}

/** A letter, the property it counts, and the range that it means without a number. */
const countedPrimitives: Readonly<Record<string, { property: AtomProperty; alone: readonly [number, number] }>> = {
  D: { property: 'degree', alone: [1, 1] },
  X: { property: 'connectivity', alone: [1, 1] },
  v: { property: 'valence', alone: [1, 1] },
  H: { property: 'hydrogens', alone: [1, 1] },
  h: { property: 'implicitHydrogens', alone: [1, noLimit] },
  R: { property: 'ringCount', alone: [1, noLimit] },
  r: { property: 'smallestRing', alone: [1, noLimit] },
  k: { property: 'ringSize', alone: [1, noLimit] },
  x: { property: 'ringBonds', alone: [1, noLimit] },
  z: { property: 'heteroNeighbours', alone: [1, noLimit] },
  Z: { property: 'aliphaticHeteroNeighbours', alone: [1, noLimit] },
  '^': { property: 'hybridisation', alone: [-1, -1] },
};

function readCount(cursor: Cursor, property: AtomProperty, alone?: readonly [number, number]): AtomExpression {
  if (cursor.text[cursor.position] === '{') return readRange(cursor, property);
  if (isDigit(cursor.text[cursor.position] ?? '')) return range(property, readNumber(cursor, 0));
  if (alone === undefined || alone[0] < 0)
    throw new SmartsSyntaxError(cursor.text, cursor.position, 'a number expected');
  return range(property, alone[0], alone[1]);
}

/** RDKit's '{low-high}', either of which may be left out. */
function readRange(cursor: Cursor, property: AtomProperty): AtomExpression {
  const start = cursor.position++;
  const low = readNumber(cursor, 0);
  const hasDash = cursor.text[cursor.position] === '-';
  if (hasDash) cursor.position++;
  const high = hasDash ? readNumber(cursor, noLimit) : low;
  if (cursor.text[cursor.position] !== '}' || low > high) {
    throw new SmartsSyntaxError(cursor.text, start, 'a range is {low-high}, {low-} or {-high}');
  }
  cursor.position++;
  return range(property, low, high);
}

function readCharge(cursor: Cursor, sign: string): AtomExpression {
  let magnitude = readNumber(cursor, 0);
  if (!isDigit(cursor.text[cursor.position - 1]!)) {
    magnitude = 1;
    while (cursor.text[cursor.position] === sign) {
      magnitude++;
      cursor.position++;
    }
  }
  return range('charge', sign === '+' ? magnitude : -magnitude);
}

function skipChirality(cursor: Cursor): AtomExpression {
  const tag = /^@?(?:(?:TH|AL|SP|TB|OH)\d{1,2})?\??/.exec(cursor.text.slice(cursor.position, cursor.position + 6));
  cursor.position += tag![0].length;
  return { kind: 'all', operands: [] };
}

function parseRecursive(cursor: Cursor, parseRecursion: RecursionParser): AtomExpression {
  const start = cursor.position;
  if (cursor.text[start + 1] !== '(') throw new SmartsSyntaxError(cursor.text, start, "'$' without '('");
  cursor.position += 2;
  const tree = parseRecursion(cursor);
  if (cursor.text[cursor.position] !== ')') throw new SmartsSyntaxError(cursor.text, start, "'$(' is not closed");
  cursor.position++;
  return { kind: 'recursive', tree };
}

/** The number at the cursor, or `otherwise`. */
export function readNumber(cursor: Cursor, otherwise: number): number {
  const start = cursor.position;
  while (isDigit(cursor.text[cursor.position] ?? '')) cursor.position++;
  if (cursor.position === start) return otherwise;
  if (cursor.position - start > 6) throw new SmartsSyntaxError(cursor.text, start, 'a number has at most six digits');
  return Number(cursor.text.slice(start, cursor.position));
}

function isDigit(letter: string): boolean {
  return letter >= '0' && letter <= '9' && letter.length === 1;
}
