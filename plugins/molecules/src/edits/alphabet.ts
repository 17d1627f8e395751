import { elementSymbols, valencesOf } from '../graph/elements.js';

/** Elements that edits may put in, in the order of what a workflow file says. */
export const editElements = ['B', 'C', 'N', 'O', 'F', 'Si', 'P', 'S', 'Cl', 'Br', 'I'] as const;

/** Atomic numbers that edits put in, by the bonds that the atom must hold. Heavier elements make no multiple bonds here. */
export interface Alphabet {
  readonly elements: readonly number[];
  /** Elements for an atom at the end of a bond, by its order − 1. */
  readonly terminal: readonly (readonly number[])[];
  /** Elements for an atom between a single bond and another, by the order of the other − 1. */
  readonly linking: readonly (readonly number[])[];
  /** What an atom is changed into; carbon and nitrogen twice as often as the others. */
  readonly exchange: readonly number[];
}

export function alphabetOf(symbols: readonly string[]): Alphabet {
  const elements = symbols.map((symbol) => elementSymbols.indexOf(symbol));
  const holding = (bonds: number, order: number) =>
    elements.filter((element) => smallestValence(element) >= bonds && (order === 1 || makesMultipleBonds(element)));
  return {
    elements,
    terminal: [1, 2, 3].map((order) => holding(order, order)),
    linking: [1, 2].map((order) => holding(order + 1, order)),
    exchange: elements.flatMap((element) => (element === 6 || element === 7 ? [element, element] : [element])),
  };
}

/** Bonds of a neutral atom of its lowest valence. */
export function smallestValence(atomicNumber: number): number {
  return valencesOf(atomicNumber)[0] ?? 0;
}

function makesMultipleBonds(atomicNumber: number): boolean {
  return atomicNumber >= 6 && atomicNumber <= 8;
}
