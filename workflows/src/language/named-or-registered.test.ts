import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openWorkflow } from '../run/open-workflow.js';

async function opened(energies: string) {
  const folder = mkdtempSync(join(tmpdir(), 'basin-names-'));
  try {
    const file = join(folder, 'names.yaml');
    const space = 'space: { categorical: { lattice: { shape: [4, 4] }, values: 2 } }';
    writeFileSync(
      file,
      `basin: 1\ntitle: Names\n${space}\nenergies:\n${energies}\nsteps:\n  found: { step: sample, energy: { energy: ising }, sampler: { chains: { kernel: gibbs } } }\n`,
    );
    return (await openWorkflow(file)).document;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('a name in an energy', () => {
  it('is that of the extension inside the energy of this name, and of the energy elsewhere', async () => {
    const { energies } = await opened('  ising: { energy: ising }\n  both: { all: [{ energy: ising }] }');
    expect(energies.get('ising')).toMatchObject({ form: 'energy', energy: { name: 'ising' } });
    expect(energies.get('both')).toMatchObject({ terms: [{ form: 'named', name: 'ising' }] });
  });

  it('is that of a property wherever a property is wanted', async () => {
    const { energies } = await opened('  magnetisation: { property: magnetisation, objective: maximise }');
    expect(energies.get('magnetisation')).toMatchObject({ form: 'property', property: { name: 'magnetisation' } });
  });

  it('is a circle where no extension is called so', async () => {
    await expect(opened('  mine: { energy: mine }')).rejects.toThrow("energy 'mine' contains itself");
  });
});
