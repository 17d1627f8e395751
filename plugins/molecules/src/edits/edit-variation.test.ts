import { readFileSync } from 'node:fs';
import { randomStream } from '@basin/core';
import { checkVariation } from '@basin/core/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { hillFormula } from '../graph/formula.js';
import { fromSmiles } from '../graph/parse-smiles.js';
import { toSmiles } from '../graph/write-smiles.js';
import { closeRdkitPool, sharedRdkitPool } from '../rdkit/shared-pool.js';
import { compileSmarts } from '../smarts/compile-smarts.js';
import { hasMatch } from '../smarts/match.js';
import { type MoleculeBatch, moleculeBatch } from '../space/molecule-batch.js';
import { MoleculeSpace } from '../space/molecule-space.js';
import { editOptionsSchema } from './edit-options.js';
import { EditVariation } from './edit-variation.js';
import { mutateOnce } from './mutate.js';
import { recombine } from './recombination.js';

const drugs = readFileSync(new URL('../../../../examples/data/approved-drugs.smi', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split('\t')[0]!);

const spaceOptions = {
  column: 'smiles',
  maxHeavyAtoms: 250,
  rowTimeoutMs: 2000,
  keepStereo: true,
  components: 'all',
} as const;

const space = new MoleculeSpace(spaceOptions, 2);
const { batch: parents } = await space.decode({ smiles: { type: 'text', values: drugs } });
const count = parents.smiles.length;
const partners = space.take(
  parents,
  Int32Array.from({ length: count }, (_, row) => (row * 101 + 7) % count),
);

afterAll(closeRdkitPool);

const variations = [
  { name: 'mutate', edit: mutateOnce },
  { name: 'crossover', edit: recombine },
];

function variationOf(edit: (typeof variations)[number]['edit'], options: object = {}, workerCount = 2): EditVariation {
  return new EditVariation(edit, editOptionsSchema.parse(options), workerCount);
}

describe.each(variations)('$name of approved drugs', ({ name, edit }) => {
  it('has complete valences: RDKit takes 999 of 1000 children and finds the same atoms and hydrogens', async () => {
    const variation = variationOf(edit);
    const made: { text: string; formula: string }[] = [];
    for (let round = 0; round < 16; round++) {
      for (let row = 0; row < count; row++) {
        const rng = randomStream(round, name).split(row);
        const child = variation.edited(parents.graph(row), partners.graph(row), rng);
        if (child !== undefined) made.push({ text: toSmiles(child), formula: hillFormula(child) });
      }
    }
    expect(made.length).toBeGreaterThan(3000);
    const { canonical, bad } = await sharedRdkitPool(2).canonicalise(made.map(({ text }) => text));
    expect(bad.length).toBeLessThanOrEqual(made.length / 1000);
    for (const [index, { formula, text }] of made.entries()) {
      if (canonical[index] !== undefined) expect(hillFormula(fromSmiles(canonical[index])), text).toBe(formula);
    }
  });

  it('leaves the graphs of its parents as they are', async () => {
    const arrays = (batch: MoleculeBatch) =>
      Array.from({ length: count }, (_, row) => {
        return JSON.stringify({ ...batch.graph(row), derived: [] });
      });
    const before = [arrays(parents), arrays(partners)];
    await variationOf(edit).vary(randomStream(5, name), parents, partners);
    expect([arrays(parents), arrays(partners)]).toEqual(before);
  });

  it('makes the same children with one worker, with two, and row by row', async () => {
    await closeRdkitPool();
    const alone = await variationOf(edit, {}, 1).vary(randomStream(6, name), parents, partners);
    await closeRdkitPool();
    const together = await variationOf(edit).vary(randomStream(6, name), parents, partners);
    expect(together.batch.smiles).toEqual(alone.batch.smiles);
    expect(together.parents).toEqual(alone.parents);
    expect(together.batch.smiles.length).toBeGreaterThan(0.9 * count);
    const few = Int32Array.from({ length: 12 }, (_, row) => 20 * row);
    await checkVariation(variationOf(edit), space, space.take(parents, few), { name, rounds: 2 });
  });

  it('gives no child that equals its parent, and none beyond the limits', async () => {
    const { batch, parents: rows } = await variationOf(edit, { maxHeavyAtoms: 25 }).vary(
      randomStream(8, name),
      parents,
      partners,
    );
    batch.smiles.forEach((smiles, child) => {
      expect(smiles).not.toBe(parents.smiles[rows[child]!]);
      expect(batch.graph(child).atomCount).toBeLessThanOrEqual(25);
    });
  });
});

describe('a frozen core', () => {
  it.each([
    { core: 'c1ccc([*:1])cc1', start: 'CCc1ccccc1', keeps: '[cH]1[cH][cH][cH][cH]c1' },
    { core: 'O=C1[NH]C(=O)[CX4:1]S1', start: 'O=C1NC(=O)C(Cc2ccccc2)S1', keeps: 'O=C1[NH]C(=O)[#6]S1' },
    { core: 'c1cc2[nH]cc(C)c2c[c:5]1', start: 'Cc1c[nH]c2ccc(F)cc12', keeps: '[cH]1[nH]c2[cH][cH]c[cH]c2c1[CH3]' },
    { core: 'C1CCN(C=O)CC1', start: 'O=C(CCl)N1CCCCC1', keeps: 'C1CCN(C=O)CC1' },
  ])('$core is kept through thousands of edits and substituted where it says', async ({ core, start, keeps }) => {
    const pattern = compileSmarts(keeps);
    const { canonical } = await sharedRdkitPool(2).canonicalise([start]);
    let population = moleculeBatch(Array.from({ length: 64 }, () => canonical[0]!));
    const all = new Set<string>();
    let edits = 0;
    for (let generation = 0; generation < 24; generation++) {
      const { edit } = variations[generation % 4 === 3 ? 1 : 0]!;
      const mates = space.take(
        partners,
        Int32Array.from({ length: population.smiles.length }, (_, row) => row),
      );
      const variation = variationOf(edit, { core, maxHeavyAtoms: 30 });
      const { batch } = await variation.vary(randomStream(generation, core), population, mates);
      edits += batch.smiles.length;
      for (const [row, smiles] of batch.smiles.entries()) {
        all.add(smiles);
        expect(hasMatch(batch.graph(row), pattern), smiles).toBe(true);
      }
      population = space.take(
        batch,
        Int32Array.from({ length: 64 }, (_, row) => row % batch.smiles.length),
      );
    }
    expect(edits).toBeGreaterThan(1000);
    expect(all.size).toBeGreaterThan(200);
    expect([...all].some((smiles) => smiles.length > start.length + 12)).toBe(true);
  });

  it('that a parent does not have passes the parent over', async () => {
    const mixed = moleculeBatch(['CCO', 'CCc1ccccc1']);
    for (const { edit } of variations) {
      const offspring = await variationOf(edit, { core: 'c1ccccc1' }).vary(randomStream(1, 'mixed'), mixed, mixed);
      expect(Array.from(offspring.parents)).toEqual([1]);
    }
  });
});
