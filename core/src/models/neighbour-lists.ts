import type { SiteGraph } from '../energy/energy.js';

/** Neighbours of listed sites one after the other: those of sites[k] from starts[k] to starts[k + 1] − 1. */
export interface NeighbourList {
  readonly starts: Int32Array;
  readonly neighbours: Int32Array;
  /** Neighbours of each, where all have as many; else −1. */
  readonly degree: number;
}

/** Neighbour lists of lists of sites, kept by the list: kernels ask for the same ones step after step. */
export class NeighbourLists {
  readonly #graph: SiteGraph;
  readonly #kept = new WeakMap<Int32Array, NeighbourList>();

  constructor(graph: SiteGraph) {
    this.#graph = graph;
  }

  of(sites: Int32Array): NeighbourList {
    const kept = this.#kept.get(sites);
    if (kept !== undefined) return kept;
    const made = this.#make(sites);
    this.#kept.set(sites, made);
    return made;
  }

  #make(sites: Int32Array): NeighbourList {
    const { offsets, neighbours } = this.#graph;
    const starts = new Int32Array(sites.length + 1);
    const joined: number[] = [];
    for (let k = 0; k < sites.length; k++) {
      for (let i = offsets[sites[k]!]!; i < offsets[sites[k]! + 1]!; i++) joined.push(neighbours[i]!);
      starts[k + 1] = joined.length;
    }
    const first = starts[1] ?? 0;
    const isRegular = starts.every((start, k) => start === k * first);
    return { starts, neighbours: Int32Array.from(joined), degree: isRegular ? first : -1 };
  }
}
