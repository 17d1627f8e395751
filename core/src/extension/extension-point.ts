import type { ServiceIdentifier } from 'inversify';
import type { ExtensionPointName } from './definition.js';

/** Every extension point, in the order that listings show them. */
export const extensionPointNames: readonly ExtensionPointName[] = [
  'space',
  'encoder',
  'energy',
  'objective',
  'proposal',
  'kernel',
  'sampler',
  'partition',
  'trainer',
  'engine',
  'format',
  'step',
];

/** The token a module binds its literals to. `Symbol.for`, so that two copies of core agree on it. */
export function extensionPoint<D>(point: ExtensionPointName): ServiceIdentifier<D> {
  return Symbol.for(`basin/${point}`) as ServiceIdentifier<D>;
}
