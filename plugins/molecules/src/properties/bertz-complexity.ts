import { aromaticBond, dativeBond, degree, type MolecularGraph } from '../graph/molecular-graph.js';
import { defineGraphProperty } from './graph-property.js';

/** Distances beyond this many nearest atoms do not tell atoms apart, as in RDKit. */
const distanceCutoff = 100;

/**
 * Bertz's molecular complexity as RDKit computes it: information content of the kinds of bond pairs, plus that of the
 * elements. Atoms are of one class when their sorted distances to all others, weighted by bond order, are the same.
 *
 * A dative bond counts as a single one. (RDKit's Python code takes the number that codes dative bonds, 17, for their order,
 * by which cisplatin would be more complex than any drug.)
 *
 * @returns Bits; 0 for fewer than two atoms.
 * @remarks O(atoms² · log atoms).
 * @see Bertz, J. Am. Chem. Soc. 103, 3599 (1981).
 */
export function bertzComplexity(graph: MolecularGraph): number {
  if (graph.atomCount < 2) return 0;
  const connections = connectionWeights(graph, symmetryClasses(graph));
  const total = sum(connections);
  const elements = new Map<number, number>();
  for (const z of graph.atomicNumber) elements.set(z, (elements.get(z) ?? 0) + 1);
  const connectionContent = total === 0 ? 0 : total * (entropyBits(connections) + Math.log2(total));
  return connectionContent + graph.atomCount * entropyBits([...elements.values()]);
}

function orderOf(graph: MolecularGraph, bond: number): number {
  const order = graph.bondOrder[bond]!;
  return order === aromaticBond ? 1.5 : order === dativeBond ? 1 : order;
}

/** Weight of every kind of adjacent bond pair, and of every kind of multiple bond. */
function connectionWeights(graph: MolecularGraph, classes: Int32Array): number[] {
  const weights = new Map<string, number>();
  const add = (key: string, weight: number): void => {
    weights.set(key, (weights.get(key) ?? 0) + weight);
  };
  for (let hinge = 0; hinge < graph.atomCount; hinge++) {
    const start = graph.neighbourStart[hinge]!;
    const own = classes[hinge]!;
    for (let i = start; i < start + degree(graph, hinge); i++) {
      const first = graph.neighbour[i]!;
      const firstOrder = orderOf(graph, graph.neighbourBond[i]!);
      if (firstOrder > 1 && first > hinge) {
        add(pairKey(own, classes[first]!), (firstOrder * (firstOrder - 1)) / 2);
      }
      for (let j = i + 1; j < start + degree(graph, hinge); j++) {
        const second = classes[graph.neighbour[j]!]!;
        add(`${own}:${pairKey(classes[first]!, second)}`, firstOrder * orderOf(graph, graph.neighbourBond[j]!));
      }
    }
  }
  return [...weights.values()];
}

function pairKey(a: number, b: number): string {
  return a < b ? `${a},${b}` : `${b},${a}`;
}

function symmetryClasses(graph: MolecularGraph): Int32Array {
  const { atomCount } = graph;
  const seen = new Map<string, number>();
  const classes = new Int32Array(atomCount);
  const distances = bondOrderDistances(graph);
  for (let atom = 0; atom < atomCount; atom++) {
    const row = distances.slice(atom * atomCount, (atom + 1) * atomCount).sort();
    const key = Array.from(row.subarray(0, distanceCutoff), (distance) => distance.toFixed(4)).join();
    const known = seen.get(key) ?? seen.size + 1;
    seen.set(key, known);
    classes[atom] = known;
  }
  return classes;
}

/** All shortest paths with bonds of length 1 / order (Floyd and Warshall); 10⁸ where there is none. */
function bondOrderDistances(graph: MolecularGraph): Float64Array {
  const n = graph.atomCount;
  const distances = new Float64Array(n * n).fill(1e8);
  for (let atom = 0; atom < n; atom++) distances[atom * n + atom] = 0;
  for (let bond = 0; bond < graph.bondCount; bond++) {
    const a = graph.bondBegin[bond]!;
    const b = graph.bondEnd[bond]!;
    distances[a * n + b] = distances[b * n + a] = 1 / orderOf(graph, bond);
  }
  for (let via = 0; via < n; via++) {
    for (let a = 0; a < n; a++) {
      const toVia = distances[a * n + via]!;
      if (toVia >= 1e8) continue;
      for (let b = 0; b < n; b++) {
        const path = toVia + distances[via * n + b]!;
        if (path < distances[a * n + b]!) distances[a * n + b] = path;
      }
    }
  }
  return distances;
}

/** Shannon entropy of the shares of `amounts`, in bits. */
function entropyBits(amounts: readonly number[]): number {
  const total = sum(amounts);
  let entropy = 0;
  for (const amount of amounts) if (amount > 0) entropy -= (amount / total) * Math.log2(amount / total);
  return entropy;
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}

export const complexity = defineGraphProperty({
  name: 'molecules/bertz-complexity',
  unit: 'bit',
  summary: 'Bertz complexity: information content of bonds and elements',
  reference: 'Bertz, J. Am. Chem. Soc. 103, 3599 (1981)',
  compute: bertzComplexity,
});
