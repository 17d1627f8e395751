import { apiVersion, extensionPointNames, type Registered, type Registry } from '@basin/core';
import type { InstalledPlugin } from '../plugins/installed-plugins.js';
import type { AvailableExtensions } from './available-extensions.js';
import type { DoctorCheck } from './doctor-check.js';
import { countOf } from './quantities.js';

/** Each plugin found: its version, what it adds, and why it could not be loaded. */
export function checkPlugins(installed: readonly InstalledPlugin[], available: AvailableExtensions): DoctorCheck[] {
  if (installed.length === 0) {
    const advice = 'install one in this folder, such as npm install @basin/molecules';
    return [{ name: 'plugins', state: 'warning', text: 'none is installed', advice }];
  }
  return installed.map((plugin) => checkPlugin(plugin, available));
}

function checkPlugin(
  { name, version, apiVersion: built, folder }: InstalledPlugin,
  available: AvailableExtensions,
): DoctorCheck {
  const failure = available.failures.find(({ plugin }) => plugin === name);
  if (failure !== undefined) {
    const advice =
      built === apiVersion ? `install it again, or build it in ${folder}` : 'install a version that fits this Basin';
    return { name, state: 'bad', text: failure.message.replace(`plugin ${name}: `, ''), advice };
  }
  const broken = available.registry.broken.filter(({ error }) => error.plugin === name);
  const added = countOf(extensionsOf(name, available.registry).length, 'extension');
  const text = `${version}, API version ${String(built)}, ${added}`;
  if (broken.length === 0) return { name, state: 'good', text };
  const reasons = broken.map(({ error }) => error.message).join('; ');
  return { name, state: 'bad', text: `${text}; broken: ${reasons}`, advice: 'tell the authors of the plugin' };
}

function extensionsOf(plugin: string, registry: Registry): Registered[] {
  const all = extensionPointNames.flatMap((point): readonly Registered[] => registry.registered(point));
  return all.filter((registered) => registered.plugin.name === plugin);
}
