import type { AtomProperty } from './smarts-tree.js';

/**
 * An atom as four 32-bit words. Each word is cut into fields, one a property; a field has one bit a *bucket* of values,
 * and every atom has exactly one bit set in each field. Then "N or O, three connections, no charge" is one mask of
 * forbidden bits, tested by one AND a word. Rings and hybridisation, which cost more, have words of their own.
 */
export const wordCount = 4;

/** Words by what has to be known of the graph to fill them. */
export const basicWord = 0;
export const countWord = 1;
export const ringWord = 2;
export const electronWord = 3;

/** Values low ≤ value ≤ high of a property: one bit. */
export interface Bucket {
  readonly low: number;
  readonly high: number;
}

/** Where a property's buckets are. */
export interface AtomField {
  readonly word: number;
  readonly shift: number;
  readonly buckets: readonly Bucket[];
  /** All bits of the field. */
  readonly mask: number;
}

/** Values of which no atom has more. */
export const unbounded = 1_000_000;

/** Elements with a bucket of their own, in aliphatic and, after them, in aromatic form; the rest shares two buckets. */
const aliphaticElements: readonly number[] = [1, 5, 6, 7, 8, 9, 14, 15, 16, 17, 35, 53];
const aromaticElements: readonly number[] = [6, 7, 8, 15, 16];

/** Kinds of atoms: element and aromaticity share the first field, because they are mostly asked together. */
export const elementKindCount = aliphaticElements.length + aromaticElements.length + 2;
const otherAliphatic = elementKindCount - 2;
const otherAromatic = elementKindCount - 1;

const kindOf = new Uint8Array(512);
for (let z = 0; z < 256; z++) {
  const aliphatic = aliphaticElements.indexOf(z);
  const aromatic = aromaticElements.indexOf(z);
  kindOf[2 * z] = aliphatic < 0 ? otherAliphatic : aliphatic;
  kindOf[2 * z + 1] = aromatic < 0 ? otherAromatic : aliphaticElements.length + aromatic;
}

/** Bit position of an atom's kind in word 0. @param aromatic - 0 or 1. */
export function elementKind(atomicNumber: number, aromatic: number): number {
  return kindOf[2 * atomicNumber + aromatic]!;
}

/** All bits of the element field, at the bottom of word 0. */
export const elementMask = 2 ** elementKindCount - 1;

/** Kinds that satisfy a range of atomic numbers: `certain` all of the kind do, `possible` some may. */
export function kindsOfElements(low: number, high: number): { certain: number; possible: number } {
  let certain = 0;
  for (const z of aliphaticElements) if (z >= low && z <= high) certain |= 1 << elementKind(z, 0);
  for (const z of aromaticElements) if (z >= low && z <= high) certain |= 1 << elementKind(z, 1);
  let possible = certain;
  for (let z = Math.max(low, 0); z <= Math.min(high, 118); z++) {
    possible |= (1 << elementKind(z, 0)) | (1 << elementKind(z, 1));
  }
  if (low <= 0 && high >= 118) certain = possible;
  return { certain, possible };
}

/** Kinds that are aromatic (1) or aliphatic (0). */
export function kindsOfAromaticity(low: number, high: number): number {
  let aromatic = 1 << otherAromatic;
  for (const z of aromaticElements) aromatic |= 1 << elementKind(z, 1);
  return (low <= 0 && high >= 0 ? elementMask & ~aromatic : 0) | (low <= 1 && high >= 1 ? aromatic : 0);
}

/** Fields of the properties that have one; those without are looked up atom by atom. */
export const atomFields: Readonly<Partial<Record<AtomProperty, AtomField>>> = layOut([
  { word: basicWord, first: elementKindCount, fields: { charge: signed(), hydrogens: upTo(4), isotope: upTo(0) } },
  {
    word: countWord,
    first: 0,
    fields: {
      degree: upTo(4),
      connectivity: upTo(4),
      valence: upTo(6),
      implicitHydrogens: upTo(3),
      ringBonds: ringBondCounts(),
    },
  },
  { word: ringWord, first: 0, fields: { ringCount: upTo(4), smallestRing: ringSizes() } },
  {
    word: electronWord,
    first: 0,
    fields: { hybridisation: upTo(5), heteroNeighbours: upTo(4), aliphaticHeteroNeighbours: upTo(4) },
  },
]);

/** Position of the bit, in the field's word, of a value. */
export function bucketBit(field: AtomField, value: number): number {
  let bucket = 0;
  while (bucket < field.buckets.length - 1 && value > field.buckets[bucket]!.high) bucket++;
  return field.shift + bucket;
}

/** Bits whose values satisfy low ≤ value ≤ high: `certain` all of them, `possible` some. */
export function bucketsOf(field: AtomField, low: number, high: number): { certain: number; possible: number } {
  let certain = 0;
  let possible = 0;
  field.buckets.forEach((bucket, index) => {
    const bit = 1 << (field.shift + index);
    if (bucket.high < low || bucket.low > high) return;
    possible |= bit;
    if (bucket.low >= low && bucket.high <= high) certain |= bit;
  });
  return { certain, possible };
}

interface WordLayout {
  readonly word: number;
  readonly first: number;
  readonly fields: Readonly<Partial<Record<AtomProperty, readonly Bucket[]>>>;
}

function layOut(words: readonly WordLayout[]): Partial<Record<AtomProperty, AtomField>> {
  const laidOut: Partial<Record<AtomProperty, AtomField>> = {};
  for (const { word, first, fields } of words) {
    let shift = first;
    for (const [property, buckets] of Object.entries(fields)) {
      const mask = (2 ** buckets.length - 1) * 2 ** shift;
      // The keys of `fields` are properties by its type.
      laidOut[property as AtomProperty] = { word, shift, buckets, mask: mask | 0 };
      shift += buckets.length;
    }
  }
  return laidOut;
}

/** 0, 1, … last, and everything above. */
function upTo(last: number): Bucket[] {
  const single = Array.from({ length: last + 1 }, (_, value) => ({ low: value, high: value }));
  return [...single, { low: last + 1, high: unbounded }];
}

function signed(): Bucket[] {
  return [
    { low: -unbounded, high: -2 },
    ...[-1, 0, 1].map((value) => ({ low: value, high: value })),
    { low: 2, high: unbounded },
  ];
}

/** No atom has one ring bond alone. */
function ringBondCounts(): Bucket[] {
  return [...[0, 2, 3].map((value) => ({ low: value, high: value })), { low: 4, high: unbounded }];
}

/** No ring, 3 to 8, larger. */
function ringSizes(): Bucket[] {
  const sizes = [3, 4, 5, 6, 7, 8].map((size) => ({ low: size, high: size }));
  return [{ low: 0, high: 0 }, ...sizes, { low: 9, high: unbounded }];
}
