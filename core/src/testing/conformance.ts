import { DesignError } from '../errors/design-error.js';
import type { Column, Columns } from '../state/columns.js';
import { rowCountOf } from '../state/columns.js';
import type { StateSpace } from '../state/state-space.js';

/** Something does not keep the contract that its place in Basin asks for. `subject` is what was checked. */
export class ConformanceError extends DesignError {
  readonly subject: string;

  constructor(subject: string, message: string) {
    super(`${subject}: ${message}`);
    this.subject = subject;
  }
}

/** Raises faults of one subject. */
export class Conformance {
  readonly subject: string;

  constructor(subject: string) {
    this.subject = subject;
  }

  /** @throws {ConformanceError} `holds` is false. */
  require(holds: boolean, message: string): void {
    if (!holds) throw new ConformanceError(this.subject, message);
  }

  /** Equal within `tolerance` × (1 + the larger magnitude); NaN equals NaN, and an infinity itself. */
  requireClose(found: Float64Array, expected: Float64Array, tolerance: number, what: string): void {
    this.require(
      found.length === expected.length,
      `${what}: ${found.length} values where ${expected.length} are expected`,
    );
    for (let i = 0; i < found.length; i++) {
      this.require(
        isClose(found[i]!, expected[i]!, tolerance),
        `${what}: value ${i} is ${found[i]}, expected ${expected[i]}`,
      );
    }
  }

  /** The same states in the same order, by identity. */
  requireSameStates<B>(space: StateSpace<B>, found: B, expected: B, what: string): void {
    const [left, right] = [identitiesOf(space, found), identitiesOf(space, expected)];
    this.require(left.length === right.length, `${what}: ${left.length} states where ${right.length} are expected`);
    const row = left.findIndex((identity, i) => identity !== right[i]);
    this.require(row === -1, `${what}: row ${row} is '${left[row]}', expected '${right[row]}'`);
  }
}

export function isClose(a: number, b: number, tolerance: number): boolean {
  return Object.is(a, b) || a === b || Math.abs(a - b) <= tolerance * (1 + Math.max(Math.abs(a), Math.abs(b)));
}

export function identitiesOf<B>(space: StateSpace<B>, batch: B): readonly string[] {
  return Array.from({ length: space.size(batch) }, (_, row) => space.identity(batch, row));
}

/** The rows 0 … count − 1. */
export function rowsUpTo(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, row) => row);
}

/** A copy that later changes of the original do not reach. */
export function copyOf(columns: Columns): Columns {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, structuredCopy(column)]));
}

/** Equal columns of equal values, in any order of names. */
export function sameColumns(a: Columns, b: Columns): boolean {
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length || rowCountOf(a) !== rowCountOf(b)) return false;
  return names.every((name) => {
    const [left, right] = [a[name], b[name]];
    if (left === undefined || right === undefined || left.type !== right.type) return false;
    return sameValues(left.values, right.values);
  });
}

function structuredCopy(column: Column): Column {
  return { ...column, values: column.values.slice() } as Column;
}

function sameValues(a: ArrayLike<unknown>, b: ArrayLike<unknown>): boolean {
  return a.length === b.length && Array.from(a).every((value, i) => Object.is(value, b[i]));
}
