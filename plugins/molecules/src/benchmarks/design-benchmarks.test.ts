import { readFileSync } from 'node:fs';
import type { CreationContext } from '@basin/core';
import { energyContextOf } from '@basin/core/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { fromSmiles } from '../graph/parse-smiles.js';
import { bertzComplexity } from '../properties/bertz-complexity.js';
import { crippenContributions } from '../properties/crippen.js';
import { polarSurfaceArea } from '../properties/polar-surface-area.js';
import { closeRdkitPool } from '../rdkit/shared-pool.js';
import { moleculeBatch } from '../space/molecule-batch.js';
import { moleculeSpace } from '../space/molecule-space.js';
import { benchmarkEnergies } from './design-benchmarks.js';

interface Vector {
  readonly canonical: string;
  readonly descriptors: { readonly logp: number; readonly tpsa: number; readonly bertz_ct: number };
  readonly oracles: Readonly<Record<string, number>>;
}

/** Scores and descriptors computed with RDKit 2022.09.3 and the published definitions; the file names them. */
const { vectors } = JSON.parse(readFileSync(new URL('fixtures/design-benchmarks.json', import.meta.url), 'utf8')) as {
  readonly vectors: readonly Vector[];
};

const batch = moleculeBatch(vectors.map(({ canonical }) => canonical));
const creation: CreationContext = { workerCount: 1, onDispose: () => undefined };
const spaceOptions = {
  column: 'smiles',
  maxHeavyAtoms: 100,
  rowTimeoutMs: 2000,
  keepStereo: true,
  components: 'all',
} as const;
const context = energyContextOf(await moleculeSpace.create(spaceOptions, creation));

afterAll(closeRdkitPool);

describe.each(benchmarkEnergies)('$name', (definition) => {
  it('scores every reference molecule as published', async () => {
    const energy = await definition.create({}, context);
    const energies = await energy.evaluate(batch);
    const key = definition.name.slice('molecules/benchmarks/'.length).replaceAll('-', '_');
    for (const [row, { oracles }] of vectors.entries()) {
      expect(Math.exp(-(energies[row] ?? Number.NaN))).toBeCloseTo(oracles[key] ?? Number.NaN, 5);
    }
  });
});

describe.each(vectors)('$canonical', ({ canonical, descriptors }) => {
  it('has the reference descriptors', () => {
    const graph = fromSmiles(canonical);
    expect(crippenContributions(graph).logP).toBeCloseTo(descriptors.logp, 3);
    expect(polarSurfaceArea(graph)).toBeCloseTo(descriptors.tpsa, 3);
    expect(bertzComplexity(graph)).toBeCloseTo(descriptors.bertz_ct, 3);
  });
});
