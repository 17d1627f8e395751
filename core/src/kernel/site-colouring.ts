import type { SiteGraph } from '../energy/energy.js';

/**
 * Sites in classes of one colour, no two of which are neighbours: given the others, all sites of a class are independent. Every
 * site takes the first colour that none of its neighbours has, in the given order; a square lattice of even lengths gets two.
 *
 * @param sites - The sites to colour, which are all that change.
 * @param graph - Undefined where all may be neighbours: then every site is a class.
 * @returns The classes, each with its sites in the given order.
 */
export function colourClasses(sites: Int32Array, graph: SiteGraph | undefined): readonly Int32Array[] {
  if (graph === undefined) return Array.from(sites, (site) => Int32Array.of(site));
  const { offsets, neighbours } = graph;
  const colours = new Int32Array(offsets.length - 1).fill(-1);
  const classes: number[][] = [];
  for (const site of sites) {
    const taken = new Set<number>();
    for (let i = offsets[site]!; i < offsets[site + 1]!; i++) taken.add(colours[neighbours[i]!]!);
    let colour = 0;
    while (taken.has(colour)) colour++;
    colours[site] = colour;
    if (colour === classes.length) classes.push([]);
    classes[colour]!.push(site);
  }
  return classes.map((members) => Int32Array.from(members));
}
