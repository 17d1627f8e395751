import {
  type ExtensionPointName,
  extensionPointNames,
  nearestNames,
  type Registered,
  type Registry,
} from '@basin/core';
import { UsageError } from './usage-error.js';

/** An extension and the point that it was found at. */
export interface FoundExtension {
  readonly point: ExtensionPointName;
  readonly registered: Registered;
}

/**
 * Every extension of a name, over all points: a step and an energy may share one.
 *
 * @throws {PluginError} The only contribution of that name is broken.
 * @throws {UsageError} There is none; names the nearest of all points.
 */
export function findExtension(name: string, registry: Registry, command: string): FoundExtension[] {
  const found = extensionPointNames.flatMap((point) => {
    const registered = registry.registered(point).find(({ definition }) => definition.name === name);
    return registered === undefined ? [] : [{ point, registered }];
  });
  if (found.length > 0) return found;
  const broken = registry.broken.find((contribution) => contribution.name === name);
  if (broken !== undefined) throw broken.error;
  const names = extensionPointNames.flatMap((point) =>
    registry.definitions(point).map((definition) => definition.name),
  );
  const nearest = nearestNames(name, new Set(names)).map((near) => `'${near}'`);
  const hint = nearest.length === 0 ? '; basin list shows all' : `; did you mean ${nearest.join(' or ')}?`;
  throw new UsageError(`no extension is named '${name}'${hint}`, command);
}
