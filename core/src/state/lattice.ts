import { ConfigurationError } from '../errors/design-error.js';
import type { StateSpace } from './state-space.js';

/** A rectangular lattice. Site s has the row-major index of its place: the last axis runs fastest. */
export interface Lattice {
  /** Sites along each axis, each ≥ 1. */
  readonly shape: readonly number[];
  /** Whether each axis closes to a ring. */
  readonly periodic: readonly boolean[];
}

/** Capability: the sites of a discrete space lie on a lattice, where `lattice` is defined. */
export interface OnLattice<B> extends StateSpace<B> {
  readonly lattice: Lattice | undefined;
}

/** The lattice on which a space's sites lie; undefined where it has none. */
export function latticeOf<B>(space: StateSpace<B>): Lattice | undefined {
  return 'lattice' in space ? (space as OnLattice<B>).lattice : undefined;
}

/** @throws {ConfigurationError} A length is no integer ≥ 1, or there is not one `periodic` an axis. */
export function checkLattice({ shape, periodic }: Lattice): void {
  const wrong = shape.find((length) => !(Number.isInteger(length) && length >= 1));
  if (shape.length === 0 || wrong !== undefined) {
    const message = `shape is [${shape.join(', ')}]; it is one length ≥ 1 for each axis`;
    throw new ConfigurationError([{ path: ['lattice', 'shape'], message }]);
  }
  if (periodic.length !== shape.length) {
    const message = `there are ${periodic.length} values of periodic for ${shape.length} axes`;
    throw new ConfigurationError([{ path: ['lattice', 'periodic'], message }]);
  }
}

/** Sites of a lattice. */
export function latticeSiteCount({ shape }: Lattice): number {
  return shape.reduce((product, length) => product * length, 1);
}

/**
 * Bonds of a lattice: from every site to the next one along each axis, around the ring where the axis is periodic.
 * [2 · bonds], site and neighbour in turn.
 *
 * A ring of two sites has two bonds between them, as in every sum over sites and directions, and a ring of one has none.
 */
export function latticeBonds(lattice: Lattice): Int32Array {
  const siteCount = latticeSiteCount(lattice);
  const bonds: number[] = [];
  let stride = siteCount;
  for (const [axis, length] of lattice.shape.entries()) {
    stride /= length;
    for (let site = 0; site < siteCount; site++) {
      const place = Math.floor(site / stride) % length;
      if (place < length - 1) bonds.push(site, site + stride);
      else if (lattice.periodic[axis] && length > 1) bonds.push(site, site - stride * (length - 1));
    }
  }
  return Int32Array.from(bonds);
}
