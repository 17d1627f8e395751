import { defineEnergy, type EnergyDefinition } from '@basin/core';
import { z } from 'zod';
import { complexity } from '../properties/bertz-complexity.js';
import { aromaticRings, atomsOfElement, ringCount } from '../properties/counts.js';
import { logP } from '../properties/crippen.js';
import { quantitativeDrugLikeness } from '../properties/drug-likeness.js';
import { topologicalPolarSurfaceArea } from '../properties/polar-surface-area.js';
import type { MoleculeBatch } from '../space/molecule-batch.js';
import {
  arithmeticMean,
  around,
  atLeast,
  atMost,
  geometricMean,
  having,
  isomerOf,
  lacking,
  type Oracle,
  scoredProperty,
  similarity,
  upTo,
} from './oracle.js';

/** A published design task. */
export interface DesignBenchmark {
  readonly name: string;
  /** Whether the practical molecular optimisation benchmark (PMO) has it; the others are GuacaMol's alone. */
  readonly inPmo: boolean;
  readonly oracle: Oracle;
}

/**
 * The tasks of PMO that need no trained model, and two more of GuacaMol. Parameters: Brown et al., J. Chem. Inf. Model. 59,
 * 1096 (2019), in the form that Gao et al., NeurIPS Datasets and Benchmarks (2022), score (Therapeutics Data Commons).
 * Each is a composition of this package's properties and core's objectives; its score is e^(−E).
 */
export const designBenchmarks: readonly DesignBenchmark[] = [
  {
    name: 'albuterol-similarity',
    inPmo: true,
    oracle: similarity('CC(C)(C)NCC(O)c1ccc(O)c(CO)c1', 'fcfp4', upTo(0.75)),
  },
  {
    name: 'amlodipine-mpo',
    inPmo: true,
    oracle: geometricMean([
      similarity('Clc1ccccc1C2C(=C(/N/C(=C2/C(=O)OCC)COCCN)C)\\C(=O)OC', 'ecfp4', upTo(1)),
      scoredProperty(ringCount, {}, around(3, 0.5)),
    ]),
  },
  {
    name: 'celecoxib-rediscovery',
    inPmo: true,
    oracle: similarity('CC1=CC=C(C=C1)C1=CC(=NN1C1=CC=C(C=C1)S(N)(=O)=O)C(F)(F)F', 'ecfp4', upTo(1)),
  },
  {
    name: 'deco-hop',
    inPmo: true,
    oracle: arithmeticMean([
      similarity('CCCOc1cc2ncnc(Nc3ccc4ncsc4c3)c2cc1S(=O)(=O)C(C)(C)C', 'pharmacophore', upTo(0.85)),
      lacking('CS([#6])(=O)=O'),
      lacking('[#7]-c1ccc2ncsc2c1'),
      having('[#7]-c1n[c;h1]nc2[c;h1]c(-[#8])[c;h0][c;h1]c12'),
    ]),
  },
  {
    name: 'fexofenadine-mpo',
    inPmo: true,
    oracle: geometricMean([
      similarity('CC(C)(C(=O)O)c1ccc(cc1)C(O)CCCN2CCC(CC2)C(O)(c3ccccc3)c4ccccc4', 'atom-pair', upTo(0.8)),
      scoredProperty(topologicalPolarSurfaceArea, {}, atLeast(90, 10)),
      scoredProperty(logP, {}, atMost(4, 1)),
    ]),
  },
  { name: 'isomers-c7h8n2o2', inPmo: true, oracle: isomerOf('C7H8N2O2') },
  { name: 'isomers-c9h10n2o2pf2cl', inPmo: true, oracle: isomerOf('C9H10N2O2PF2Cl') },
  {
    name: 'median1',
    inPmo: true,
    oracle: geometricMean([
      similarity('CC(C)C1CCC(C)CC1O', 'ecfp4', upTo(1)),
      similarity('CC1(C)C2CCC1(C)C(=O)C2', 'ecfp4', upTo(1)),
    ]),
  },
  {
    name: 'median2',
    inPmo: true,
    oracle: geometricMean([
      similarity('O=C1N(CC(N2C1CC3=C(C2C4=CC5=C(OCO5)C=C4)NC6=C3C=CC=C6)=O)C', 'ecfp6', upTo(1)),
      similarity('CCCC1=NN(C2=C1N=C(NC2=O)C3=C(C=CC(=C3)S(=O)(=O)N4CCN(CC4)C)OCC)C', 'ecfp6', upTo(1)),
    ]),
  },
  {
    name: 'mestranol-similarity',
    inPmo: true,
    oracle: similarity('COc1ccc2[C@H]3CC[C@@]4(C)[C@@H](CC[C@@]4(O)C#C)[C@@H]3CCc2c1', 'atom-pair', upTo(0.75)),
  },
  {
    name: 'osimertinib-mpo',
    inPmo: true,
    oracle: geometricMean([
      similarity('COc1cc(N(C)CCN(C)C)c(NC(=O)C=C)cc1Nc2nccc(n2)c3cn(C)c4ccccc34', 'fcfp4', upTo(0.8)),
      similarity('COc1cc(N(C)CCN(C)C)c(NC(=O)C=C)cc1Nc2nccc(n2)c3cn(C)c4ccccc34', 'ecfp6', atMost(0.85, 0.1)),
      scoredProperty(topologicalPolarSurfaceArea, {}, atLeast(100, 10)),
      scoredProperty(logP, {}, atMost(1, 1)),
    ]),
  },
  {
    name: 'perindopril-mpo',
    inPmo: true,
    oracle: geometricMean([
      similarity('O=C(OCC)C(NC(C(=O)N1C(C(=O)O)CC2CCCCC12)C)CCC', 'ecfp4', upTo(1)),
      scoredProperty(aromaticRings, {}, around(2, 0.5)),
    ]),
  },
  { name: 'qed', inPmo: true, oracle: scoredProperty(quantitativeDrugLikeness, { weighting: 'mean' }, upTo(1)) },
  {
    name: 'ranolazine-mpo',
    inPmo: true,
    oracle: geometricMean([
      similarity('COc1ccccc1OCC(O)CN2CCN(CC(=O)Nc3c(C)cccc3C)CC2', 'atom-pair', upTo(0.7)),
      scoredProperty(logP, {}, atLeast(7, 1)),
      scoredProperty(topologicalPolarSurfaceArea, {}, atLeast(95, 20)),
      scoredProperty(atomsOfElement, { element: 'F' }, around(1, 1)),
    ]),
  },
  {
    name: 'scaffold-hop',
    inPmo: true,
    oracle: arithmeticMean([
      similarity('CCCOc1cc2ncnc(Nc3ccc4ncsc4c3)c2cc1S(=O)(=O)C(C)(C)C', 'pharmacophore', upTo(0.75)),
      having('[#6]-[#6]-[#6]-[#8]-[#6]~[#6]~[#6]~[#6]~[#6]-[#7]-c1ccc2ncsc2c1'),
      lacking('[#7]-c1n[c;h1]nc2[c;h1]c(-[#8])[c;h0][c;h1]c12'),
    ]),
  },
  {
    name: 'sitagliptin-mpo',
    inPmo: true,
    oracle: geometricMean([
      similarity('Fc1cc(c(F)cc1F)CC(N)CC(=O)N3Cc2nnc(n2CC3)C(F)(F)F', 'ecfp4', around(0, 0.1)),
      scoredProperty(logP, {}, around(2.0165, 0.2)),
      scoredProperty(topologicalPolarSurfaceArea, {}, around(77.04, 5)),
      isomerOf('C16H15F6N5O'),
    ]),
  },
  {
    name: 'thiothixene-rediscovery',
    inPmo: true,
    oracle: similarity('CN(C)S(=O)(=O)c1ccc2Sc3ccccc3C(=CCCN4CCN(C)CC4)c2c1', 'ecfp4', upTo(1)),
  },
  {
    name: 'troglitazone-rediscovery',
    inPmo: true,
    oracle: similarity('Cc1c(C)c2OC(C)(COc3ccc(CC4SC(=O)NC4=O)cc3)CCc2c(C)c1O', 'ecfp4', upTo(1)),
  },
  {
    name: 'valsartan-smarts',
    inPmo: true,
    oracle: geometricMean([
      having('CN(C=O)Cc1ccc(c2ccccc2)cc1'),
      scoredProperty(logP, {}, around(2.0165, 0.2)),
      scoredProperty(topologicalPolarSurfaceArea, {}, around(77.04, 5)),
      scoredProperty(complexity, {}, around(896.3804853871782, 30)),
    ]),
  },
  {
    name: 'zaleplon-mpo',
    inPmo: true,
    oracle: geometricMean([
      similarity('O=C(C)N(CC)C1=CC=CC(C2=CC=NC3=C(C=NN23)C#N)=C1', 'ecfp4', upTo(1)),
      isomerOf('C19H17N3O2'),
    ]),
  },
  {
    name: 'aripiprazole-similarity',
    inPmo: false,
    oracle: similarity('Clc4cccc(N3CCN(CCCCOc2ccc1c(NC(=O)CC1)c2)CC3)c4Cl', 'ecfp4', upTo(0.75)),
  },
  { name: 'isomers-c11h24', inPmo: false, oracle: isomerOf('C11H24') },
];

/** One energy for each task: `molecules/benchmarks/<task>`. */
export const benchmarkEnergies: readonly EnergyDefinition<MoleculeBatch, Record<string, never>>[] =
  designBenchmarks.map(({ name, oracle }) =>
    defineEnergy({
      name: `molecules/benchmarks/${name}`,
      space: 'molecule',
      role: 'energy',
      unit: '1',
      decomposable: true,
      summary: `Design task ${name.replaceAll('-', ' ')}: minus the logarithm of its score`,
      reference:
        'Brown et al., J. Chem. Inf. Model. 59, 1096 (2019); Gao et al., NeurIPS Datasets and Benchmarks (2022)',
      options: z.strictObject({}),
      example: {},
      create: (_options, context) => oracle.create(context),
    }),
  );
