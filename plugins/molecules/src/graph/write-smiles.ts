import { bondDirections } from './bond-directions.js';
import { elementSymbols } from './elements.js';
import { aromaticBond, dativeBond, type MolecularGraph } from './molecular-graph.js';
import { fourthPlaceFlips, isTetrahedral } from './smiles-stereo.js';
import { organicSymbol } from './smiles-symbols.js';
import { type SpanningForest, spanningForest } from './spanning-forest.js';
import { implicitHydrogens } from './valence.js';

/**
 * Writes a graph as SMILES: valid, the same for equal arrays, but not canonical (RDKit is asked for that). Hydrogens,
 * charges, isotopes, map numbers, dative bonds, tetrahedral and double-bond stereo are kept; an empty graph gives ''.
 * @remarks O(n + m), no recursion.
 */
export function toSmiles(graph: MolecularGraph): string {
  const forest = spanningForest(graph);
  const writer: Writer = {
    graph,
    forest,
    directions: graph.bondStereo.some((stereo) => stereo !== 0) ? bondDirections(graph) : undefined,
    labels: forest.isClosure.includes(1) ? new Uint16Array(graph.bondCount) : undefined,
    isLabelUsed: [true],
  };
  return forest.roots.map((root) => componentText(writer, root)).join('.');
}

interface Writer {
  readonly graph: MolecularGraph;
  readonly forest: SpanningForest;
  readonly directions: Int8Array | undefined;
  /** [m], ring closure label of an open bond, 0 none. */
  readonly labels: Uint16Array | undefined;
  readonly isLabelUsed: boolean[];
}

/** What is still to be written: an atom, or one of these. */
const openBranch = -1;
const closeBranch = -2;

function componentText(writer: Writer, root: number): string {
  const { graph, forest } = writer;
  const pending = [root];
  let text = '';
  while (pending.length > 0) {
    const atom = pending.pop()!;
    if (atom === openBranch) text += '(';
    else if (atom === closeBranch) text += ')';
    else {
      const bond = forest.parentBond[atom]!;
      if (bond >= 0) text += bondText(writer, bond, atom === graph.bondEnd[bond]);
      text += atomText(writer, atom);
      if (writer.labels !== undefined) text += closuresText(writer, atom, writer.labels);
      pushChildren(writer, atom, pending);
    }
  }
  return text;
}

/** The last child continues the chain, the others are branches. */
function pushChildren({ graph, forest }: Writer, atom: number, pending: number[]): void {
  let isLast = true;
  for (let k = graph.neighbourStart[atom + 1]! - 1; k >= graph.neighbourStart[atom]!; k--) {
    const child = graph.neighbour[k]!;
    if (forest.parentBond[child] !== graph.neighbourBond[k]) continue;
    if (isLast) pending.push(child);
    else pending.push(closeBranch, child, openBranch);
    isLast = false;
  }
}

function closuresText(writer: Writer, atom: number, labels: Uint16Array): string {
  const { graph, forest, isLabelUsed } = writer;
  let text = '';
  const closed: number[] = [];
  for (let k = graph.neighbourStart[atom]!; k < graph.neighbourStart[atom + 1]!; k++) {
    const bond = graph.neighbourBond[k]!;
    if (forest.isClosure[bond] === 0) continue;
    if (labels[bond] === 0) {
      const free = isLabelUsed.indexOf(false);
      const label = free < 0 ? isLabelUsed.length : free;
      isLabelUsed[label] = true;
      labels[bond] = label;
      text += bondText(writer, bond, atom === graph.bondBegin[bond]);
    } else closed.push(labels[bond]!);
    text += labelText(labels[bond]!);
  }
  for (const label of closed) isLabelUsed[label] = false;
  return text;
}

function labelText(label: number): string {
  if (label < 10) return String(label);
  return label < 100 ? `%${label}` : `%(${label})`;
}

function bondText({ graph, directions }: Writer, bond: number, isForward: boolean): string {
  const direction = directions?.[bond] ?? 0;
  if (direction !== 0) return direction > 0 === isForward ? '/' : '\\';
  const isBetweenAromatic = graph.aromatic[graph.bondBegin[bond]!] === 1 && graph.aromatic[graph.bondEnd[bond]!] === 1;
  const order = graph.bondOrder[bond]!;
  if (order === 1) return isBetweenAromatic ? '-' : '';
  if (order === aromaticBond) return isBetweenAromatic ? '' : ':';
  if (order === dativeBond) return isForward ? '->' : '<-';
  return order === 2 ? '=' : order === 3 ? '#' : '$';
}

function atomText(writer: Writer, atom: number): string {
  const { graph } = writer;
  const symbol = symbolText(graph, atom);
  const charge = graph.charge[atom]!;
  const hydrogens = graph.hydrogens[atom]!;
  const tag = tagText(writer, atom);
  const isPlain = charge === 0 && graph.isotope[atom] === 0 && graph.mapNumber[atom] === 0 && tag === '';
  if (isPlain && isOrganic(symbol) && hydrogens === implicitHydrogens(graph, atom)) return symbol;
  const isotope = graph.isotope[atom] === 0 ? '' : String(graph.isotope[atom]);
  const hydrogenText = hydrogens === 0 ? '' : hydrogens === 1 ? 'H' : `H${hydrogens}`;
  const map = graph.mapNumber[atom] === 0 ? '' : `:${graph.mapNumber[atom]}`;
  return `[${isotope}${symbol}${tag}${hydrogenText}${chargeText(charge)}${map}]`;
}

function symbolText(graph: MolecularGraph, atom: number): string {
  const symbol = elementSymbols[graph.atomicNumber[atom]!]!;
  return graph.aromatic[atom] === 1 ? symbol.toLowerCase() : symbol;
}

function isOrganic(symbol: string): boolean {
  if (symbol === '*') return true;
  const code = organicSymbol(symbol.charCodeAt(0), symbol.charCodeAt(1));
  return code >> 8 === symbol.length;
}

function chargeText(charge: number): string {
  if (charge === 0) return '';
  const sign = charge > 0 ? '+' : '-';
  const magnitude = Math.abs(charge);
  return magnitude === 1 ? sign : `${sign}${magnitude}`;
}

/** The tag in the order in which the text mentions the neighbours: parent, ring closures, children. */
function tagText({ graph, forest }: Writer, atom: number): string {
  const chirality = graph.chirality[atom]!;
  if (chirality === 0 || !isTetrahedral(graph, atom)) return '';
  const start = graph.neighbourStart[atom]!;
  const end = graph.neighbourStart[atom + 1]!;
  let inversions = 0;
  let closures = 0;
  for (let k = start; k < end; k++) {
    const group = mentionGroup(forest, atom, graph.neighbourBond[k]!);
    if (group === 1) closures++;
    for (let l = start; l < k; l++) if (mentionGroup(forest, atom, graph.neighbourBond[l]!) > group) inversions++;
  }
  const flips = fourthPlaceFlips(graph, atom, forest.parentBond[atom]! < 0, closures);
  const isKept = (inversions & 1) === (flips ? 1 : 0);
  return (chirality === 1) === isKept ? '@' : '@@';
}

function mentionGroup(forest: SpanningForest, atom: number, bond: number): number {
  if (forest.parentBond[atom] === bond) return 0;
  return forest.isClosure[bond] === 1 ? 1 : 2;
}
