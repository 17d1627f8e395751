import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What is read of a package.json. */
export interface PackageManifest {
  /** Absolute path of the package's folder, links resolved. */
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  /** The package's word that it is a plugin; anything, since the package wrote it. */
  readonly basin: unknown;
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
  const { name, version, basin } = JSON.parse(readFileSync(join(real, 'package.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  return { folder: real, name: String(name), version: typeof version === 'string' ? version : '0.0.0', basin };
}
