import { ConfigurationError } from '../errors/design-error.js';

/** A run of neighbouring sites with a name: a column of the table. */
export interface SiteGroup {
  readonly name: string;
  readonly first: number;
  readonly count: number;
}

/** Labels of the values of one site, in the order of the values. */
export type Alphabet = readonly string[];

/** Why values cannot be called so; undefined where they can. */
export function alphabetFault(alphabet: Alphabet): string | undefined {
  if (alphabet.length < 1 || alphabet.length > 256) {
    return `an alphabet has 1 to 256 values, and this one ${alphabet.length}`;
  }
  const unusable = alphabet.find((label) => label === '' || /\s/.test(label));
  if (unusable !== undefined) return `'${unusable}' cannot be a value: names are not empty and have no white space`;
  const repeated = alphabet.find((label, value) => alphabet.indexOf(label) !== value);
  return repeated === undefined ? undefined : `two values are called '${repeated}'`;
}

/** The labels 0 … valueCount − 1. */
export function numberedAlphabet(valueCount: number): Alphabet {
  return Array.from({ length: valueCount }, (_, value) => `${value}`);
}

/**
 * Values of sites as text that a table of texts gives back exactly: 'GATTACA' where every label is one character, 'Fe Ni Fe'
 * where labels are longer. Digits stand apart as well ('0 1 1 0'), for no reader of tables takes that for a number.
 */
export class SiteText {
  readonly #alphabets: readonly Alphabet[];
  readonly #valuesByLabel: readonly ReadonlyMap<string, number>[];
  readonly #separator: '' | ' ';

  /** @throws {ConfigurationError} See {@link alphabetFault}. */
  constructor(alphabets: readonly Alphabet[]) {
    const maps = new Map<Alphabet, ReadonlyMap<string, number>>();
    for (const alphabet of new Set(alphabets)) {
      const message = alphabetFault(alphabet);
      if (message !== undefined) throw new ConfigurationError([{ path: ['alphabet'], message }]);
      maps.set(alphabet, new Map(alphabet.map((label, value) => [label, value])));
    }
    this.#alphabets = alphabets;
    this.#valuesByLabel = alphabets.map((alphabet) => maps.get(alphabet)!);
    const isJoined = [...maps.keys()].every((alphabet) => alphabet.every(isSymbol));
    this.#separator = isJoined ? '' : ' ';
  }

  /** sites[from] … sites[from + siteCount − 1] as text. */
  write(sites: Uint8Array, from: number): string {
    // Joined at once: a text that grows label by label is a tree of its pieces until somebody reads it.
    return this.#alphabets.map((alphabet, i) => alphabet[sites[from + i]!]).join(this.#separator);
  }

  /** Reads a text into sites[from] …; what is wrong with it, or undefined. */
  read(text: string, sites: Uint8Array, from: number): string | undefined {
    const trimmed = text.trim();
    const labels = this.#separator === '' ? [...trimmed] : trimmed.split(/\s+/);
    if (labels.length !== this.#alphabets.length) {
      return `'${shortened(trimmed)}' has ${labels.length} sites; there are ${this.#alphabets.length}`;
    }
    for (const [i, label] of labels.entries()) {
      const value = this.#valuesByLabel[i]!.get(label);
      if (value === undefined) return this.#unknown(label, i);
      sites[from + i] = value;
    }
    return undefined;
  }

  #unknown(label: string, site: number): string {
    const known = shortened(this.#alphabets[site]!.join(', '));
    return `'${shortened(label)}' is no value of site ${site + 1}; its values are ${known}`;
  }
}

function isSymbol(label: string): boolean {
  return [...label].length === 1 && !/[\d.+-]/.test(label);
}

function shortened(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
