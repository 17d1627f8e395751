import { exitCodeOf } from './exit-codes.js';
import { isConfigurationError } from './raised-on-purpose.js';

/** An error for programs: what --json writes in place of a result. */
export function errorJson(error: unknown): { readonly error: Readonly<Record<string, unknown>> } {
  const exitCode = exitCodeOf(error);
  if (!(error instanceof Error)) return { error: { kind: 'Error', message: String(error), exitCode } };
  const { name: kind, message } = error;
  if (isConfigurationError(error)) return { error: { kind, message, exitCode, faults: error.faults } };
  return { error: { kind, message: message.split('\nSee more help')[0], exitCode } };
}
