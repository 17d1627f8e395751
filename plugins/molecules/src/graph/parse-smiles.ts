import { assembleSmiles } from './assemble-smiles.js';
import { aromaticBond, dativeBond, type MolecularGraph } from './molecular-graph.js';
import { SmilesSyntaxError } from './notation-error.js';
import { backwardDativeOrder, fromValence, implicitOrder, SmilesScratch } from './smiles-scratch.js';
import { directionDown, directionNone, directionUp } from './smiles-stereo.js';
import { bracketSymbol, organicSymbol } from './smiles-symbols.js';

/** Characters a SMILES may have; longer text is refused unread. */
export const maximumSmilesLength = 20_000;

/**
 * Parses a SMILES: all of OpenSMILES, and RDKit's %(nnn) and dative bonds: '->' points from the donor to the acceptor, '<-'
 * the other way, at a ring closure as seen from the atom that it is written at.
 *
 * Text that RDKit wrote gives the graph that RDKit has; other text is taken at its word: nothing is kekulised, charged,
 * or made aromatic. Bracketed hydrogens stay on their atom, [H] atoms stay atoms. Hydrogens of the organic subset follow
 * RDKit's valence model. Tags of other geometries than tetrahedral ('@SP1' …) are accepted and dropped.
 *
 * @throws {SmilesSyntaxError} with the index of the character.
 * @remarks O(length), some µs for a drug-like molecule, no recursion.
 * @see http://opensmiles.org/opensmiles.html
 */
export function fromSmiles(text: string): MolecularGraph {
  return reader.read(text);
}

/** Reads one text at a time: a state machine over its characters, with a stack for branches. */
class SmilesReader {
  private readonly scratch = new SmilesScratch();
  private text = '';
  private position = 0;
  /** Atom that the next one is bonded to, −1 none. */
  private previous = -1;
  private bondIsPending = false;
  private pendingOrder = implicitOrder;
  private pendingDirection = directionNone;
  private readonly branches: number[] = [];
  /** Labels and reserved bonds of the ring closures that are open. */
  private readonly openLabels: number[] = [];
  private readonly openBonds: number[] = [];

  read(text: string): MolecularGraph {
    this.start(text);
    while (this.position < text.length) this.readToken(text.charCodeAt(this.position));
    if (this.bondIsPending) this.fail(text.length, 'a bond leads nowhere');
    if (this.branches.length > 0) this.fail(text.length, `${this.branches.length} branches are not closed`);
    if (this.openLabels.length > 0) this.fail(text.length, `ring closure ${this.openLabels[0]} is not closed`);
    return assembleSmiles(this.scratch, text);
  }

  private start(text: string): void {
    this.text = text;
    if (text.length > maximumSmilesLength) {
      this.fail(maximumSmilesLength, `${text.length} characters, of at most ${maximumSmilesLength},`);
    }
    this.scratch.reset(text.length);
    this.position = this.branches.length = this.openLabels.length = this.openBonds.length = 0;
    this.previous = -1;
    this.clearBond();
  }

  private readToken(code: number): void {
    const symbol = organicSymbol(code, this.text.charCodeAt(this.position + 1));
    if (symbol !== 0) {
      this.addAtom(symbol, this.position, fromValence);
      this.position += symbol >> 8;
    } else if (code === 91 /* [ */) this.readBracketAtom();
    else if (code >= 48 && code <= 57) this.readRingClosure(code - 48, this.position, 1);
    else this.readPunctuation(code);
  }

  private readPunctuation(code: number): void {
    switch (code) {
      case 40 /* ( */:
        if (this.previous < 0 || this.bondIsPending) this.fail(this.position, "'(' does not follow an atom");
        this.branches.push(this.previous);
        break;
      case 41 /* ) */:
        if (this.branches.length === 0) this.fail(this.position, "')' without '('");
        if (this.bondIsPending) this.fail(this.position, 'a bond leads nowhere');
        this.previous = this.branches.pop()!;
        break;
      case 46 /* . */:
        if (this.bondIsPending) this.fail(this.position, 'a bond leads nowhere');
        this.previous = -1;
        break;
      case 37 /* % */:
        this.readLongRingClosure();
        return;
      case 42 /* * */:
        this.addAtom(0, this.position, 0);
        break;
      default:
        this.readBond(code);
    }
    this.position++;
  }

  private readBond(code: number): void {
    const order = this.readsArrow(code) ? arrowOrderOf(code) : bondOrderOf(code);
    if (order < 0) this.fail(this.position, `'${this.text[this.position]}' is no SMILES symbol`);
    if (this.bondIsPending) this.fail(this.position, 'two bond symbols in a row');
    if (this.previous < 0) this.fail(this.position, 'a bond without an atom before it');
    this.bondIsPending = true;
    this.pendingOrder = order;
    this.pendingDirection = code === 47 ? directionUp : code === 92 ? directionDown : directionNone;
    if (order < dativeBond) return;
    this.scratch.hasArrows = true;
    this.position++;
  }

  /** RDKit's '->' and '<-'. */
  private readsArrow(code: number): boolean {
    const next = this.text.charCodeAt(this.position + 1);
    return (code === 45 /* - */ && next === 62) /* > */ || (code === 60 /* < */ && next === 45);
  }

  private clearBond(): void {
    this.bondIsPending = false;
    this.pendingOrder = implicitOrder;
    this.pendingDirection = directionNone;
  }

  /** @returns index of the atom. */
  private addAtom(symbol: number, place: number, hydrogens: number): number {
    const { scratch } = this;
    const atom = scratch.atomCount++;
    scratch.atomicNumber[atom] = symbol & 127;
    scratch.aromatic[atom] = (symbol >> 7) & 1;
    scratch.charge[atom] = 0;
    scratch.hydrogens[atom] = hydrogens;
    scratch.isotope[atom] = 0;
    scratch.tag[atom] = 0;
    scratch.mapNumber[atom] = 0;
    scratch.atomPlace[atom] = place;
    scratch.isFirst[atom] = this.previous < 0 ? 1 : 0;
    if (this.previous >= 0) this.addBond(this.previous, atom, place);
    this.previous = atom;
    return atom;
  }

  private addBond(begin: number, end: number, place: number): void {
    const { scratch } = this;
    const bond = scratch.bondCount++;
    scratch.bondBegin[bond] = begin;
    scratch.bondEnd[bond] = end;
    scratch.bondOrder[bond] = this.pendingOrder;
    scratch.direction[bond] = this.pendingDirection;
    scratch.openPlace[bond] = scratch.closePlace[bond] = place;
    if (!this.bondIsPending) return;
    if (this.pendingDirection !== directionNone) scratch.hasDirections = true;
    this.clearBond();
  }

  private readLongRingClosure(): void {
    const start = this.position;
    const isParenthesised = this.text.charCodeAt(start + 1) === 40;
    const first = isParenthesised ? start + 2 : start + 1;
    let end = first;
    while (end < first + (isParenthesised ? 5 : 2) && isDigit(this.text.charCodeAt(end))) end++;
    const isComplete = isParenthesised ? end > first && this.text.charCodeAt(end) === 41 : end === first + 2;
    if (!isComplete) this.fail(start, "'%' needs two digits, or up to five in parentheses");
    this.readRingClosure(Number(this.text.slice(first, end)), start, end + (isParenthesised ? 1 : 0) - start);
  }

  private readRingClosure(label: number, place: number, length: number): void {
    if (this.previous < 0) this.fail(place, 'a ring closure without an atom before it');
    this.position += length;
    const open = this.openLabels.indexOf(label);
    if (open < 0) {
      this.openLabels.push(label);
      this.openBonds.push(this.scratch.bondCount);
      this.addBond(this.previous, this.previous, place);
      return;
    }
    this.closeRing(this.openBonds[open]!, place);
    this.openLabels.splice(open, 1);
    this.openBonds.splice(open, 1);
  }

  private closeRing(bond: number, place: number): void {
    const { scratch } = this;
    if (scratch.bondBegin[bond] === this.previous) this.fail(place, 'a ring closure joins an atom to itself');
    scratch.bondEnd[bond] = this.previous;
    scratch.closePlace[bond] = place;
    if (!this.bondIsPending) return;
    const opened = scratch.bondOrder[bond]!;
    const closed = fromOtherEnd(this.pendingOrder);
    const isFree = closed === implicitOrder || opened === implicitOrder;
    if (!isFree && closed !== opened) this.fail(place, 'the two ends of a ring closure differ in their bond');
    if (closed !== implicitOrder) scratch.bondOrder[bond] = closed;
    if (this.pendingDirection !== directionNone) {
      // Written from the end atom, kept from the begin atom.
      scratch.direction[bond] = this.pendingDirection === directionUp ? directionDown : directionUp;
      scratch.hasDirections = true;
    }
    this.clearBond();
  }

  private readBracketAtom(): void {
    const { text } = this;
    const start = this.position++;
    const isotope = this.readNumber(65_535, 'an isotope');
    const symbol = bracketSymbol(text.charCodeAt(this.position), text.charCodeAt(this.position + 1));
    if (symbol === 0) this.fail(this.position, 'no element of this symbol');
    this.position += symbol >> 8;
    const atom = this.addAtom(symbol, start, 0);
    if (isotope > 0) this.scratch.isotope[atom] = isotope;
    if (text.charCodeAt(this.position) === 64 /* @ */) this.readTag(atom);
    if (text.charCodeAt(this.position) === 72 /* H */) {
      this.position++;
      this.scratch.hydrogens[atom] = this.readNumber(254, 'a hydrogen count', 1);
    }
    this.readCharge(atom);
    if (text.charCodeAt(this.position) === 58 /* : */) {
      this.position++;
      const map = this.readNumber(65_535, 'an atom class');
      if (map < 0) this.fail(this.position, 'an atom class needs a number');
      this.scratch.mapNumber[atom] = map;
    }
    if (text.charCodeAt(this.position) !== 93 /* ] */) this.fail(this.position, "']' expected");
    this.position++;
  }

  private readTag(atom: number): void {
    const { text } = this;
    let tag = 1;
    this.position++;
    if (text.charCodeAt(this.position) === 64) {
      tag = 2;
      this.position++;
    } else if (geometries.includes(text.slice(this.position, this.position + 2))) {
      const geometry = text.slice(this.position, this.position + 2);
      this.position += 2;
      const number = this.readNumber(30, 'a chirality class');
      tag = geometry === 'TH' && (number === 1 || number === 2) ? number : 0;
    }
    this.scratch.tag[atom] = tag;
    if (tag !== 0) this.scratch.hasTags = true;
  }

  private readCharge(atom: number): void {
    const sign = this.text.charCodeAt(this.position);
    if (sign !== 43 && sign !== 45) return;
    this.position++;
    let magnitude = this.readNumber(127, 'a charge');
    if (magnitude < 0) {
      magnitude = 1;
      while (this.text.charCodeAt(this.position) === sign) {
        magnitude++;
        this.position++;
      }
      if (magnitude > 127) this.fail(this.position, 'a charge is too large');
    }
    this.scratch.charge[atom] = sign === 43 ? magnitude : -magnitude;
  }

  /** The number at the current position, or `otherwise` if there is none. */
  private readNumber(largest: number, what: string, otherwise = -1): number {
    let code = this.text.charCodeAt(this.position);
    if (!isDigit(code)) return otherwise;
    let value = 0;
    do {
      value = 10 * value + code - 48;
      if (value > largest) this.fail(this.position, `${what} is larger than ${largest}`);
      code = this.text.charCodeAt(++this.position);
    } while (isDigit(code));
    return value;
  }

  private fail(index: number, message: string): never {
    throw new SmilesSyntaxError(this.text, index, message);
  }
}

/** Order that a bond symbol writes, −1 if it is none. A direction leaves the order open, as RDKit does. */
function bondOrderOf(code: number): number {
  switch (code) {
    case 45 /* - */:
      return 1;
    case 61 /* = */:
      return 2;
    case 35 /* # */:
      return 3;
    case 36 /* $ */:
      return 4;
    case 58 /* : */:
      return aromaticBond;
    case 47 /* slash */:
    case 92 /* backslash */:
      return implicitOrder;
    default:
      return -1;
  }
}

function arrowOrderOf(code: number): number {
  return code === 45 /* - */ ? dativeBond : backwardDativeOrder;
}

/** The order of a bond as it reads from its other end: arrows turn round. */
function fromOtherEnd(order: number): number {
  if (order < dativeBond) return order;
  return order === dativeBond ? backwardDativeOrder : dativeBond;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Tags of geometries that OpenSMILES knows, beside '@' and '@@'. */
const geometries: readonly string[] = ['TH', 'AL', 'SP', 'TB', 'OH'];

const reader = new SmilesReader();
