import { randomStream } from '@basin/core';
import { checkProposal } from '@basin/core/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { dativeBond } from '../graph/molecular-graph.js';
import { fromSmiles } from '../graph/parse-smiles.js';
import { closeRdkitPool, sharedRdkitPool } from '../rdkit/shared-pool.js';
import { moleculeBatch } from '../space/molecule-batch.js';
import { MoleculeSpace } from '../space/molecule-space.js';
import { alphabetOf } from './alphabet.js';
import { moveTypes } from './concrete-moves.js';
import { ReversibleEdit, type ReversibleRules } from './reversible-edit.js';
import { enumerateTransitions, type Transition } from './transition-matrix.js';

const spaceOptions = {
  column: 'smiles',
  maxHeavyAtoms: 250,
  rowTimeoutMs: 2000,
  keepStereo: false,
  components: 'all',
} as const;

afterAll(closeRdkitPool);

function rulesOf(elements: readonly string[], maxHeavyAtoms: number): ReversibleRules {
  return { alphabet: alphabetOf(elements), maxHeavyAtoms, maxRingSize: 7 };
}

/** Largest |π(x)P(x, x′) − π(x′)P(x′, x)| / Σπ over all pairs, P being Metropolis with the reported ratios. */
function imbalance(
  transitions: ReadonlyMap<string, readonly Transition[]>,
  energyOf: (smiles: string) => number,
): number {
  const flow = new Map<string, number>();
  let total = 0;
  for (const [from, moves] of transitions) {
    const weight = Math.exp(-energyOf(from));
    total += weight;
    for (const { to, probability, logProposalRatio } of moves) {
      if (to === from) continue;
      const acceptance = Math.min(1, Math.exp(energyOf(from) - energyOf(to) + logProposalRatio));
      const key = from < to ? `${from} ${to}` : `${to} ${from}`;
      const sign = from < to ? 1 : -1;
      flow.set(key, (flow.get(key) ?? 0) + sign * weight * probability * acceptance);
    }
  }
  return Math.max(...[...flow.values()].map(Math.abs)) / total;
}

/** A number between 0 and 3 that has nothing to do with the molecule. */
function arbitraryEnergy(smiles: string): number {
  let sum = 7;
  for (const character of smiles) sum = (sum * 31 + character.charCodeAt(0)) % 1009;
  return (3 * sum) / 1009;
}

/** Whether every state leads to every other. */
function isIrreducible(transitions: ReadonlyMap<string, readonly Transition[]>): boolean {
  const sources = new Map<string, string[]>();
  for (const [from, moves] of transitions) {
    for (const { to } of moves) sources.set(to, [...(sources.get(to) ?? []), from]);
  }
  const [start] = transitions.keys();
  const seen = new Set([start!]);
  for (const state of seen) for (const source of sources.get(state) ?? []) seen.add(source);
  return seen.size === transitions.size;
}

describe('the chain over all molecules of few atoms, enumerated', () => {
  it.each([
    { elements: ['C', 'N', 'O'], atoms: 4, has: ['C', 'CO', 'N#CN=O', 'C1COC1', 'CC(C)C'] },
    { elements: ['C'], atoms: 6, has: ['c1ccccc1', 'C1CCCCC1', 'C1CC1'] },
    { elements: ['C', 'N'], atoms: 5, has: ['c1cc[nH]c1', 'c1nnn[nH]1', 'CCCCC'] },
    { elements: ['C', 'S'], atoms: 5, has: ['c1ccsc1', 'CSSC'] },
  ])(
    '$elements up to $atoms is in detailed balance and irreducible',
    async ({ elements, atoms, has }) => {
      const transitions = await enumerateTransitions(sharedRdkitPool(1), 'C', rulesOf(elements, atoms));
      for (const smiles of has) expect([...transitions.keys()]).toContain(smiles);
      expect(isIrreducible(transitions)).toBe(true);
      expect(imbalance(transitions, () => 0)).toBeLessThan(1e-12);
      expect(imbalance(transitions, arbitraryEnergy)).toBeLessThan(1e-12);
      const used = new Set([...transitions.values()].flatMap((moves) => moves.map(({ type }) => type.name)));
      expect(used).toEqual(
        new Set(moveTypes.map(({ name }) => name).filter((name) => elements.length > 1 || name !== 'change-element')),
      );
    },
    120_000,
  );

  it('is in detailed balance among complexes, whose chelates open and close', async () => {
    const diammine = '[NH3]->[Cu]<-[NH3]';
    const transitions = await enumerateTransitions(sharedRdkitPool(1), diammine, rulesOf(['C'], 5));
    const states = [...transitions.keys()];
    expect(states).toEqual(expect.arrayContaining([diammine, 'C[NH2]->[Cu]<-[NH2]C', 'C1C[NH2]->[Cu]<-[NH2]1']));
    const dativeCounts = states.map((smiles) => fromSmiles(smiles).bondOrder.filter((o) => o === dativeBond).length);
    expect(new Set(dativeCounts)).toEqual(new Set([2]));
    expect(isIrreducible(transitions)).toBe(true);
    expect(imbalance(transitions, arbitraryEnergy)).toBeLessThan(1e-12);
  }, 120_000);

  it('notices ratios without symmetry', async () => {
    const transitions = await enumerateTransitions(sharedRdkitPool(1), 'C', rulesOf(['C'], 3));
    const wrong = new Map(
      [...transitions].map(([from, moves]) => [from, moves.map((move) => ({ ...move, logProposalRatio: 0 }))]),
    );
    expect(imbalance(wrong, () => 0)).toBeGreaterThan(1e-3);
  });

  it('has the ratios of hand: methane to ethane and back', async () => {
    const transitions = await enumerateTransitions(sharedRdkitPool(1), 'C', rulesOf(['C'], 2));
    // Methane: appended by one, two or three bonds. Ethane: 2 deletions, 2 changes of order, 1 insertion that is too large.
    const up = transitions.get('C')!.find(({ to }) => to === 'CC')!;
    const down = transitions.get('CC')!.filter(({ to }) => to === 'C');
    expect(up.logProposalRatio).toBeCloseTo(Math.log(0.2 / (0.2 / 3)), 12);
    expect(down.map(({ logProposalRatio }) => logProposalRatio)).toEqual([
      expect.closeTo(-Math.log(3), 12),
      expect.closeTo(-Math.log(3), 12),
    ]);
  });
});

describe('ReversibleEdit', () => {
  const space = new MoleculeSpace(spaceOptions, 1);
  const rules = rulesOf(['C', 'N', 'O', 'F', 'S', 'Cl'], 40);

  it('keeps the contract of proposals', async () => {
    const { batch } = await space.decode({
      smiles: {
        type: 'text',
        values: [
          'C',
          'CC(=O)Oc1ccccc1C(=O)O',
          'CN1C=NC2=C1C(=O)N(C)C(=O)N2C',
          'CC(C)(C)NCC(O)c1ccc(O)c(CO)c1',
          'c1ccc2ccccc2c1',
        ],
      },
    });
    await checkProposal(new ReversibleEdit(rules, 1), space, batch, { name: 'molecules/edit', rounds: 3 });
  });

  it.each([
    ['C[C@H](N)C(=O)O', /row 0: reversible edits know no stereo; .* keepStereo: false/],
    ['C/C=C/C', /row 0: reversible edits know no stereo/],
    ['C1CCCCCCCCCCC1', /row 0: no reversible edit would lead back/],
    ['C'.repeat(41), /more than 40 heavy atoms/],
  ])('refuses %s', async (smiles, message) => {
    const proposal = new ReversibleEdit(rules, 1);
    await expect(proposal.propose(randomStream(1, 'refusal'), moleculeBatch([smiles]))).rejects.toThrow(message);
  });
});
