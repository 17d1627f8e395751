import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
// A fixture without types: it is shared with programs that tests start.
// @ts-expect-error TS7016
import { makeWorkspace as makeUntyped } from '../run/fixtures/toy-workspace.js';
import { openWorkflow } from '../run/open-workflow.js';
import { runWorkflow } from '../run/run-workflow.js';
import { planWorkflow } from './plan-workflow.js';

const makeWorkspace: (text: string) => string = makeUntyped;
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const text = `basin: 1
title: Numbers
plugins: [toy-plugin]
steps:
  numbers: { step: toy/numbers, count: 5 }
  few: { step: select, from: numbers, top: { by: x, count: 2 } }
`;

function writeManifest(folder: string, name: string, manifest: object): void {
  const at = join(folder, 'node_modules', name);
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, 'package.json'), JSON.stringify({ name, type: 'module', ...manifest }));
}

const plugin = { version: '1.2.3', basin: { apiVersion: 1, module: './toy-module.js' } };

/** What would run, and why. */
async function planned(folder: string): Promise<Record<string, string>> {
  const { steps } = await planWorkflow(await openWorkflow(join(folder, 'numbers.yaml')));
  return Object.fromEntries(steps.filter(({ action }) => action === 'run').map(({ name, reason }) => [name, reason]));
}

it('runs what depends on a plugin again when a package that the plugin runs on changes, and tells which', async () => {
  const folder = makeWorkspace(text);
  folders.push(folder);
  writeManifest(folder, 'toy-plugin', {
    ...plugin,
    dependencies: { 'toy-engine': '*' },
    optionalDependencies: { 'toy-card': '*' },
  });
  writeManifest(folder, 'toy-engine', { version: '1.0.0' });
  await runWorkflow(await openWorkflow(join(folder, 'numbers.yaml')), {});
  expect(await planned(folder)).toEqual({});
  writeManifest(folder, 'toy-engine', { version: '1.1.0' });
  expect(await planned(folder)).toEqual({
    numbers: 'toy-engine changed from 1.0.0 to 1.1.0',
    // It works on the plugin's states.
    few: 'toy-engine changed from 1.0.0 to 1.1.0',
  });
  writeManifest(folder, 'toy-engine', { version: '1.0.0' });
  expect(await planned(folder)).toEqual({});
  writeManifest(folder, 'toy-card', { version: '3.0.0' });
  expect((await planned(folder)).numbers).toBe('toy-card changed from none to 3.0.0');
});

it('leaves out what only checks, wires and draws: the packages that the command line and the core run on', async () => {
  const folder = makeWorkspace(text);
  folders.push(folder);
  writeManifest(folder, 'toy-plugin', plugin);
  await runWorkflow(await openWorkflow(join(folder, 'numbers.yaml')), {});
  const last = JSON.parse(readFileSync(join(folder, '.basin/last/numbers/few.json'), 'utf8'));
  const packages = Object.keys(last.facts.packages);
  expect(packages).toEqual(
    expect.arrayContaining(['@basin/core', '@basin/datasets', '@basin/workflows', 'apache-arrow', 'toy-plugin']),
  );
  for (const apart of ['@observablehq/plot', '@oclif/core', 'linkedom', 'yaml']) expect(packages).not.toContain(apart);
});
