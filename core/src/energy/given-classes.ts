import { type Discrete, mostValues } from '../state/discrete.js';
import type { Clamped, SiteClassed } from './energy.js';

/**
 * The classes of sites where some are held: held neighbours are in no list any more, and what their values add to a class is put
 * into its offset. Held sites, whose values make no difference, have classes of their own, of equal energies.
 *
 * @param scaled - Multiplies by the term's weight.
 */
export function classesGiven<B>(
  energy: SiteClassed<B>,
  { indices, values }: Clamped<B>['clamp'],
  space: Discrete<B>,
  scaled: (energies: Float64Array) => Float64Array,
): Pick<SiteClassed<B>, 'classOffsets' | 'classEnergies'> {
  const width = mostValues(space);
  const counts = [...new Set(Array.from(indices, (site) => space.valueCounts[site]!))];
  const level = Float64Array.from({ length: counts.length * width }, (_, i) =>
    i % width < counts[Math.floor(i / width)]! ? 0 : Number.POSITIVE_INFINITY,
  );
  const ownClasses = energy.classEnergies().length / width;
  const offsets = energy.classOffsets.slice();
  const { offsets: starts, neighbours } = energy.siteGraph;
  const heldAt = new Map(Array.from(indices, (site, i) => [site, values[i]!] as const));
  for (let site = 0; site < offsets.length; site++) {
    for (let i = starts[site]!; i < starts[site + 1]!; i++) offsets[site]! += heldAt.get(neighbours[i]!) ?? 0;
  }
  for (const site of indices) offsets[site] = ownClasses + counts.indexOf(space.valueCounts[site]!);
  return {
    classOffsets: offsets,
    classEnergies: () => {
      const own = scaled(energy.classEnergies());
      const all = new Float64Array(own.length + level.length);
      all.set(own);
      all.set(level, own.length);
      return all;
    },
  };
}
