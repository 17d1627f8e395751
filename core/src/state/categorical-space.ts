import { ConfigurationError } from '../errors/design-error.js';
import type { Rng } from '../numerics/rng.js';
import { type Columns, rowCountOf } from './columns.js';
import type { Discrete } from './discrete.js';
import { checkLattice, type Lattice, latticeSiteCount, type OnLattice } from './lattice.js';
import { drawSites, wrappedColumns } from './site-drawing.js';
import { type Alphabet, numberedAlphabet, type SiteGroup, SiteText } from './site-text.js';
import type { BadRow, Decoded, Drawable, Drawing } from './state-space.js';

/** States of {@link CategoricalSpace}: `siteCount` values a row, row-major. */
export type CategoricalBatch = Uint8Array;

/** What a categorical space is: the values of every site, and where the sites are. */
export interface CategoricalLayout {
  /** Labels of the values of every site; sites that are alike best share one array. */
  readonly alphabets: readonly Alphabet[];
  /** Names of runs of sites that follow on each other and cover all; one group 'state' when absent. */
  readonly groups?: readonly SiteGroup[];
  readonly lattice?: Lattice | undefined;
}

/** The most states that {@link CategoricalSpace.enumerate} lists. */
const mostEnumerated = 2 ** 24;

/** Strings of sites with one of a few values each: sequences, lattices of spins, layers of units. Each group is a text column. */
export class CategoricalSpace
  implements Discrete<CategoricalBatch>, OnLattice<CategoricalBatch>, Drawable<CategoricalBatch>
{
  readonly kind = 'categorical';
  readonly siteCount: number;
  readonly valueCounts: Int32Array;
  readonly alphabets: readonly Alphabet[];
  readonly groups: readonly SiteGroup[];
  readonly lattice: Lattice | undefined;
  readonly #texts: readonly SiteText[];

  /** @throws {ConfigurationError} There are no sites, an alphabet cannot be used, or groups or lattice have other sites. */
  constructor({ alphabets, groups, lattice }: CategoricalLayout) {
    if (alphabets.length === 0) throw new ConfigurationError([{ path: ['sites'], message: 'there are no sites' }]);
    this.siteCount = alphabets.length;
    this.alphabets = alphabets;
    this.groups = groups ?? [{ name: 'state', first: 0, count: alphabets.length }];
    this.lattice = lattice;
    this.#texts = this.groups.map(({ first, count }) => new SiteText(alphabets.slice(first, first + count)));
    this.valueCounts = Int32Array.from(alphabets, ({ length }) => length);
    checkGroups(this.groups, this.siteCount);
    if (lattice !== undefined) checkLatticeSites(lattice, this.siteCount);
  }

  /** `siteCount` sites with the values 0 … valueCount − 1. */
  static uniform(siteCount: number, valueCount: number): CategoricalSpace {
    return new CategoricalSpace({ alphabets: Array(siteCount).fill(numberedAlphabet(valueCount)) });
  }

  /** A lattice whose sites have the values 0 … valueCount − 1. */
  static onLattice(shape: readonly number[], valueCount: number, periodic = true): CategoricalSpace {
    const lattice = { shape, periodic: shape.map(() => periodic) };
    checkLattice(lattice);
    return new CategoricalSpace({
      alphabets: Array(latticeSiteCount(lattice)).fill(numberedAlphabet(valueCount)),
      lattice,
    });
  }

  /** Π valueCounts; Infinity where that is more than a double holds. */
  get stateCount(): number {
    return this.valueCounts.reduce((product, count) => product * count, 1);
  }

  /**
   * All states; row i has number i.
   *
   * @throws {RangeError} There are more than 2²⁴.
   */
  enumerate(): CategoricalBatch {
    const { stateCount, siteCount, valueCounts } = this;
    if (stateCount > mostEnumerated) throw new RangeError(`${stateCount} states are too many to list`);
    const batch = new Uint8Array(stateCount * siteCount);
    for (let row = 1; row < stateCount; row++) {
      const to = row * siteCount;
      batch.copyWithin(to, to - siteCount, to);
      let site = siteCount - 1;
      while (batch[to + site] === valueCounts[site]! - 1) batch[to + site--] = 0;
      batch[to + site]! += 1;
    }
    return batch;
  }

  /** The number of a row's state in the order of {@link enumerate}: its sites as digits, the first the highest. */
  stateNumber(batch: CategoricalBatch, row: number): number {
    let number = 0;
    for (let site = 0; site < this.siteCount; site++) {
      number = number * this.valueCounts[site]! + batch[row * this.siteCount + site]!;
    }
    return number;
  }

  size(batch: CategoricalBatch): number {
    return batch.length / this.siteCount;
  }

  /** Every value of a site is as likely. */
  random(rng: Rng, count: number): CategoricalBatch {
    const batch = new Uint8Array(count * this.siteCount);
    for (let i = 0; i < batch.length; i++) batch[i] = rng.integer(this.valueCounts[i % this.siteCount]!);
    return batch;
  }

  sites(batch: CategoricalBatch): Uint8Array {
    return batch;
  }

  withSites(_like: CategoricalBatch, sites: Uint8Array): CategoricalBatch {
    return sites;
  }

  take(batch: CategoricalBatch, rows: Int32Array): CategoricalBatch {
    const { siteCount } = this;
    const taken = new Uint8Array(rows.length * siteCount);
    for (let i = 0, to = 0; i < rows.length; i++) {
      const from = rows[i]! * siteCount;
      for (let j = from; j < from + siteCount; j++, to++) taken[to] = batch[j]!;
    }
    return taken;
  }

  concat(batches: readonly CategoricalBatch[]): CategoricalBatch {
    const whole = new Uint8Array(batches.reduce((length, batch) => length + batch.length, 0));
    let offset = 0;
    for (const batch of batches) {
      whole.set(batch, offset);
      offset += batch.length;
    }
    return whole;
  }

  identity(batch: CategoricalBatch, row: number): string {
    return batch.subarray(row * this.siteCount, (row + 1) * this.siteCount).join(' ');
  }

  /** A text column a group. */
  encode(batch: CategoricalBatch): Columns {
    const rows = Array.from({ length: this.size(batch) }, (_, row) => row * this.siteCount);
    return Object.fromEntries(
      this.groups.map(({ name, first }, g) => {
        const values = rows.map((from) => this.#texts[g]!.write(batch, from + first));
        return [name, { type: 'text', values }];
      }),
    );
  }

  /**
   * A row with another number of sites, or a value that is none of its site, is bad.
   * @throws {ConfigurationError} The column of a group is missing.
   */
  decode(columns: Columns): Decoded<CategoricalBatch> {
    const missing = this.groups.find(({ name }) => !Object.hasOwn(columns, name));
    if (missing !== undefined) {
      const message = `the table has no column '${missing.name}'; its columns: ${Object.keys(columns).join(', ') || 'none'}`;
      throw new ConfigurationError([{ path: [], message }]);
    }
    const batch = new Uint8Array(rowCountOf(columns) * this.siteCount);
    const rows: number[] = [];
    const bad: BadRow[] = [];
    for (let row = 0; row < this.size(batch); row++) {
      const fault = this.#readRow(columns, row, batch);
      if (fault === undefined) rows.push(row);
      else bad.push(fault);
    }
    const good = Int32Array.from(rows);
    return { batch: bad.length === 0 ? batch : this.take(batch, good), rows: good, bad };
  }

  draw(batch: CategoricalBatch, size: { readonly width: number; readonly height: number }): readonly Drawing[] {
    const columns = this.lattice?.shape.at(-1) ?? wrappedColumns(this.siteCount, size);
    const valueCount = this.valueCounts.reduce((most, count) => Math.max(most, count), 0);
    return Array.from({ length: this.size(batch) }, (_, row) => {
      const sites = batch.subarray(row * this.siteCount, (row + 1) * this.siteCount);
      return drawSites({ sites, columns, valueCount }, this.#words(batch, row), size);
    });
  }

  #readRow(columns: Columns, row: number, batch: CategoricalBatch): BadRow | undefined {
    for (const [g, { name, first }] of this.groups.entries()) {
      const text = textOf(columns, name, row);
      if (text === undefined) return { row, status: 'missing', message: `there is no '${name}'` };
      const fault = this.#texts[g]!.read(text, batch, row * this.siteCount + first);
      if (fault !== undefined) return { row, status: 'invalid', message: `${name}: ${fault}` };
    }
    return undefined;
  }

  #words(batch: CategoricalBatch, row: number): string {
    const shape = this.lattice?.shape.join(' × ') ?? `${this.siteCount}`;
    const [first] = this.groups;
    const text = this.#texts[0]!.write(batch, row * this.siteCount + first!.first);
    return `${shape} sites: ${text.length <= 80 ? text : `${text.slice(0, 79)}…`}`;
  }
}

/** A cell as text. A single site is written as a number where its labels are numbers, and may be read as one. */
function textOf(columns: Columns, name: string, row: number): string | undefined {
  const column = columns[name];
  if (column === undefined || column.type === 'vector' || column.type === 'bytes') return undefined;
  const value = column.values[row];
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  const isMissing = value === null || Number.isNaN(value) || ('valid' in column && column.valid[row] === 0);
  return isMissing ? undefined : `${value}`;
}

function checkGroups(groups: readonly SiteGroup[], siteCount: number): void {
  let next = 0;
  for (const { name, first, count } of groups) {
    if (first !== next || !(Number.isInteger(count) && count >= 1)) {
      const message = `group '${name}' has the sites ${first} to ${first + count - 1}, and should begin at ${next}`;
      throw new ConfigurationError([{ path: ['groups', name], message }]);
    }
    next += count;
  }
  if (next !== siteCount) {
    throw new ConfigurationError([{ path: ['groups'], message: `groups hold ${next} of ${siteCount} sites` }]);
  }
}

function checkLatticeSites(lattice: Lattice, siteCount: number): void {
  checkLattice(lattice);
  const places = latticeSiteCount(lattice);
  if (places === siteCount) return;
  throw new ConfigurationError([
    { path: ['lattice'], message: `the lattice has ${places} places for ${siteCount} sites` },
  ]);
}
