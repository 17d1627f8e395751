import type { ExpressionContext } from './expression-context.js';
import { isMap } from './reading-context.js';
import type { KeyPath } from './source-places.js';

/**
 * Whether a name in an expression is that of an energy of the file. Inside the energy of that name it can only mean an extension
 * that is called so too: `ising: { energy: ising }`.
 */
export function isNamedEnergy(name: string, path: KeyPath, context: ExpressionContext): boolean {
  if (!Object.hasOwn(context.energies, name)) return false;
  return !(path[0] === 'energies' && path[1] === name && isRegistered(name, context));
}

/** Whether an energy or property is registered under a name. */
export function isRegistered(name: string, { source }: Pick<ExpressionContext, 'source'>): boolean {
  return source.definitions('energy').some((definition) => definition.name === name);
}

/** Whether what stands in the file is a property without an objective. */
export function isBareProperty(raw: unknown): boolean {
  return isMap(raw) && Object.hasOwn(raw, 'property') && !Object.hasOwn(raw, 'objective');
}
