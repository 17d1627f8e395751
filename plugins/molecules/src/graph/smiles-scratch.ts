/**
 * What a SMILES says before it is a graph: atoms and bonds in the order of the text. Arrays are kept from text to text
 * and grow; entries at and past the counts mean nothing.
 */
export class SmilesScratch {
  atomCount = 0;
  bondCount = 0;
  hasTags = false;
  hasDirections = false;
  hasArrows = false;

  atomicNumber = new Uint8Array(0);
  charge = new Int8Array(0);
  /** `fromValence` where the text leaves them to the valence model. */
  hydrogens = new Uint8Array(0);
  isotope = new Uint16Array(0);
  aromatic = new Uint8Array(0);
  /** 1 '@', 2 '@@', in the order of the text. */
  tag = new Uint8Array(0);
  mapNumber = new Uint16Array(0);
  /** [n], index in the text. */
  atomPlace = new Int32Array(0);
  /** [n], 1 if nothing in the text comes before the atom in its component. */
  isFirst = new Uint8Array(0);
  bondBegin = new Uint16Array(0);
  bondEnd = new Uint16Array(0);
  /** `implicitOrder` where the text leaves it to the atoms. */
  bondOrder = new Uint8Array(0);
  /** '/' and '\' from begin to end, see smiles-stereo.ts. */
  direction = new Uint8Array(0);
  /** [m], where the text mentions the bond at its begin atom and at its end atom: they differ for ring closures. */
  openPlace = new Int32Array(0);
  closePlace = new Int32Array(0);

  /** Makes room for a text, which has no more atoms and bonds than characters. */
  reset(textLength: number): void {
    this.atomCount = this.bondCount = 0;
    this.hasTags = this.hasDirections = this.hasArrows = false;
    if (textLength > this.atomicNumber.length) this.grow(Math.max(256, 2 * textLength));
  }

  private grow(capacity: number): void {
    this.atomicNumber = new Uint8Array(capacity);
    this.charge = new Int8Array(capacity);
    this.hydrogens = new Uint8Array(capacity);
    this.isotope = new Uint16Array(capacity);
    this.aromatic = new Uint8Array(capacity);
    this.tag = new Uint8Array(capacity);
    this.mapNumber = new Uint16Array(capacity);
    this.atomPlace = new Int32Array(capacity);
    this.isFirst = new Uint8Array(capacity);
    this.bondBegin = new Uint16Array(capacity);
    this.bondEnd = new Uint16Array(capacity);
    this.bondOrder = new Uint8Array(capacity);
    this.direction = new Uint8Array(capacity);
    this.openPlace = new Int32Array(capacity);
    this.closePlace = new Int32Array(capacity);
  }
}

/** Order of a bond that the text does not write. */
export const implicitOrder = 0;

/** Order of a dative bond whose donor is the end atom, before the graph turns it round: '<-'. */
export const backwardDativeOrder = 18;

/** Hydrogen count of an atom of the organic subset, before bonds are known. */
export const fromValence = 255;
