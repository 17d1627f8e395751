import type { Registry } from '@basin/core';

/** Versions of everything that takes part: plugins, Basin's own packages, Node. */
export function versionsOf(registry: Registry): Readonly<Record<string, string>> {
  const plugins = registry.plugins.map(({ name, version }) => [name, version]);
  return { ...Object.fromEntries(plugins), node: process.versions.node };
}
