import { aromaticBond } from '../graph/molecular-graph.js';
import type { Cursor } from './atom-expression-parser.js';
import {
  acceptingBond,
  anyBond,
  bondsOfOrder,
  donatingBond,
  otherBonds,
  ringBond,
  singleOrAromaticBond,
} from './bond-mask.js';
import { SmartsSyntaxError } from './smarts-syntax-error.js';

/**
 * Parses a bond expression where one stands; logic as in atoms. Directions are read as RDKit reads them without stereo:
 * single or aromatic. Arrows accept dative bonds of their direction; RDKit also takes one the wrong way round if each of its
 * atoms would satisfy both ends of the pattern's.
 * @returns the mask of accepted bonds, or −1 if no bond is written here.
 */
export function parseBondExpression(cursor: Cursor): number {
  if (!startsBond(cursor.text[cursor.position])) return -1;
  let mask = parseAlternatives(cursor);
  while (cursor.text[cursor.position] === ';') {
    cursor.position++;
    mask &= parseAlternatives(cursor);
  }
  return mask;
}

function parseAlternatives(cursor: Cursor): number {
  let mask = parseConjunction(cursor);
  while (cursor.text[cursor.position] === ',') {
    cursor.position++;
    mask |= parseConjunction(cursor);
  }
  return mask;
}

function parseConjunction(cursor: Cursor): number {
  let mask = parsePrimitive(cursor);
  while (cursor.text[cursor.position] === '&' || startsBond(cursor.text[cursor.position])) {
    if (cursor.text[cursor.position] === '&') cursor.position++;
    mask &= parsePrimitive(cursor);
  }
  return mask;
}

function parsePrimitive(cursor: Cursor): number {
  let isNegated = false;
  while (cursor.text[cursor.position] === '!') {
    isNegated = !isNegated;
    cursor.position++;
  }
  const mask = readPrimitive(cursor);
  return isNegated ? otherBonds(mask) : mask;
}

function readPrimitive(cursor: Cursor): number {
  const letter = cursor.text[cursor.position] ?? '';
  const arrow = arrows[cursor.text.slice(cursor.position, cursor.position + 2)];
  if (arrow !== undefined) {
    cursor.position += 2;
    return arrow;
  }
  const mask = primitives[letter];
  if (mask === undefined) throw new SmartsSyntaxError(cursor.text, cursor.position, `'${letter}' is no bond primitive`);
  cursor.position++;
  if ((letter === '/' || letter === '\\') && cursor.text[cursor.position] === '?') cursor.position++;
  return mask;
}

function startsBond(letter: string | undefined): boolean {
  return letter !== undefined && (letter === '!' || letter === '<' || primitives[letter] !== undefined);
}

const arrows: Readonly<Record<string, number>> = { '->': donatingBond, '<-': acceptingBond };

const primitives: Readonly<Record<string, number>> = {
  '-': bondsOfOrder(1),
  '=': bondsOfOrder(2),
  '#': bondsOfOrder(3),
  $: bondsOfOrder(4),
  ':': bondsOfOrder(aromaticBond),
  '~': anyBond,
  '@': ringBond,
  '/': singleOrAromaticBond,
  '\\': singleOrAromaticBond,
};
