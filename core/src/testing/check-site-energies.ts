import { type Energy, isSiteClassed, type SiteClassed, type SiteGraph, type SiteLocal } from '../energy/energy.js';
import { type Discrete, mostValues } from '../state/discrete.js';
import { type Conformance, isClose } from './conformance.js';

/** What site energies are checked on. */
export interface SiteSubject<B> {
  readonly conformance: Conformance;
  readonly space: Discrete<B>;
  readonly batch: B;
  readonly tolerance: number;
}

/**
 * Checks conditional energies of every site against the energy of every state that differs from a row at that site; the same from
 * lists of sites in another order; classes, where there are any; and the graph against every pair of sites that depend on each other.
 */
export async function checkSiteEnergies<B>(subject: SiteSubject<B>, energy: SiteLocal<B>): Promise<void> {
  const { conformance, space, batch } = subject;
  const sites = Int32Array.from({ length: space.siteCount }, (_, site) => site);
  const expected = await recomputed(space, batch, energy);
  const found = await siteEnergies(space, batch, energy, sites);
  requireSameConditionals(subject, found, expected, 'the energies of single sites against recomputation');
  const reversed = await siteEnergies(space, batch, energy, sites.toReversed());
  const width = mostValues(space);
  for (let start = 0, row = 0; start < found.length; start += width, row++) {
    const site = row % sites.length;
    const mirrored = (row - site + sites.length - 1 - site) * width;
    const what = `energies of site ${site} from a list in another order`;
    conformance.requireClose(reversed.slice(mirrored, mirrored + width), found.slice(start, start + width), 0, what);
  }
  if (energy.siteGraph !== undefined) checkGraph(subject, energy.siteGraph, found);
  if (isSiteClassed(energy)) checkClasses(subject, energy, found);
}

async function siteEnergies<B>(
  space: Discrete<B>,
  batch: B,
  energy: SiteLocal<B>,
  sites: Int32Array,
): Promise<Float64Array> {
  // Written in full means: whatever was there before.
  const into = new Float64Array(space.size(batch) * sites.length * mostValues(space)).fill(Number.NaN);
  await energy.siteEnergies(batch, sites, into);
  return into;
}

/** The energy of every value of every site by evaluation: [rows, sites, most values]. */
export async function recomputed<B>(space: Discrete<B>, batch: B, energy: Energy<B>): Promise<Float64Array> {
  const { siteCount, valueCounts } = space;
  const width = mostValues(space);
  const rowCount = space.size(batch);
  const expected = new Float64Array(rowCount * siteCount * width).fill(Number.POSITIVE_INFINITY);
  for (let site = 0; site < siteCount; site++) {
    for (let value = 0; value < valueCounts[site]!; value++) {
      const changed = space.sites(batch).slice();
      for (let row = 0; row < rowCount; row++) changed[row * siteCount + site] = value;
      const values = await energy.evaluate(space.withSites(batch, changed));
      for (let row = 0; row < rowCount; row++) expected[(row * siteCount + site) * width + value] = values[row]!;
    }
  }
  return expected;
}

/** Equal up to a constant of each row and site. */
export function requireSameConditionals<B>(
  { conformance, space, tolerance }: SiteSubject<B>,
  found: Float64Array,
  expected: Float64Array,
  what: string,
): void {
  const width = mostValues(space);
  for (let start = 0; start < found.length; start += width) {
    const place = `${what}: row ${Math.floor(start / width / space.siteCount)}, site ${(start / width) % space.siteCount}`;
    const reference = Array.from({ length: width }, (_, value) => value).find((value) => {
      return Number.isFinite(expected[start + value]!) && Number.isFinite(found[start + value]!);
    });
    const shift = reference === undefined ? 0 : expected[start + reference]! - found[start + reference]!;
    for (let value = 0; value < width; value++) {
      const [left, right] = [found[start + value]! + shift, expected[start + value]!];
      conformance.require(isClose(left, right, tolerance), `${place}, value ${value}: ${left}, expected ${right}`);
    }
  }
}

function checkClasses<B>(subject: SiteSubject<B>, energy: SiteClassed<B>, found: Float64Array): void {
  const { space, batch, conformance } = subject;
  const { offsets, neighbours } = energy.siteGraph;
  const table = energy.classEnergies();
  const width = mostValues(space);
  const values = space.sites(batch);
  const ofClasses = found.map((_, i) => {
    const site = Math.floor(i / width) % space.siteCount;
    const start = Math.floor(i / width) - site;
    const near = neighbours.subarray(offsets[site]!, offsets[site + 1]!);
    const member = near.reduce((sum, other) => sum + values[start + other]!, energy.classOffsets[site]!);
    return table[member * width + (i % width)]!;
  });
  conformance.requireClose(ofClasses, found, 1e-12, 'the energies of classes against those of their sites');
}

/** Between sites that are no neighbours, no conditional energy may depend: seen on all pairs of rows that differ in one site. */
function checkGraph<B>(
  { conformance, space, batch, tolerance }: SiteSubject<B>,
  graph: SiteGraph,
  found: Float64Array,
): void {
  const { siteCount } = space;
  const values = space.sites(batch);
  const width = mostValues(space);
  conformance.require(graph.offsets.length === siteCount + 1, `its graph has ${graph.offsets.length} offsets`);
  for (let row = 0; row < space.size(batch); row++) {
    for (let other = 0; other < row; other++) {
      const changed = onlyDifference(values, row * siteCount, other * siteCount, siteCount);
      if (changed === -1) continue;
      const near = new Set([
        changed,
        ...graph.neighbours.subarray(graph.offsets[changed]!, graph.offsets[changed + 1]!),
      ]);
      for (let site = 0; site < siteCount; site++) {
        if (near.has(site)) continue;
        const [a, b] = [(row * siteCount + site) * width, (other * siteCount + site) * width];
        const gaps = (start: number) => found.slice(start, start + width).map((value) => value - found[start]!);
        const what = `sites ${changed} and ${site} are no neighbours in its graph, and depend on each other`;
        conformance.requireClose(gaps(a), gaps(b), tolerance, what);
      }
    }
  }
}

function onlyDifference(values: Uint8Array, a: number, b: number, count: number): number {
  let found = -1;
  for (let site = 0; site < count; site++) {
    if (values[a + site] === values[b + site]) continue;
    if (found !== -1) return -1;
    found = site;
  }
  return found;
}
