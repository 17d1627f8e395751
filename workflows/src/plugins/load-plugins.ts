import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { apiVersion, PluginError, type Registry } from '@basin/core';
import type { ContainerModule } from 'inversify';
import { nearestHint } from '../language/describe-value.js';
import { packageNameFault } from '../language/plugin-name.js';
import type { PluginFault } from '../language/validate-workflow.js';
import { installedPlugins } from './installed-plugins.js';
import { findPackage, identityOfPackage, type PackageManifest } from './package-manifest.js';

const ownFolder = dirname(fileURLToPath(import.meta.url));

/** The name under which a plugin's module file exports its ContainerModule. */
const exportName = 'basinModule';

/**
 * Loads plugins by package name into a registry: each is looked for from the workflow's folder first, then beside Basin itself.
 * A plugin at fault leaves nothing behind and does not stop the others.
 *
 * @returns What is wrong with which plugin.
 */
export async function loadPlugins(
  names: readonly unknown[],
  folder: string,
  registry: Registry,
): Promise<readonly PluginFault[]> {
  const faults: PluginFault[] = [];
  for (const [index, name] of names.entries()) {
    // What is no package name is a fault of the file, and told by its validation.
    if (typeof name !== 'string' || packageNameFault(name) !== undefined) continue;
    try {
      await loadPlugin(name, folder, registry);
    } catch (error) {
      if (!(error instanceof PluginError)) throw error;
      faults.push({ index, message: error.message });
    }
  }
  return faults;
}

/** @throws {PluginError} It is not installed, is no plugin, is built for another API version, or its module fails. */
async function loadPlugin(name: string, folder: string, registry: Registry): Promise<void> {
  const manifest = findPackage(name, folder) ?? findPackage(name, ownFolder);
  if (manifest === undefined) throw new PluginError(name, await notInstalled(name, folder));
  const file = moduleFile(name, manifest);
  let exported: Record<string, unknown>;
  try {
    exported = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Record<string, unknown>;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new PluginError(name, `its module could not be imported: ${message}`, { cause });
  }
  registry.load({ ...identityOfPackage(manifest), name }, containerModule(name, exported[exportName]));
}

/** What to do about a package that is not there: a name close to that of an installed plugin is taken for a slip. */
async function notInstalled(name: string, folder: string): Promise<string> {
  const installed = await installedPlugins([folder, ownFolder]);
  const hint = nearestHint(
    name,
    installed.map((plugin) => plugin.name),
  );
  return `is not installed${hint || `; run: npm install ${name}`}`;
}

function moduleFile(name: string, { basin, folder }: PackageManifest): string {
  if (typeof basin !== 'object' || basin === null) {
    throw new PluginError(name, `is installed, but is no Basin plugin: its package.json has no "basin" entry`);
  }
  const { apiVersion: built, module } = basin as Record<string, unknown>;
  if (built !== apiVersion) {
    throw new PluginError(name, `is built for API version ${String(built)}; this Basin has version ${apiVersion}`);
  }
  const file = typeof module === 'string' ? join(folder, module) : folder;
  if (file === folder || relative(folder, file).startsWith('..')) {
    throw new PluginError(name, `its package.json names no module file of its own ("basin": { "module": "./dist/…" })`);
  }
  if (!existsSync(file)) throw new PluginError(name, `its module file ${String(module)} is missing; build the package`);
  return file;
}

function containerModule(name: string, exported: unknown): ContainerModule {
  const isModule = typeof exported === 'object' && exported !== null && 'load' in exported;
  if (isModule) return exported as ContainerModule;
  throw new PluginError(
    name,
    `its module file exports no '${exportName}'; write: export const ${exportName} = new ContainerModule(…)`,
  );
}
