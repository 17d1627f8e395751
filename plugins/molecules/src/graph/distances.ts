import { derive, type MolecularGraph } from './molecular-graph.js';

/** Distance between atoms of different components. */
export const unreachable = 65_535;

/**
 * Bonds on the shortest path between every two atoms: [n, n], row-major, symmetric; `unreachable` between components.
 * @remarks O(n·m) and 2n² bytes, once a graph.
 */
export const distancesOf: (graph: MolecularGraph) => Uint16Array = derive((graph) => {
  const { atomCount, neighbourStart, neighbour } = graph;
  const distances = new Uint16Array(atomCount * atomCount).fill(unreachable);
  const queue = new Uint16Array(atomCount);
  for (let source = 0; source < atomCount; source++) {
    const row = source * atomCount;
    let tail = 1;
    queue[0] = source;
    distances[row + source] = 0;
    for (let head = 0; head < tail; head++) {
      const atom = queue[head]!;
      const next = distances[row + atom]! + 1;
      for (let k = neighbourStart[atom]!; k < neighbourStart[atom + 1]!; k++) {
        const other = neighbour[k]!;
        if (distances[row + other] !== unreachable) continue;
        distances[row + other] = next;
        queue[tail++] = other;
      }
    }
  }
  return distances;
});

/** Which component each atom is in ([n], from 0, in order of their first atoms), and how many there are. */
export interface Components {
  readonly count: number;
  readonly component: Uint16Array;
}

/** Connected components, computed once. O(n + m). */
export const componentsOf: (graph: MolecularGraph) => Components = derive((graph) => {
  const { atomCount, neighbourStart, neighbour } = graph;
  const component = new Uint16Array(atomCount).fill(unreachable);
  const stack: number[] = [];
  let count = 0;
  for (let root = 0; root < atomCount; root++) {
    if (component[root] !== unreachable) continue;
    component[root] = count;
    stack.push(root);
    while (stack.length > 0) {
      const atom = stack.pop()!;
      for (let k = neighbourStart[atom]!; k < neighbourStart[atom + 1]!; k++) {
        const other = neighbour[k]!;
        if (component[other] !== unreachable) continue;
        component[other] = count;
        stack.push(other);
      }
    }
    count++;
  }
  return { count, component };
});
