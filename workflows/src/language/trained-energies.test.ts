import { ConfigurationError, coreModule, defineEnergy, EnergyDefinition, Registry } from '@basin/core';
import { ContainerModule } from 'inversify';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { workflowsModule } from '../workflows-module.js';
import { parseYaml } from './parse-yaml.js';
import { validateWorkflow } from './validate-workflow.js';

const filed = defineEnergy({
  name: 'filed',
  space: 'categorical',
  role: 'energy',
  unit: '1',
  summary: 'Zero, and a file that it reads',
  options: z.strictObject({ file: z.string() }),
  filesRead: ({ file }) => [file],
  create: () => ({ evaluate: () => new Float64Array(0) }),
});

const registry = new Registry();
registry.load({ name: '@basin/core', version: '0.1.0' }, coreModule);
registry.load({ name: '@basin/workflows', version: '0.1.0' }, workflowsModule);
registry.load(
  { name: 'files', version: '0.1.0' },
  new ContainerModule(({ bind }) => void bind(EnergyDefinition).toConstantValue(filed)),
);

const head = `basin: 1
title: t
space: { categorical: { sites: 3, values: 2 } }
`;
const sampler = 'sampler: { chains: { kernel: gibbs, chains: 2, steps: 10 } }';
const trainer = 'trainer: pseudo-likelihood, steps: 5';

async function validated(energies: string, steps: string) {
  const text = `${head}energies: ${energies}\nsteps:\n${steps}`;
  return validateWorkflow(parseYaml({ file: 'w.yaml', text }), {
    text,
    folder: import.meta.dirname,
    workflowName: 'w',
    source: registry,
    pluginFaults: [],
  });
}

/** Lines below the head, with what is wrong there. */
async function faultsOf(energies: string, steps: string): Promise<readonly string[]> {
  try {
    await validated(energies, steps);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.faults.map(({ message }) => message);
  }
}

const draws = `  draws: { step: sample, energy: chain, ${sampler} }\n`;
const fit = `  fit: { step: train, from: draws, energy: chain, ${trainer} }\n`;

describe('an energy that a step has trained', () => {
  it('orders its steps after the one that trains it, also through names', async () => {
    const { steps } = await validated(
      '{ chain: { energy: potts }, better: { trained: fit }, both: { all: [better, chain] } }',
      `  again: { step: sample, energy: both, ${sampler} }\n${draws}${fit}`,
    );
    expect(steps.map(({ name }) => name)).toEqual(['draws', 'fit', 'again']);
    expect(steps.map(({ trainedBy }) => trainedBy)).toEqual([[], [], ['fit']]);
  });

  it('refuses a step that is not there, with the nearest', async () => {
    expect(await faultsOf('{ chain: { energy: potts }, better: { trained: fitt } }', draws + fit)).toEqual([
      "no step is named 'fitt'; did you mean 'fit'?",
    ]);
  });

  it('refuses a step that trains nothing', async () => {
    expect(await faultsOf('{ chain: { energy: potts }, better: { trained: draws } }', draws + fit)).toEqual([
      "step 'draws' trains no energy; there are fit",
    ]);
    expect(await faultsOf('{ chain: { energy: potts }, better: { trained: draws } }', draws)).toEqual([
      "step 'draws' trains no energy; no step of this file trains one",
    ]);
  });

  it('refuses what is no name of a step', async () => {
    expect(await faultsOf('{ chain: { energy: potts }, better: { trained: 3 } }', draws + fit)).toEqual([
      'trained: expected the name of a step that trains an energy, got 3; there are fit',
    ]);
  });

  it('refuses a training of what it trains itself', async () => {
    const itself = `  fit: { step: train, from: draws, energy: better, ${trainer} }\n`;
    expect(await faultsOf('{ chain: { energy: potts }, better: { trained: fit } }', draws + itself)).toEqual([
      'steps wait for each other: fit has its energy from fit',
    ]);
  });

  it('refuses examples that are drawn from what is learned from them', async () => {
    const circular = `  draws: { step: sample, energy: { trained: fit }, ${sampler} }\n`;
    expect(await faultsOf('{ chain: { energy: potts } }', circular + fit)).toEqual([
      'steps wait for each other: draws has its energy from fit takes from draws',
    ]);
  });

  it('may be trained further by another step', async () => {
    const further = `  further: { step: train, from: draws, energy: { trained: fit }, ${trainer} }\n`;
    const { steps } = await validated('{ chain: { energy: potts } }', draws + further + fit);
    expect(steps.map(({ name }) => name)).toEqual(['draws', 'fit', 'further']);
  });
});

describe('files that energies read', () => {
  it('are among those of every step that uses the energy, and of what was trained from it', async () => {
    const { steps } = await validated(
      '{ chain: { energy: potts }, told: { energy: { filed: { file: ./step-order.ts } } }, both: { all: [told, chain] } }',
      `${draws}  fit: { step: train, from: draws, energy: both, ${trainer} }\n` +
        `  again: { step: sample, energy: { trained: fit }, ${sampler} }\n`,
    );
    expect(steps.map(({ filesRead }) => filesRead)).toEqual([[], ['step-order.ts'], ['step-order.ts']]);
  });

  it('must be there, in the folder', async () => {
    const one = (file: string) =>
      faultsOf(`{ told: { energy: { filed: { file: ${file} } } }, chain: { energy: potts } }`, draws);
    expect(await one('none.onnx')).toEqual(['there is no file "none.onnx" beside the workflow file']);
    expect(await one('../x.onnx')).toEqual([
      '"../x.onnx" leaves the folder of the workflow file (\'..\' is not allowed)',
    ]);
  });
});
