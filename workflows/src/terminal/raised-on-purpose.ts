import type { ConfigurationError, DesignError } from '@basin/core';

/**
 * Whether an error is one of Basin's own, of class `className` or below it. Classes are compared by name along the
 * prototype chain, because a plugin may bring another copy of the core, and because loading the core costs more than
 * printing an error should.
 */
export function isDesignError(error: unknown, className = 'DesignError'): error is DesignError {
  if (!(error instanceof Error)) return false;
  const names = classNames(error);
  return names.includes('DesignError') && names.includes(className);
}

/** Whether an error carries the faults of a configuration. */
export function isConfigurationError(error: unknown): error is ConfigurationError {
  return isDesignError(error, 'ConfigurationError') && Array.isArray((error as Partial<ConfigurationError>).faults);
}

/** Whether the operating system refused something: no such file, no permission, no space. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as NodeJS.ErrnoException;
  return typeof code === 'string' && typeof syscall === 'string';
}

function classNames(error: Error): string[] {
  const names: string[] = [];
  let prototype: unknown = Object.getPrototypeOf(error);
  while (prototype instanceof Object && prototype !== Object.prototype) {
    names.push(prototype.constructor.name);
    prototype = Object.getPrototypeOf(prototype);
  }
  return names;
}
