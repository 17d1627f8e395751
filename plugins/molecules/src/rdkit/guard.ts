import type { BadRow } from '@basin/core';
import { type SmilesTally, tallySmiles } from './smiles-tally.js';

/** What a SMILES text may ask of RDKit at most. Every limit is inclusive. */
export interface SmilesLimits {
  /** Characters. */
  readonly maxLength: number;
  /** Atoms other than hydrogen, over all components. */
  readonly maxHeavyAtoms: number;
  /** Parentheses open at once. */
  readonly maxNesting: number;
  /** Ring bonds: pairs of equal ring labels. */
  readonly maxRingClosures: number;
  /** Characters between '[' and ']'. */
  readonly maxBracketLength: number;
}

/**
 * Limits under which RDKit's WebAssembly build answers within a fraction of a second and keeps its stack: a chain of
 * 600 carbons still passes, one of 650 overflows the stack, one of 700 does not return.
 *
 * - 1,000 characters and 250 heavy atoms: several times the largest oral drugs.
 * - 100 nested branches: a dendrimer of 250 atoms needs fewer.
 * - 130 ring bonds: a graphene flake of 250 atoms has about 126.
 * - 32 characters in a bracket: '[13C@TH2H3+2:123456789]' has 21.
 */
export const defaultSmilesLimits: SmilesLimits = {
  maxLength: 1000,
  maxHeavyAtoms: 250,
  maxNesting: 100,
  maxRingClosures: 130,
  maxBracketLength: 32,
};

/** The largest molecules that any space may be told to let through, in heavy atoms. */
export const maximumHeavyAtoms = 500;

/** Why a text is not handed to RDKit: a word for programs, a sentence for people. */
export interface SmilesFault {
  readonly status: BadRow['status'];
  readonly message: string;
}

/**
 * Why `text` must not reach RDKit, or undefined where it may. Says nothing about chemistry.
 *
 * @remarks One pass, O(length); about a microsecond for a drug.
 */
export function checkSmiles(text: string, limits: SmilesLimits = defaultSmilesLimits): string | undefined {
  return findSmilesFault(text, limits)?.message;
}

/** {@link checkSmiles} with the status of the row beside the reason. */
export function findSmilesFault(text: string, limits: SmilesLimits = defaultSmilesLimits): SmilesFault | undefined {
  if (text.length === 0) return { status: 'missing', message: 'the SMILES is empty' };
  if (text.length > limits.maxLength) {
    return tooLarge(`the SMILES has ${text.length} characters; at most ${limits.maxLength} are allowed`);
  }
  if (!smilesCharacters.test(text)) return describeForeignCharacter(text);
  const tally = tallySmiles(text);
  return findExcess(tally, limits) ?? findImbalance(text, tally);
}

/**
 * The characters of SMILES and of RDKit's dative bonds. Others are refused here: RDKit cuts a text at the first byte that
 * is not ASCII without a word, and reads a text with braces as JSON.
 */
const smilesCharacters = /^[A-Za-z0-9[\]()+\-=#$:./\\@*%~<>]*$/;

function describeForeignCharacter(text: string): SmilesFault {
  const characters = [...text];
  const position = characters.findIndex((character) => !smilesCharacters.test(character));
  const character = characters[position]!;
  const codePoint = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
  const shown = /^[!-~]$/.test(character) ? `'${character}'` : `U+${codePoint}`;
  return invalid(`character ${position + 1} is ${shown}, which no SMILES contains`);
}

function findExcess(tally: SmilesTally, limits: SmilesLimits): SmilesFault | undefined {
  if (tally.heavyAtoms > limits.maxHeavyAtoms) {
    return tooLarge(`${tally.heavyAtoms} heavy atoms; at most ${limits.maxHeavyAtoms} are allowed`);
  }
  if (tally.deepest > limits.maxNesting) {
    return tooLarge(`branches are nested ${tally.deepest} deep; at most ${limits.maxNesting} are allowed`);
  }
  if (tally.ringLabels > 2 * limits.maxRingClosures) {
    return tooLarge(`${tally.ringLabels} ring labels; at most ${2 * limits.maxRingClosures} are allowed`);
  }
  if (tally.longestBracket > limits.maxBracketLength) {
    const length = tally.longestBracket;
    return tooLarge(`a bracket holds ${length} characters; at most ${limits.maxBracketLength} are allowed`);
  }
  return undefined;
}

/** RDKit keeps a charge in eight bits without a check: it would read [CH-1000] as [CH+24]. */
const hugeCharge = /\[[^\]]*[+-]\d{3}/;

function findImbalance(text: string, tally: SmilesTally): SmilesFault | undefined {
  if (!tally.bracketsMatch) return invalid('square brackets do not match');
  if (tally.openBranches !== 0) return invalid('parentheses do not match');
  if (hugeCharge.test(text)) return invalid('a charge has three or more digits');
  return undefined;
}

function invalid(message: string): SmilesFault {
  return { status: 'invalid', message };
}

function tooLarge(message: string): SmilesFault {
  return { status: 'too-large', message };
}
