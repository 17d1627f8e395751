import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openWorkflow } from '../run/open-workflow.js';

async function faultsOf(space: string, energy: string, sampler: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'basin-kernels-'));
  try {
    const file = join(folder, 'kernels.yaml');
    writeFileSync(
      file,
      `basin: 1\ntitle: Kernels\nspace: ${space}\nsteps:\n  found:\n    step: sample\n    energy: { energy: ${energy} }\n    sampler: ${sampler}\n`,
    );
    await openWorkflow(file);
    return '';
  } catch (error) {
    return (error as Error).message.replaceAll(/^.*kernels\.yaml:/gm, '');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const plane = '{ vector: { axes: [x, y] } }';
const lattice = '{ categorical: { lattice: { shape: [4, 4] }, values: 2 } }';

describe('a kernel that cannot move the states of the space', () => {
  it('is a fault of the file, at its place', async () => {
    expect(await faultsOf(plane, 'gaussian', '{ chains: { kernel: gibbs } }')).toMatch(
      /^8:\d+: gibbs moves sites, but the states of the workflow's space have coordinates; there are .*\bhmc\b.*\bnuts\b/,
    );
    expect(await faultsOf(lattice, 'ising', '{ annealing: { kernel: { hmc: {} } } }')).toMatch(
      /^8:\d+: hmc moves coordinates, but .* have sites; there are .*\bblocked-gibbs\b/,
    );
  });

  it('is none where it fits', async () => {
    expect(await faultsOf(plane, 'gaussian', '{ chains: { kernel: nuts } }')).toBe('');
    expect(await faultsOf(lattice, 'ising', '{ chains: { kernel: gibbs } }')).toBe('');
    expect(await faultsOf(plane, 'gaussian', '{ chains: { kernel: { metropolis: { proposal: random-walk } } } }')).toBe(
      '',
    );
  });
});

describe('suggestions', () => {
  it('are of the plain sampler, and of numbers that fit a coordinate', async () => {
    expect(await faultsOf(plane, 'gaussian', '{}')).toMatch(/such as \{ chains: /);
    expect(await faultsOf(plane, '{ coordinate: { axis: x } }', '{ chains: { kernel: nuts } }')).toContain(
      'objective: { between: { low: 0, high: 1, width: 0.1 } }',
    );
  });
});
