import { afterAll, describe, expect, it } from 'vitest';
import { closeRdkitPool } from '../rdkit/shared-pool.js';
import { MoleculeSpace, type MoleculeSpaceOptions, moleculeSpace } from './molecule-space.js';

const defaults: MoleculeSpaceOptions = {
  column: 'smiles',
  maxHeavyAtoms: 250,
  rowTimeoutMs: 5000,
  keepStereo: true,
  components: 'all',
};
const space = new MoleculeSpace(defaults, 1);
const text = (...values: (string | null)[]) => ({ type: 'text', values }) as const;

afterAll(closeRdkitPool);

describe('decode', () => {
  it('takes complexes, and reads bonds of a metal to a full ligand as dative', async () => {
    const { batch, bad } = await space.decode({
      smiles: text('[NH3][Pt]([NH3])(Cl)Cl', 'N->[Pt](Cl)(Cl)<-N', 'N.N.Cl[Pt]Cl'),
    });
    const cisplatin = '[NH3]->[Pt](<-[NH3])([Cl])[Cl]';
    expect(batch.smiles).toEqual([cisplatin, cisplatin, 'N.N.[Cl][Pt][Cl]']);
    expect(bad).toEqual([]);
    const again = await space.decode(space.encode(batch));
    expect(again.batch.smiles).toEqual(batch.smiles);
    const [same, apart] = space.similarities(batch, 0, Int32Array.of(1, 2));
    expect(same).toBe(1);
    expect(apart).toBeLessThan(1);
  });

  it('gives canonical molecules, their rows, and why the others are bad', async () => {
    const { batch, rows, bad } = await space.decode({
      name: text('a', 'b', 'c', 'd', 'e', 'f', 'g'),
      smiles: text('OCC', null, ' C1CCCCC1\r', 'C(C)(C)(C)(C)C', '  ', 'C'.repeat(300), 'C[C@@H](O)F'),
    });
    expect(batch.smiles).toEqual(['CCO', 'C1CCCCC1', 'C[C@@H](O)F']);
    expect(rows).toEqual(Int32Array.of(0, 2, 6));
    expect(bad).toEqual([
      { row: 1, status: 'missing', message: 'the SMILES is empty' },
      { row: 3, status: 'invalid', message: 'valence of C is 5, greater than permitted' },
      { row: 4, status: 'missing', message: 'the SMILES is empty' },
      { row: 5, status: 'too-large', message: '300 heavy atoms; at most 250 are allowed' },
    ]);
  });

  it('undoes encode', async () => {
    const { batch } = await space.decode({ smiles: text('C[C@H](N)C(=O)O', 'F/C=C/F', '[NH4+].[Cl-]') });
    const again = await space.decode(space.encode(batch));
    expect(again.batch.smiles).toEqual(batch.smiles);
    expect(again.bad).toEqual([]);
  });

  it('drops stereo and small components when told to', async () => {
    const flat = new MoleculeSpace({ ...defaults, keepStereo: false, components: 'largest' }, 1);
    const { batch } = await flat.decode({ smiles: text('C[C@H](N)C(=O)[O-].[Na+]') });
    expect(batch.smiles).toEqual(['CC(N)C(=O)[O-]']);
  });

  it('takes another column and another limit', async () => {
    const small = new MoleculeSpace({ ...defaults, column: 'structure', maxHeavyAtoms: 2 }, 1);
    const { batch, bad } = await small.decode({ structure: text('CC', 'CCC') });
    expect(small.encode(batch)).toEqual({ structure: text('CC') });
    expect(bad.map(({ status }) => status)).toEqual(['too-large']);
  });

  it('names the columns there are when its own is missing, and the type when it is not text', async () => {
    await expect(space.decode({ name: text('a'), SMILES: text('C') })).rejects.toThrow(
      "the table has no column 'smiles'; its columns: 'name', 'SMILES'",
    );
    await expect(space.decode({ smiles: { type: 'float64', values: Float64Array.of(1) } })).rejects.toThrow(
      "column 'smiles' holds float64; SMILES are text",
    );
  });

  it('takes an empty table', async () => {
    const { batch, bad } = await space.decode({ smiles: text() });
    expect([space.size(batch), bad]).toEqual([0, []]);
  });
});

describe('draw', () => {
  it('gives a drawing of the asked size per row, with the SMILES in words', async () => {
    const { batch } = await space.decode({ smiles: text('CCO', 'N') });
    const drawings = await space.draw(batch, { width: 120, height: 90 });
    expect(drawings.map(({ alt }) => alt)).toEqual(['CCO', 'N']);
    expect(drawings[0]!.svg).toContain("width='120' height='90'");
  });
});

describe('similarities', () => {
  it('equal those of RDKit’s count fingerprints', async () => {
    const { batch } = await space.decode({ smiles: text('CCO', 'CCN', 'c1ccccc1', 'OCC') });
    // RDKit 2022.09.3, Python: TanimotoSimilarity(GetMorganFingerprint(a, 2), GetMorganFingerprint(b, 2)).
    const expected = [0.3333333333333333, 0.0, 1.0];
    const similarities = space.similarities(batch, 0, Int32Array.of(1, 2, 3));
    expected.forEach((value, index) => {
      expect(similarities[index]).toBeCloseTo(value, 12);
    });
  });
});

describe('random', () => {
  it('asks for starting molecules', () => {
    expect(() => space.random()).toThrow('give the step an input table');
  });
});

describe('moleculeSpace', () => {
  it('has an example that its options accept', () => {
    const { options, example } = moleculeSpace;
    if (typeof options === 'function') throw new Error('options are a plain schema');
    expect(options.parse(example)).toEqual({ ...defaults, rowTimeoutMs: 2000, components: 'largest' });
    expect(options.safeParse({ colum: 'x' }).success).toBe(false);
  });

  it('ends its workers with the work', async () => {
    const endings: (() => unknown)[] = [];
    const created = await moleculeSpace.create(defaults, {
      workerCount: 1,
      onDispose: (dispose) => endings.push(dispose),
    });
    await created.decode({ smiles: text('C') });
    expect(endings).toEqual([closeRdkitPool]);
  });
});
