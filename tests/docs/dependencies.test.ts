import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tableRows } from './markdown.js';
import { repository, textOf } from './repository.js';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
}

const plugins = readdirSync(join(repository, 'plugins')).map((name) => `plugins/${name}`);
const folders = ['', 'core', 'datasets', 'workflows', ...plugins].filter((folder) =>
  existsSync(join(repository, folder, 'package.json')),
);

function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** Every dependency that is not one of our own packages, with the folders of the packages that name it. */
function namedIn(key: 'dependencies' | 'devDependencies'): ReadonlyMap<string, readonly string[]> {
  const named = new Map<string, string[]>();
  for (const folder of folders) {
    for (const name of Object.keys(manifestIn(join(repository, folder))[key] ?? {})) {
      if (!name.startsWith('@basin/')) named.set(name, [...(named.get(name) ?? []), folder]);
    }
  }
  return named;
}

/** Where Node finds a dependency of a package. */
function installed(name: string, folder: string): string {
  const own = join(repository, folder, 'node_modules', name);
  return existsSync(own) ? own : join(repository, 'node_modules', name);
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((total, entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return total + sizeOf(path);
    return total + (entry.isFile() ? statSync(path).size : 0);
  }, 0);
}

const page = textOf('docs/dependencies.md');
const runtime = namedIn('dependencies');
const development = new Map([...namedIn('devDependencies')].filter(([name]) => !runtime.has(name)));

describe.each([
  ['## To run', runtime],
  ['## To develop', development],
] as const)('the table %s', (heading, named) => {
  const rows = tableRows(page.split(`\n${heading}\n`)[1]!.split('\n## ')[0]!);

  it('has a row for every dependency, and no other', () => {
    expect(rows.map(([name]) => name)).toEqual([...named.keys()].sort().map((name) => `\`${name}\``));
  });

  it.each(rows)(
    'tells of %s what is installed',
    (code = '', purpose = '', usedBy = '', version, licence, size = '') => {
      const name = code.slice(1, -1);
      const users = [...new Set([...(runtime.get(name) ?? []), ...(namedIn('devDependencies').get(name) ?? [])])];
      const folder = installed(name, users[0] ?? '');
      const manifest = manifestIn(folder);
      expect(purpose).not.toBe('');
      expect(usedBy.split(', ').sort()).toEqual(users.map((user) => user.split('/').at(-1) || 'root').sort());
      // SPDX allows parentheses around the whole.
      const license = manifest.license?.replace(/^\((.*)\)$/, '$1');
      expect({ version, licence }).toEqual({ version: manifest.version, licence: license });
      const megabytes = sizeOf(folder) / 1e6;
      if (size.startsWith('<')) expect(megabytes).toBeLessThan(0.1);
      else expect(Math.abs(Number.parseFloat(size) - megabytes)).toBeLessThan(0.06 + 0.1 * megabytes);
    },
  );
});

it('says which packages have install scripts', () => {
  const { packages } = JSON.parse(textOf('package-lock.json')) as {
    readonly packages: Readonly<Record<string, { readonly hasInstallScript?: boolean; readonly link?: boolean }>>;
  };
  const scripted = Object.entries(packages).filter(
    ([path, entry]) => path.includes('node_modules/') && entry.hasInstallScript,
  );
  const names = scripted.map(([path]) => path.split('node_modules/').at(-1)!);
  expect(names).toEqual(['nx', 'onnxruntime-node']);
  for (const name of names) expect(page.split('\n## ')[0]).toContain(`\`${name}\``);
  expect(existsSync(join(repository, 'nx.json'))).toBe(false);
  expect(textOf('.npmrc').split('\n')).toContain('onnxruntime-node-install=skip');
});
