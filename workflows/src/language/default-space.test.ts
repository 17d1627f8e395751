import { ConfigurationError, type Registry } from '@basin/core';
import { describe, expect, it } from 'vitest';
import { builtInRegistry } from '../plugins/built-in-modules.js';
import { parseYaml } from './parse-yaml.js';
import { validateWorkflow } from './validate-workflow.js';
import type { WorkflowDocument } from './workflow-document.js';

async function validate(text: string, source: Registry): Promise<WorkflowDocument> {
  const context = { text, folder: '/', workflowName: 'w', source, pluginFaults: [] };
  return validateWorkflow(parseYaml({ file: 'w.yaml', text }), context);
}

async function withToyPlugin(): Promise<Registry> {
  const registry = builtInRegistry();
  const toy = await import(new URL('../plugins/fixtures/toy-plugin/toy-module.js', import.meta.url).href);
  registry.load({ name: 'toy-plugin', version: '1.2.3' }, toy.basinModule);
  return registry;
}

/** A file that samples a Gaussian, with what it says of its space. */
function sampling(space: string): string {
  return `basin: 1
title: Normal
${space}
energies:
  e: { energy: { gaussian: {} } }
steps:
  draws:
    step: sample
    energy: e
    sampler:
      chains:
        kernel: { metropolis: { proposal: { random-walk: { scale: 0.5 } } } }
        steps: 10
`;
}

describe("core's spaces", () => {
  it('are passed over where a file names none and its plugins bring one', async () => {
    const text = 'basin: 1\ntitle: Numbers\nsteps:\n  made: { step: toy/numbers, count: 3 }\n';
    expect((await validate(text, await withToyPlugin())).space).toMatchObject({ name: 'toy/number' });
  });

  it('must be named where there is no other', async () => {
    const fault = await validate(sampling(''), builtInRegistry()).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(ConfigurationError);
    expect((fault as ConfigurationError).message).toMatch(
      /'space' is missing: energies are about states of a space; there are .*vector/,
    );
  });

  it("are used where they are named, beside a plugin's", async () => {
    const { space } = await validate(sampling('space: { vector: { dimension: 2 } }'), await withToyPlugin());
    expect(space).toEqual({ point: 'space', name: 'vector', options: { dimension: 2, spread: 1 } });
  });
});
