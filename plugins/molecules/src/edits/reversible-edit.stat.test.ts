import { chainsSampler, type Energy, metropolisOver, randomStream } from '@basin/core';
import { runSampler } from '@basin/core/testing';
import { afterAll, expect, it } from 'vitest';
import { closeRdkitPool, sharedRdkitPool } from '../rdkit/shared-pool.js';
import { type MoleculeBatch, moleculeBatch } from '../space/molecule-batch.js';
import { MoleculeSpace } from '../space/molecule-space.js';
import { alphabetOf } from './alphabet.js';
import { ReversibleEdit } from './reversible-edit.js';
import { enumerateTransitions } from './transition-matrix.js';

const spaceOptions = {
  column: 'smiles',
  maxHeavyAtoms: 250,
  rowTimeoutMs: 2000,
  keepStereo: false,
  components: 'all',
} as const;

afterAll(closeRdkitPool);

/** Half an e-fold for every oxygen, a quarter for every ring closure, in no relation to the number of isomers. */
const energy: Energy<MoleculeBatch> = {
  evaluate: ({ smiles }) =>
    Float64Array.from(smiles, (text) => text.split('O').length / 2 + (text.split('1').length - 1) / 4),
};

/**
 * 3000 chains from methane, each read once after 150 steps. A share more than 5 standard errors from e^(−βE)/Z is a false alarm
 * in 6·10⁻⁷ of seeds for each of about 70 molecules; the seed is fixed.
 */
it.each([0, 1])('chains over all molecules of up to three C, N and O draw e^(−βE) at β = %d', async (beta) => {
  const rules = { alphabet: alphabetOf(['C', 'N', 'O']), maxHeavyAtoms: 3, maxRingSize: 7 };
  const states = [...(await enumerateTransitions(sharedRdkitPool(2), 'C', rules)).keys()];
  const weights = Array.from(await energy.evaluate(moleculeBatch(states)), (value) => Math.exp(-beta * value));
  const total = weights.reduce((a, b) => a + b);
  const chains = 3000;
  const sampler = chainsSampler<MoleculeBatch>({
    kernel: metropolisOver(new ReversibleEdit(rules, 2)),
    chains,
    warmUp: 149,
    steps: 1,
    beta,
  });
  const { result } = await runSampler(sampler, {
    space: new MoleculeSpace(spaceOptions, 2),
    energy,
    initial: moleculeBatch(['C']),
    rng: randomStream(5, `edit ${beta}`),
    signal: undefined,
  });
  const counts = new Map<string, number>();
  for (const smiles of result.batch.smiles) counts.set(smiles, (counts.get(smiles) ?? 0) + 1);
  expect([...counts.keys()].filter((smiles) => !states.includes(smiles))).toEqual([]);
  states.forEach((smiles, state) => {
    const probability = weights[state]! / total;
    const tolerance = 5 * Math.sqrt((probability * (1 - probability)) / chains);
    expect(Math.abs((counts.get(smiles) ?? 0) / chains - probability), smiles).toBeLessThanOrEqual(tolerance);
  });
});
