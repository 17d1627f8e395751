import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A package that says in its package.json that it is a plugin. */
export interface InstalledPlugin {
  readonly name: string;
  readonly version: string;
  readonly apiVersion: unknown;
  readonly folder: string;
}

/**
 * The plugins in the node_modules folders that a program in `folders` sees, nearest first; of two with one name the
 * nearer counts. Nothing of them is run.
 */
export async function installedPlugins(folders: readonly string[]): Promise<InstalledPlugin[]> {
  const found = new Map<string, InstalledPlugin>();
  for (const modules of new Set(folders.flatMap(moduleFoldersAbove))) {
    for (const plugin of await pluginsIn(modules)) if (!found.has(plugin.name)) found.set(plugin.name, plugin);
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function moduleFoldersAbove(folder: string): string[] {
  const above = dirname(folder);
  const here = join(folder, 'node_modules');
  return above === folder ? [here] : [here, ...moduleFoldersAbove(above)];
}

async function pluginsIn(modules: string): Promise<InstalledPlugin[]> {
  const packages = await Promise.all((await namesIn(modules)).map((name) => packagesAt(modules, name)));
  return (await Promise.all(packages.flat().map(readPlugin))).filter((plugin) => plugin !== undefined);
}

async function packagesAt(modules: string, name: string): Promise<string[]> {
  if (!name.startsWith('@')) return [join(modules, name)];
  return (await namesIn(join(modules, name))).map((inner) => join(modules, name, inner));
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => !name.startsWith('.'));
  } catch {
    return [];
  }
}

async function readPlugin(folder: string): Promise<InstalledPlugin | undefined> {
  let text: string;
  try {
    text = await readFile(join(folder, 'package.json'), 'utf8');
  } catch {
    return undefined;
  }
  // Hundreds of packages are looked at, few are plugins: parse only those that can be.
  return text.includes('"basin"') ? pluginOf(text, folder) : undefined;
}

function pluginOf(text: string, folder: string): InstalledPlugin | undefined {
  try {
    const { name, version, basin } = JSON.parse(text) as {
      name?: string;
      version?: string;
      basin?: { apiVersion?: unknown };
    };
    if (typeof basin !== 'object' || basin === null || name === undefined) return undefined;
    return { name, version: version ?? '0.0.0', apiVersion: basin.apiVersion, folder };
  } catch {
    return undefined;
  }
}
