import { AliasTable, InvalidStateError, type Proposal, type Proposed, type Rng } from '@basin/core';
import { logAutomorphismCount } from '../graph/automorphisms.js';
import { hillFormula } from '../graph/formula.js';
import { derive, type MolecularGraph } from '../graph/molecular-graph.js';
import { toSmiles } from '../graph/write-smiles.js';
import { sharedRdkitPool } from '../rdkit/shared-pool.js';
import { concatMolecules, type MoleculeBatch, moleculeBatch, takeMolecules } from '../space/molecule-batch.js';
import { type MoveRules, type MoveType, moveTypes } from './concrete-moves.js';
import { kekuleForm } from './kekule.js';
import { drawKekuleStructure, kekuleStructures } from './kekule-structures.js';
import { isPlausible, type PlausibilityLimits } from './plausibility.js';

/** Which molecules are states, and what moves may put in. */
export interface ReversibleRules extends MoveRules, PlausibilityLimits {}

/** A move from one Kekulé structure of a molecule to a Kekulé structure of another. */
export interface StructureMove {
  readonly from: MolecularGraph;
  readonly to: MolecularGraph;
  readonly type: MoveType;
  /** Moves of the type that there were to choose from. */
  readonly choices: number;
}

/**
 * Reversible edits of molecules without stereo. A Kekulé structure K of the molecule x is drawn uniformly from all k(x), a type
 * of move t by its weight, and a move uniformly from the n_t(K) of the type; x′ is the molecule of the structure K′ it leads to.
 *
 * Every move has one inverse in the list of the inverse type t′ at K′. Molecules are states whose atoms have no numbers:
 * of the numbered moves of x, |Aut x| / |S| are equivalent to a given one, with S the symmetries that leave K and the move in
 * place, and of the numbered moves of x′, |Aut x′| / |S| are equivalent to its inverse. Therefore
 *
 *   q(x|x′) / q(x′|x) = [w_t′ / (n_t′(K′) k(x′)) · |Aut x′|] / [w_t / (n_t(K) k(x)) · |Aut x|]
 *
 * along each class of equivalent moves, which is detailed balance class by class. Edits of Kekulé structures make and break
 * aromatic rings as they go; edits of aromatic graphs could not.
 *
 * A move is rejected where RDKit refuses K′, where x′ is no state (see `isPlausible`), and where RDKit reads another molecule
 * than x out of K, which the way back could not lead to.
 */
export class ReversibleEdit implements Proposal<MoleculeBatch> {
  readonly #rules: ReversibleRules;
  readonly #workerCount: number;
  /** What RDKit reads out of Kekulé structures, by the graph of the molecule and the structure's SMILES. */
  readonly #readings = new WeakMap<MolecularGraph, Map<string, string | undefined>>();

  constructor(rules: ReversibleRules, workerCount: number) {
    this.#rules = rules;
    this.#workerCount = workerCount;
  }

  /**
   * @throws {InvalidStateError} a molecule with stereo, or beyond the limits: no move would lead back to it.
   * @remarks About 0.3 ms a row and worker; twice that for an aromatic molecule whose structure was not met before.
   */
  async propose(rng: Rng, batch: MoleculeBatch): Promise<Proposed<MoleculeBatch>> {
    const moves = batch.smiles.map((_, row) => {
      const graph = batch.graph(row);
      requireState(graph, row, this.#rules);
      return drawMove(graph, rng.split(row), this.#rules);
    });
    const children = await this.#canonicalised(
      moves.map((move) => (move === undefined ? undefined : toSmiles(move.to))),
    );
    const isBackSafe = await this.#readBack(batch, moves);
    const rows = new Int32Array(moves.length);
    const logProposalRatio = new Float64Array(moves.length).fill(Number.NEGATIVE_INFINITY);
    const proposed = moleculeBatch(children.map((smiles) => smiles ?? ''));
    for (const [row, move] of moves.entries()) {
      rows[row] = row;
      if (move === undefined || children[row] === undefined || !isBackSafe[row]) continue;
      const child = proposed.graph(row);
      if (!isReading(move.to, child) || !isState(child, this.#rules)) continue;
      rows[row] = moves.length + row;
      logProposalRatio[row] = logRatio(batch.graph(row), child, move, this.#rules);
    }
    return { batch: takeMolecules(concatMolecules([batch, proposed]), rows), logProposalRatio };
  }

  /** RDKit's canonical SMILES of some texts; undefined where there is none. */
  async #canonicalised(texts: readonly (string | undefined)[]): Promise<(string | undefined)[]> {
    const present = texts.flatMap((text, row) => (text === undefined ? [] : [row]));
    const canonical: (string | undefined)[] = texts.map(() => undefined);
    if (present.length === 0) return canonical;
    const found = await sharedRdkitPool(this.#workerCount).canonicalise(present.map((row) => texts[row]!));
    present.forEach((row, index) => {
      canonical[row] = found.canonical[index];
    });
    return canonical;
  }

  /** For each row whether RDKit reads the molecule out of the Kekulé structure that was drawn; asked once a structure. */
  async #readBack(batch: MoleculeBatch, moves: readonly (StructureMove | undefined)[]): Promise<boolean[]> {
    const texts = moves.map((move, row) => {
      return move === undefined || move.from === batch.graph(row) ? undefined : toSmiles(move.from);
    });
    const unknown = texts.map((text, row) => {
      return text === undefined || this.#readings.get(batch.graph(row))?.has(text) ? undefined : text;
    });
    const canonical = await this.#canonicalised(unknown);
    for (const [row, text] of unknown.entries()) {
      if (text === undefined) continue;
      const graph = batch.graph(row);
      const readings = this.#readings.get(graph) ?? new Map<string, string | undefined>();
      this.#readings.set(graph, readings.set(text, canonical[row]));
    }
    return texts.map((text, row) => {
      return text === undefined || this.#readings.get(batch.graph(row))?.get(text) === batch.smiles[row];
    });
  }
}

const table = new AliasTable(Float64Array.from(moveTypes, ({ weight }) => weight));
const inverses = new Map(
  moveTypes.map((type) => [type, moveTypes.find(({ name }) => name === type.inverse)!] as const),
);

function drawMove(graph: MolecularGraph, rng: Rng, rules: ReversibleRules): StructureMove | undefined {
  const from = drawKekuleStructure(graph, rng);
  const type = moveTypes[table.draw(rng)]!;
  const moves = type.list(from, rules);
  if (moves.length === 0) return undefined;
  const to = type.apply(from, moves[rng.integer(moves.length)]!).toGraph();
  return to.atomCount > rules.maxHeavyAtoms ? undefined : { from, to, type, choices: moves.length };
}

/**
 * ln q(x|x′) − ln q(x′|x) along the class of a move.
 *
 * @param child - x′, whose Kekulé structure `move.to` is.
 */
export function logRatio(
  molecule: MolecularGraph,
  child: MolecularGraph,
  { to, type, choices }: StructureMove,
  rules: MoveRules,
): number {
  const inverse = inverses.get(type)!;
  const forth = logShare(type, choices, molecule);
  return logShare(inverse, inverse.list(to, rules).length, child) - forth;
}

function logShare({ weight }: MoveType, choices: number, molecule: MolecularGraph): number {
  return Math.log(weight / choices) - kekuleStructures(molecule).logCount + symmetryOf(molecule).logCount;
}

const symmetryOf = derive((graph) => ({ logCount: logAutomorphismCount(graph) }));

function requireState(graph: MolecularGraph, row: number, rules: ReversibleRules): void {
  if (graph.chirality.some((tag) => tag !== 0) || graph.bondStereo.some((stereo) => stereo !== 0)) {
    throw new InvalidStateError(
      row,
      'reversible edits know no stereo; read the molecules with keepStereo: false in the options of the molecule space',
    );
  }
  if (isState(graph, rules)) return;
  const { maxHeavyAtoms, maxRingSize } = rules;
  throw new InvalidStateError(
    row,
    `no reversible edit would lead back to this molecule: it has more than ${maxHeavyAtoms} heavy atoms, a ring of more than ${maxRingSize} atoms or a strained one, hydrogen on sulfur(IV) or (VI), or too many Kekulé structures`,
  );
}

/** Whether a molecule is a state of the chain. */
export function isState(graph: MolecularGraph, limits: PlausibilityLimits): boolean {
  return isPlausible(graph, limits) && Number.isFinite(kekuleStructures(graph).logCount);
}

/** Whether RDKit kept the atoms, hydrogens and bonds of a Kekulé structure, and changed nothing but what is aromatic. */
export function isReading(structure: MolecularGraph, molecule: MolecularGraph): boolean {
  const { graph } = kekuleForm(molecule);
  if (graph === undefined || graph.bondCount !== structure.bondCount) return false;
  return totalOrder(graph) === totalOrder(structure) && hillFormula(graph) === hillFormula(structure);
}

function totalOrder({ bondOrder }: MolecularGraph): number {
  return bondOrder.reduce((sum, order) => sum + order, 0);
}
