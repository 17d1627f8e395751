import type { SiteGraph } from './energy.js';

/** The graph with every edge of every graph; undefined where one is. All have the same number of sites. */
export function unionOfSiteGraphs(graphs: readonly (SiteGraph | undefined)[]): SiteGraph | undefined {
  const known = graphs.filter((graph) => graph !== undefined);
  const [first, second] = known;
  if (first === undefined || known.length < graphs.length) return undefined;
  if (second === undefined) return first;
  return graphOf(first.offsets.length - 1, (site) => {
    const neighbours = new Set(known.flatMap((graph) => [...neighboursOf(graph, site)]));
    return [...neighbours].sort((a, b) => a - b);
  });
}

/** The graph without the edges of some sites. */
export function withoutSites(graph: SiteGraph, removed: Int32Array): SiteGraph {
  const gone = new Set(removed);
  return graphOf(graph.offsets.length - 1, (site) =>
    gone.has(site) ? [] : [...neighboursOf(graph, site)].filter((neighbour) => !gone.has(neighbour)),
  );
}

function neighboursOf({ offsets, neighbours }: SiteGraph, site: number): Int32Array {
  return neighbours.subarray(offsets[site], offsets[site + 1]);
}

function graphOf(siteCount: number, neighboursAt: (site: number) => readonly number[]): SiteGraph {
  const offsets = new Int32Array(siteCount + 1);
  const lists = Array.from({ length: siteCount }, (_, site) => neighboursAt(site));
  for (const [site, list] of lists.entries()) offsets[site + 1] = offsets[site]! + list.length;
  return { offsets, neighbours: Int32Array.from(lists.flat()) };
}
