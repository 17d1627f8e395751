import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PluginIdentity } from '@basin/core';

/** What is read of a package.json. */
export interface PackageManifest {
  /** Absolute path of the package's folder, links resolved. */
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  /** The package's word that it is a plugin; anything, since the package wrote it. */
  readonly basin: unknown;
  /** Names of the packages that it runs on, needed or optional. */
  readonly dependencies: readonly string[];
}

/** Who a package is, with the versions of the packages that it runs on directly, as Node finds them from its folder. */
export function identityOfPackage({ name, version, folder, dependencies }: PackageManifest): PluginIdentity {
  const installed = dependencies.flatMap((dependency) => {
    const found = findPackage(dependency, folder);
    return found === undefined ? [] : [[dependency, found.version] as const];
  });
  return { name, version, dependencies: Object.fromEntries(installed) };
}

/** The manifest of a package by the rule of Node: the nearest `node_modules/<name>` from `folder` upwards. */
export function findPackage(name: string, folder: string): PackageManifest | undefined {
  for (let here = folder; ; here = dirname(here)) {
    const found = join(here, 'node_modules', name);
    if (existsSync(join(found, 'package.json'))) return readManifest(found);
    if (dirname(here) === here) return undefined;
  }
}

/** The manifest of the package that a file of ours belongs to. */
export function packageAround(folder: string): PackageManifest {
  let here = folder;
  while (!existsSync(join(here, 'package.json')) && dirname(here) !== here) here = dirname(here);
  return readManifest(here);
}

function readManifest(folder: string): PackageManifest {
  const real = realpathSync(folder);
  const manifest = JSON.parse(readFileSync(join(real, 'package.json'), 'utf8')) as Record<string, unknown>;
  const { name, version, basin } = manifest;
  return {
    folder: real,
    name: String(name),
    version: typeof version === 'string' ? version : '0.0.0',
    basin,
    dependencies: dependencyNames(manifest),
  };
}

function dependencyNames(manifest: Readonly<Record<string, unknown>>): readonly string[] {
  const { dependencies, optionalDependencies, peerDependencies } = manifest;
  const names = [dependencies, optionalDependencies, peerDependencies].flatMap((given) =>
    typeof given === 'object' && given !== null ? Object.keys(given) : [],
  );
  return [...new Set(names)].toSorted();
}
