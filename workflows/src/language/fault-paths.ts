import { type Awaitable, ConfigurationError } from '@basin/core';
import type { KeyPath } from './source-places.js';

/** Whether a path begins at the root of the document, and not at the options of an extension, one of which may be 'steps'. */
export function isWholePath([first, ...rest]: KeyPath): boolean {
  return (first === 'steps' || first === 'energies') && rest.length > 0;
}

/**
 * Runs something whose faults have paths below one of the document, such as those of an extension's options. Faults that know
 * their place in the document keep it.
 */
export function withPath<T>(path: KeyPath, run: () => Awaitable<T>): Awaitable<T> {
  const placed = (error: unknown): never => {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new ConfigurationError(
      error.faults.map((fault) => (isWholePath(fault.path) ? fault : { ...fault, path: [...path, ...fault.path] })),
    );
  };
  try {
    const result = run();
    return result instanceof Promise ? result.catch(placed) : result;
  } catch (error) {
    return placed(error);
  }
}
