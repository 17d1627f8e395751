import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from '@basin/core';
import { afterAll, describe, expect, it } from 'vitest';
import { loadPlugins } from './load-plugins.js';

const folder = mkdtempSync(join(tmpdir(), 'basin-plugins-'));
afterAll(() => rmSync(folder, { recursive: true }));

function install(name: string, manifest: object, module?: string): void {
  const at = join(folder, 'node_modules', name);
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, 'package.json'), JSON.stringify({ name, version: '2.0.0', type: 'module', ...manifest }));
  if (module !== undefined) writeFileSync(join(at, 'module.js'), module);
}

async function faultOf(name: string): Promise<string | undefined> {
  const below = join(folder, 'workflows/deep');
  mkdirSync(below, { recursive: true });
  const [fault] = await loadPlugins([name], below, new Registry());
  return fault?.message;
}

const basin = { apiVersion: 1, module: './module.js' };

describe('loadPlugins', () => {
  it('says what is wrong with a package', async () => {
    install('plain', {});
    install('old', { basin: { ...basin, apiVersion: 0 } });
    install('unbuilt', { basin });
    install('escaping', { basin: { apiVersion: 1, module: '../plain/module.js' } });
    install('throwing', { basin }, 'throw new Error("boom");');
    install('bare', { basin }, 'export const module = {};');
    expect(await faultOf('@absent/plugin')).toBe(
      'plugin @absent/plugin: is not installed; run: npm install @absent/plugin',
    );
    expect(await faultOf('plain')).toContain('is no Basin plugin');
    expect(await faultOf('old')).toContain('is built for API version 0; this Basin has version 1');
    expect(await faultOf('unbuilt')).toContain('is missing; build the package');
    expect(await faultOf('escaping')).toContain('names no module file of its own');
    expect(await faultOf('throwing')).toContain('could not be imported: boom');
    expect(await faultOf('bare')).toContain("exports no 'basinModule'");
  });

  it('takes a name close to that of an installed plugin for a slip', async () => {
    install('@toys/shapes', { basin });
    expect(await faultOf('@toys/shaeps')).toBe("plugin @toys/shaeps: is not installed; did you mean '@toys/shapes'?");
    expect(await faultOf('@basin/molecule')).toContain("did you mean '@basin/molecules'?");
  });

  it('never looks up what is no package name', async () => {
    expect(await loadPlugins(['./module.js', '../x', '/etc', 'file:///x', 7], folder, new Registry())).toEqual([]);
  });

  it('loads the others when one is at fault, and each once', async () => {
    install(
      'good',
      { basin },
      'export const basinModule = { id: 1, load: () => undefined, getActivations: () => [] };',
    );
    const registry = new Registry();
    const faults = await loadPlugins(['absent-plugin', 'good', 'good'], folder, registry);
    expect(faults.map(({ index }) => index)).toEqual([0, 2]);
    expect(registry.plugins).toEqual([{ name: 'good', version: '2.0.0', dependencies: {} }]);
  });
});
