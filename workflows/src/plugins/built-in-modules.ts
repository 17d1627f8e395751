import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { coreModule, PluginError, type PluginIdentity, Registry } from '@basin/core';
import { datasetsModule } from '@basin/datasets';
import { workflowsModule } from '../workflows-module.js';
import { findPackage, identityOfPackage, packageAround } from './package-manifest.js';

const ownFolder = dirname(fileURLToPath(import.meta.url));

/** A registry with what every workflow has: objectives and samplers of the core, table formats, and steps. */
export function builtInRegistry(): Registry {
  const registry = new Registry();
  registry.load(withoutDependencies(identityOf('@basin/core')), coreModule);
  registry.load(identityOf('@basin/datasets'), datasetsModule);
  registry.load(withoutDependencies(identityOfPackage(packageAround(ownFolder))), workflowsModule);
  return registry;
}

/**
 * The identity of a package whose dependencies check, wire, read the workflow file and draw: none of them changes what a step
 * computes, so a new version of one is no reason to sample again.
 */
function withoutDependencies({ name, version }: PluginIdentity): PluginIdentity {
  return { name, version };
}

function identityOf(name: string): PluginIdentity {
  const manifest = findPackage(name, ownFolder);
  if (manifest === undefined) throw new PluginError(name, 'is not installed beside Basin; install Basin again');
  return identityOfPackage(manifest);
}
