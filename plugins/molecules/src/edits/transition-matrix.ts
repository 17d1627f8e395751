import { toSmiles } from '../graph/write-smiles.js';
import type { RdkitPool } from '../rdkit/rdkit-pool.js';
import { moleculeBatch } from '../space/molecule-batch.js';
import { type MoveType, moveTypes } from './concrete-moves.js';
import { allKekuleStructures } from './kekule-structures.js';
import { isReading, isState, logRatio, type ReversibleRules, type StructureMove } from './reversible-edit.js';

/** One class of moves between two molecules: how often it is proposed, and the ratio that is reported for it. */
export interface Transition {
  readonly to: string;
  readonly type: MoveType;
  readonly probability: number;
  readonly logProposalRatio: number;
}

/**
 * Every molecule that reversible edits reach from `start`, with every move out of it and its exact probability: what
 * `ReversibleEdit` draws from, enumerated. For small spaces.
 */
export async function enumerateTransitions(
  pool: RdkitPool,
  start: string,
  rules: ReversibleRules,
): Promise<ReadonlyMap<string, readonly Transition[]>> {
  const transitions = new Map<string, readonly Transition[]>();
  let frontier = [start];
  while (frontier.length > 0) {
    const reached = new Set<string>();
    for (const smiles of frontier) {
      const out = await transitionsFrom(pool, smiles, rules);
      transitions.set(smiles, out);
      for (const { to } of out) reached.add(to);
    }
    frontier = [...reached].filter((smiles) => !transitions.has(smiles));
  }
  return transitions;
}

async function transitionsFrom(pool: RdkitPool, smiles: string, rules: ReversibleRules): Promise<Transition[]> {
  const molecule = moleculeBatch([smiles]).graph(0);
  const structures = [...allKekuleStructures(molecule)];
  const readings = await pool.canonicalise(structures.map(toSmiles));
  const moves: (StructureMove & { readonly probability: number })[] = [];
  for (const [index, from] of structures.entries()) {
    if (readings.canonical[index] !== smiles) continue;
    for (const type of moveTypes) {
      const list = type.list(from, rules);
      const probability = type.weight / totalWeight / list.length / structures.length;
      for (const move of list) {
        moves.push({ from, to: type.apply(from, move).toGraph(), type, choices: list.length, probability });
      }
    }
  }
  const { canonical } = await pool.canonicalise(moves.map(({ to }) => toSmiles(to)));
  const children = moleculeBatch(canonical.map((text) => text ?? ''));
  return moves.flatMap((move, row): Transition[] => {
    const to = canonical[row];
    if (to === undefined || !isReading(move.to, children.graph(row)) || !isState(children.graph(row), rules)) return [];
    const { type, probability } = move;
    return [{ to, type, probability, logProposalRatio: logRatio(molecule, children.graph(row), move, rules) }];
  });
}

const totalWeight = moveTypes.reduce((sum, { weight }) => sum + weight, 0);
