import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigurationError } from '@basin/core';
import { expect, it } from 'vitest';
import { builtInRegistry } from '../plugins/built-in-modules.js';
import { validateAmongInstalled } from './missing-plugins.js';
import { parseYaml } from './parse-yaml.js';

it('says first which installed plugin to add, and nothing of its names', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'basin-missing-'));
  const scope = join(folder, 'node_modules', '@basin');
  mkdirSync(scope, { recursive: true });
  symlinkSync(fileURLToPath(new URL('../../../plugins/molecules', import.meta.url)), join(scope, 'molecules'), 'dir');
  const text = 'basin: 1\ntitle: t\nspace: molecules/small-molecules\nsteps:\n  a: { step: no-such }\n';
  const validated = validateAmongInstalled(parseYaml({ file: 'w.yaml', text }), {
    text,
    folder,
    workflowName: 'w',
    source: builtInRegistry(),
    pluginFaults: [],
  });
  const error = await validated.catch((thrown: unknown) => thrown);
  rmSync(folder, { recursive: true });
  expect(error).toBeInstanceOf(ConfigurationError);
  const messages = (error as ConfigurationError).faults.map(({ message }) => message);
  expect(messages[0]).toMatch(/^names that begin with 'molecules\/' come .*; add plugins: \['@basin\/molecules'\]$/);
  expect(messages.slice(1).join()).not.toContain('molecules/');
  expect(messages.slice(1).join()).toContain('no-such');
});
