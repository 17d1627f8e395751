import { ConfigurationError } from '@basin/core';
import type { SecretTexts } from '../language/secret-text.js';

/** The same error with every secret in its texts put back to its reference; an error without secrets is returned itself. */
export function hiddenError(error: unknown, secrets: SecretTexts): unknown {
  if (!(error instanceof Error)) return typeof error === 'string' ? secrets.hide(error) : error;
  if (error instanceof ConfigurationError) {
    const faults = error.faults.map((fault) => ({ ...fault, message: secrets.hide(fault.message) }));
    if (faults.some(({ message }, index) => message !== error.faults[index]?.message))
      return new ConfigurationError(faults);
  }
  for (const key of ['message', 'stack'] as const) {
    const text = error[key];
    if (typeof text === 'string' && secrets.hide(text) !== text)
      Object.defineProperty(error, key, { value: secrets.hide(text) });
  }
  if (error.cause !== undefined) error.cause = hiddenError(error.cause, secrets);
  return error;
}
