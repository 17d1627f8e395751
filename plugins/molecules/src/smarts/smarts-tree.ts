/** Numbers that SMARTS asks of an atom. The comments give the primitive. */
export type AtomProperty =
  /** '#n' and symbols */
  | 'atomicNumber'
  /** 'a' 1, 'A' 0 */
  | 'aromatic'
  /** '+n', '-n' */
  | 'charge'
  /** leading number */
  | 'isotope'
  /** 'Hn', all hydrogens, those that are atoms of the graph included */
  | 'hydrogens'
  /** 'hn', hydrogens that are no atoms of the graph */
  | 'implicitHydrogens'
  /** 'Dn' */
  | 'degree'
  /** 'Xn' */
  | 'connectivity'
  /** 'vn' */
  | 'valence'
  /** 'xn' */
  | 'ringBonds'
  /** 'Rn' */
  | 'ringCount'
  /** 'rn' */
  | 'smallestRing'
  /** 'kn': some ring of that size; the only property that is not one number */
  | 'ringSize'
  /** '^n' */
  | 'hybridisation'
  /** 'zn', neighbours that are neither C nor H */
  | 'heteroNeighbours'
  /** 'Zn', of those the aliphatic ones */
  | 'aliphaticHeteroNeighbours';

/** What SMARTS demands of an atom. `all` of nothing is true. */
export type AtomExpression =
  | { readonly kind: 'all' | 'any'; readonly operands: readonly AtomExpression[] }
  | { readonly kind: 'not'; readonly operand: AtomExpression }
  | { readonly kind: 'range'; readonly property: AtomProperty; readonly low: number; readonly high: number }
  | { readonly kind: 'recursive'; readonly tree: SmartsTree };

/** A bond of a pattern; `mask` is the set of bonds it accepts, as its begin sees them (bond-mask.ts). */
export interface PatternBond {
  readonly begin: number;
  readonly end: number;
  readonly mask: number;
}

/** A pattern as it is written. */
export interface SmartsTree {
  readonly text: string;
  readonly atoms: readonly AtomExpression[];
  readonly bonds: readonly PatternBond[];
  /** [atoms], atom map numbers, 0 none. */
  readonly mapNumbers: readonly number[];
}
