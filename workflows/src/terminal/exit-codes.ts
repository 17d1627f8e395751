import { exitCodeOfSignal, InterruptedError } from './interruption.js';
import { isDesignError, isSystemError } from './raised-on-purpose.js';
import { UsageError } from './usage-error.js';

/** How the process ends. Those of signals are in interruption.ts. */
export const exitCodes = {
  done: 0,
  /** A defect of Basin or of a plugin. */
  unexpected: 1,
  usage: 2,
  /** An invalid workflow, table or plugin, or a file that cannot be read or written. */
  invalid: 3,
  /** Finished, but a check failed or too many rows are bad. */
  checksFailed: 4,
  engineLost: 5,
} as const;

/** Names of errors that say an engine died under the work. */
const engineErrors: ReadonlySet<string> = new Set(['EngineError', 'EngineLostError']);

/** The one place that turns errors into exit codes. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof InterruptedError) return exitCodeOfSignal[error.signal];
  if (isUsageError(error) || isDesignError(error, 'OverrideError')) return exitCodes.usage;
  if (error instanceof Error && engineErrors.has(error.name)) return exitCodes.engineLost;
  return isDesignError(error) || isSystemError(error) ? exitCodes.invalid : exitCodes.unexpected;
}

/** Whether what was typed is at fault: oclif's parser says so by the exit code that its errors carry. */
export function isUsageError(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return error instanceof Error && (error as { oclif?: { exit?: unknown } }).oclif?.exit === exitCodes.usage;
}
