import { describe, expect, it } from 'vitest';
import { fromSmiles } from '../graph/parse-smiles.js';
import { breaksBredtsRule } from './bridged-rings.js';

describe('breaksBredtsRule', () => {
  it.each([
    ['norbornene', 'C1CC2CC1C=C2'],
    ['norbornadiene', 'C1=CC2CC1C=C2'],
    ['quinuclidine', 'C1CN2CCC1CC2'],
    ['adamantane', 'C1C2CC3CC1CC(C2)C3'],
    ['naphthalene', 'C1=CC=C2C=CC=CC2=C1'],
    ['spiro[4.5]decene', 'C1CCC2(C1)CCC=CC2'],
    ['barrelene', 'C1=CC2C=CC1C=C2'],
  ])('%s can be', (_name, smiles) => {
    expect(breaksBredtsRule(fromSmiles(smiles))).toBe(false);
  });

  it.each([
    ['norborn-1-ene', 'C1CC2=CCC1C2'],
    ['a benzene bridged across', 'C1=CC2=CC=C1CC2'],
    ['a pyridine bridged between neighbours of the nitrogen', 'C1=CC2=NC(=C1)CC2'],
    ['adamantene', 'C1C2CC3CC1C=C(C2)C3'],
  ])('%s cannot', (_name, smiles) => {
    expect(breaksBredtsRule(fromSmiles(smiles))).toBe(true);
  });
});
