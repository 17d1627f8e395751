import { organicSymbol } from '../graph/smiles-symbols.js';
import { type Cursor, element, parseAtomExpression, range, readNumber } from './atom-expression-parser.js';
import { parseBondExpression } from './bond-expression-parser.js';
import { fromOtherEnd, singleOrAromaticBond } from './bond-mask.js';
import { SmartsSyntaxError } from './smarts-syntax-error.js';
import type { AtomExpression, PatternBond, SmartsTree } from './smarts-tree.js';

/** Characters a SMARTS may have. */
export const maximumSmartsLength = 10_000;

/** Atoms a pattern may have. */
export const maximumPatternAtoms = 256;

/** How deep '$(…)' may nest. */
export const maximumRecursionDepth = 20;

/**
 * Parses a SMARTS: Daylight's language, with RDKit's '^n', '{low-high}', 'z', 'Z' and 'k'. Chirality and directions are
 * read and ignored. Components may be separated by '.', but not grouped by outer parentheses, which RDKit refuses too.
 * @throws {SmartsSyntaxError} with the index of the character.
 * @see https://www.daylight.com/dayhtml/doc/theory/theory.smarts.html
 */
export function parseSmarts(text: string): SmartsTree {
  if (text.length > maximumSmartsLength) {
    throw new SmartsSyntaxError(
      text,
      maximumSmartsLength,
      `${text.length} of at most ${maximumSmartsLength} characters`,
    );
  }
  const cursor: Cursor = { text, position: 0 };
  const tree = new TreeParser(cursor, 0).parse();
  if (cursor.position < text.length) throw new SmartsSyntaxError(text, cursor.position, "')' without '('");
  return tree;
}

interface OpenClosure {
  readonly atom: number;
  readonly mask: number;
}

class TreeParser {
  private readonly cursor: Cursor;
  private readonly depth: number;
  private readonly atoms: AtomExpression[] = [];
  private readonly mapNumbers: number[] = [];
  private readonly bonds: PatternBond[] = [];
  private readonly branches: number[] = [];
  private readonly open = new Map<number, OpenClosure>();
  private previous = -1;
  /** −1: no bond is written. */
  private pendingBond = -1;

  constructor(cursor: Cursor, depth: number) {
    this.cursor = cursor;
    this.depth = depth;
  }

  parse(): SmartsTree {
    const { cursor } = this;
    const start = cursor.position;
    if (this.depth > maximumRecursionDepth) this.fail(`'$(' nests deeper than ${maximumRecursionDepth}`);
    while (cursor.position < cursor.text.length && !this.isAtEnd()) this.parseToken();
    if (this.pendingBond >= 0) this.fail('a bond leads nowhere');
    if (this.branches.length > 0) this.fail(`${this.branches.length} branches are not closed`);
    if (this.open.size > 0) this.fail(`ring closure ${[...this.open.keys()][0]} is not closed`);
    if (this.atoms.length === 0) this.fail('a pattern needs an atom');
    const text = cursor.text.slice(start, cursor.position);
    return { text, atoms: this.atoms, bonds: this.bonds, mapNumbers: this.mapNumbers };
  }

  /** A ')' that closes no branch ends a recursive pattern. */
  private isAtEnd(): boolean {
    return this.cursor.text[this.cursor.position] === ')' && this.branches.length === 0;
  }

  private parseToken(): void {
    const { cursor } = this;
    const letter = cursor.text[cursor.position]!;
    if (letter === '[') this.parseBracket();
    else if (letter === '(') this.openBranch();
    else if (letter === ')') this.closeBranch();
    else if (letter === '.') this.startComponent();
    else if (letter === '%' || (letter >= '0' && letter <= '9')) this.parseClosure(letter);
    else if (!this.parseBareAtom(letter)) this.parseBond(letter);
  }

  private parseBond(letter: string): void {
    if (this.pendingBond >= 0) this.fail('two bonds in a row');
    if (this.previous < 0) this.fail(`'${letter}' without an atom before it`);
    this.pendingBond = parseBondExpression(this.cursor);
    if (this.pendingBond < 0) this.fail(`'${letter}' is no SMARTS symbol`);
  }

  private parseBareAtom(letter: string): boolean {
    const { text, position } = this.cursor;
    const symbol = organicSymbol(text.charCodeAt(position), text.charCodeAt(position + 1));
    const expression = symbol === 0 ? wildcards[letter] : element(symbol & 127, (symbol >> 7) & 1);
    if (expression === undefined) return false;
    this.cursor.position += symbol === 0 ? 1 : symbol >> 8;
    this.addAtom(expression, 0);
    return true;
  }

  private parseBracket(): void {
    const { cursor } = this;
    cursor.position++;
    const expression = parseAtomExpression(cursor, (inner) => new TreeParser(inner, this.depth + 1).parse());
    let map = 0;
    if (cursor.text[cursor.position] === ':') {
      cursor.position++;
      map = readNumber(cursor, -1);
      if (map < 0) this.fail('an atom map needs a number');
    }
    if (cursor.text[cursor.position] !== ']') this.fail("']' expected");
    cursor.position++;
    this.addAtom(expression, map);
  }

  private addAtom(expression: AtomExpression, map: number): void {
    const atom = this.atoms.length;
    if (atom === maximumPatternAtoms) this.fail(`a pattern has at most ${maximumPatternAtoms} atoms`);
    this.atoms.push(expression);
    this.mapNumbers.push(map);
    if (this.previous >= 0) this.bonds.push({ begin: this.previous, end: atom, mask: this.takeBond() });
    this.previous = atom;
  }

  private takeBond(): number {
    const mask = this.pendingBond < 0 ? singleOrAromaticBond : this.pendingBond;
    this.pendingBond = -1;
    return mask;
  }

  private openBranch(): void {
    if (this.previous < 0 || this.pendingBond >= 0) this.fail("'(' does not follow an atom");
    this.branches.push(this.previous);
    this.cursor.position++;
  }

  private closeBranch(): void {
    if (this.pendingBond >= 0) this.fail('a bond leads nowhere');
    this.previous = this.branches.pop()!;
    this.cursor.position++;
  }

  private startComponent(): void {
    if (this.pendingBond >= 0) this.fail('a bond leads nowhere');
    this.previous = -1;
    this.cursor.position++;
  }

  private parseClosure(letter: string): void {
    const { cursor } = this;
    if (this.previous < 0) this.fail('a ring closure without an atom before it');
    const long = /^%(?:(\d\d)|\((\d{1,5})\))/.exec(cursor.text.slice(cursor.position, cursor.position + 8));
    if (letter === '%' && long === null) this.fail("'%' needs two digits, or up to five in parentheses");
    const label = long === null ? Number(letter) : Number(long[1] ?? long[2]);
    cursor.position += long === null ? 1 : long[0].length;
    const open = this.open.get(label);
    if (open === undefined) {
      this.open.set(label, { atom: this.previous, mask: this.pendingBond });
      this.pendingBond = -1;
      return;
    }
    this.open.delete(label);
    if (open.atom === this.previous) this.fail('a ring closure joins an atom to itself');
    if (this.isBonded(open.atom, this.previous)) this.fail('two bonds join the same atoms');
    // What is written here is seen from here, the end of the bond.
    this.pendingBond = this.pendingBond < 0 ? open.mask : fromOtherEnd(this.pendingBond);
    this.bonds.push({ begin: open.atom, end: this.previous, mask: this.takeBond() });
  }

  private isBonded(first: number, second: number): boolean {
    return this.bonds.some(
      ({ begin, end }) => (begin === first && end === second) || (begin === second && end === first),
    );
  }

  private fail(message: string): never {
    throw new SmartsSyntaxError(this.cursor.text, this.cursor.position, message);
  }
}

const wildcards: Readonly<Record<string, AtomExpression>> = {
  '*': { kind: 'all', operands: [] },
  a: range('aromatic', 1),
  A: range('aromatic', 0),
};
