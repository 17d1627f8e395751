import type { Registry } from '@basin/core';
import { builtInRegistry } from '../plugins/built-in-modules.js';
import { installedPlugins } from '../plugins/installed-plugins.js';
import { loadPlugins } from '../plugins/load-plugins.js';

/** A plugin that could not be loaded, and why. */
export interface PluginFailure {
  readonly plugin: string;
  readonly message: string;
}

/** What Basin, and the plugins that were found or named, offer here. */
export interface AvailableExtensions {
  readonly registry: Registry;
  readonly failures: readonly PluginFailure[];
}

/** The folder of this program: plugins installed beside it count too. */
export const programFolder = import.meta.dirname;

/**
 * Loads Basin's own extensions and those of plugins.
 *
 * @param names - Package names; every installed plugin where none is given.
 * @param folder - Where to look from, before the program's own place.
 */
export async function availableExtensions(names: readonly string[], folder: string): Promise<AvailableExtensions> {
  const registry = builtInRegistry();
  const wanted = names.length > 0 ? names : (await installedPlugins([folder, programFolder])).map(({ name }) => name);
  const faults = await loadPlugins(wanted, folder, registry);
  return { registry, failures: faults.map(({ index, message }) => ({ plugin: wanted[index] ?? '', message })) };
}
