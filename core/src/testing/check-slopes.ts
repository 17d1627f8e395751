import type { SiteSloped } from '../energy/energy.js';
import { mostValues } from '../state/discrete.js';
import { recomputed, requireSameConditionals, type SiteSubject } from './check-site-energies.js';
import { rowsUpTo } from './conformance.js';

/**
 * Checks slopes of sites: their shape, the energy beside them, the same again, the batch against its rows one by one; that what
 * they forbid is forbidden, by every state that differs from an allowed row at one site, and that they are numbers elsewhere.
 * Exact ones must agree with the energies of those states.
 *
 * @param energies - Of the batch.
 */
export async function checkSlopes<B>(
  subject: SiteSubject<B>,
  energy: SiteSloped<B>,
  energies: Float64Array,
  slopesAre: 'exact' | 'estimates',
): Promise<void> {
  await checkRows(subject, energy, energies);
  const { space, batch } = subject;
  const allowed = rowsUpTo(energies.length).filter((row) => Number.isFinite(energies[row]!));
  const states = { ...subject, batch: space.take(batch, allowed) };
  const { slopes } = await energy.evaluateWithSlopes(states.batch);
  const conditionals = await recomputed(space, states.batch, energy);
  checkEntries(states, slopes, conditionals);
  if (slopesAre === 'exact') requireSameConditionals(states, slopes, conditionals, 'exact slopes');
}

async function checkRows<B>(subject: SiteSubject<B>, energy: SiteSloped<B>, energies: Float64Array): Promise<void> {
  const { conformance, space, batch, tolerance } = subject;
  const whole = await energy.evaluateWithSlopes(batch);
  const slopes = whole.slopes.slice();
  const perRow = space.siteCount * mostValues(space);
  const expected = energies.length * perRow;
  conformance.require(slopes.length === expected, `it gives ${slopes.length} slopes where ${expected} are expected`);
  conformance.requireClose(whole.energy, energies, tolerance, 'the energy beside the slopes');
  conformance.requireClose((await energy.evaluateWithSlopes(batch)).slopes, slopes, 0, 'the slopes of the same batch');
  const alone = new Float64Array(slopes.length);
  for (let row = 0; row < energies.length; row++) {
    alone.set((await energy.evaluateWithSlopes(space.take(batch, Int32Array.of(row)))).slopes, row * perRow);
  }
  requireSameConditionals(subject, slopes, alone, 'the slopes of the batch against its rows one by one');
  const none = await energy.evaluateWithSlopes(space.take(batch, rowsUpTo(0)));
  conformance.require(none.slopes.length === 0, `it gives ${none.slopes.length} slopes for a batch of no states`);
}

/** @param slopes - Of allowed states. @param conditionals - Energies of the states that each slope is about. */
function checkEntries<B>(
  { conformance, space, batch }: SiteSubject<B>,
  slopes: Float64Array,
  conditionals: Float64Array,
): void {
  const width = mostValues(space);
  const states = space.sites(batch);
  for (let i = 0; i < slopes.length; i++) {
    const [place, value, slope] = [Math.floor(i / width), i % width, slopes[i]!];
    const [row, site] = [Math.floor(place / space.siteCount), place % space.siteCount];
    const what = `the slope at row ${row}, site ${site}, value ${value} is ${slope}`;
    if (value >= space.valueCounts[site]!) {
      conformance.require(slope === Number.POSITIVE_INFINITY, `${what}, where the site has no such value`);
      continue;
    }
    conformance.require(slope > Number.NEGATIVE_INFINITY, what);
    if (slope < Number.POSITIVE_INFINITY) continue;
    conformance.require(states[place] !== value, `${what}, where the site has that value`);
    conformance.require(conditionals[i] === slope, `${what}, and forbids a state that is allowed`);
  }
}
