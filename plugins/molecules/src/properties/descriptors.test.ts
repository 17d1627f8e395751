import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromSmiles } from '../graph/parse-smiles.js';
import { bertzComplexity } from './bertz-complexity.js';
import { crippenContributions } from './crippen.js';
import { drugLikeness } from './drug-likeness.js';
import { donorCount } from './hydrogen-bond-donors.js';
import { polarSurfaceArea } from './polar-surface-area.js';
import { rotatableBondCount } from './rotatable-bonds.js';
import { alertCount } from './structural-alerts.js';

interface Described {
  readonly smiles: string;
  readonly logp: number;
  readonly mr: number;
  readonly tpsa: number;
  readonly rotb: number;
  readonly hbd: number;
  readonly bertz: number;
  readonly qed: number;
  readonly alerts: number;
}

function read<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(`fixtures/${file}`, import.meta.url), 'utf8')) as T;
}

/** Values of RDKit 2022.09.3; the file says with which calls. */
const { molecules } = read<{ molecules: readonly Described[] }>('descriptors.json');

describe.each(molecules)('$smiles', (expected) => {
  const graph = fromSmiles(expected.smiles);

  it('has the descriptors of RDKit', () => {
    expect(crippenContributions(graph).logP).toBeCloseTo(expected.logp, 8);
    expect(crippenContributions(graph).refractivity).toBeCloseTo(expected.mr, 8);
    expect(polarSurfaceArea(graph)).toBeCloseTo(expected.tpsa, 8);
    expect(bertzComplexity(graph)).toBeCloseTo(expected.bertz, 6);
    expect(drugLikeness(graph)).toBeCloseTo(expected.qed, 8);
    expect(rotatableBondCount(graph)).toBe(expected.rotb);
    expect(donorCount(graph)).toBe(expected.hbd);
    expect(alertCount(graph)).toBe(expected.alerts);
  });
});

describe('bertzComplexity', () => {
  it('counts dative bonds as single: RDKit 2022.09.3 of N[Pt](N)(Cl)Cl and of oxaliplatin written with single bonds', () => {
    expect(bertzComplexity(fromSmiles('N->[Pt](<-N)(Cl)Cl'))).toBeCloseTo(23.11941547876375, 8);
    expect(bertzComplexity(fromSmiles('O=C1O[Pt]2(OC1=O)<-NC1CCCCC1N->2'))).toBeCloseTo(302.60335893412775, 8);
  });
});

describe('crippenContributions', () => {
  it.each([
    // RDKit 2022.09.3, MolLogP and MolMR: hydrogens of every type.
    ['O', -0.8247, 3.6138],
    ['On1cccc1', 0.7254, 21.6165],
    ['OO', 0.0174, 5.2576],
    ['S', 0.1128, 10.381],
    ['[2H]C', 0.6361, 6.731],
    ['OP(O)O', -0.8098, 13.5764],
    ['Oc1ccccc1', 1.3922, 28.1068],
    ['OC=O', -0.2992, 8.6928],
  ])('%s', (smiles, logP, refractivity) => {
    expect(crippenContributions(fromSmiles(smiles)).logP).toBeCloseTo(logP, 4);
    expect(crippenContributions(fromSmiles(smiles)).refractivity).toBeCloseTo(refractivity, 3);
  });
});

describe('drugLikeness', () => {
  const { vectors } = read<{ vectors: readonly { smiles: string; qed: number }[] }>('drug-likeness.json');

  it.each(vectors)('$smiles', ({ smiles, qed }) => {
    expect(drugLikeness(fromSmiles(smiles))).toBeCloseTo(qed, 10);
  });
});

describe('metals and metalloids in aromatic rings', () => {
  it.each([
    // RDKit 2022.09.3, QED.properties(…).ALERTS and QED.qed of canonical SMILES: '[Te]' finds aromatic tellurium too.
    ['c1cc[te]c1', 1, 0.5159286568196738],
    ['c1ccc2[se]ccc2c1', 1, 0.5442477859029861],
    ['c1cc[siH]cc1', 1, 0.4162415139413288],
    ['C1=CC=[As]C=C1', 1, 0.4314190605104283],
  ])('%s', (smiles, alerts, qed) => {
    expect(alertCount(fromSmiles(smiles))).toBe(alerts);
    expect(drugLikeness(fromSmiles(smiles))).toBeCloseTo(qed, 10);
  });
});
