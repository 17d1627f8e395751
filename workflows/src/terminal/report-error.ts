import { describeError } from './describe-error.js';
import { errorJson } from './error-json.js';
import { exitCodeOf } from './exit-codes.js';
import { paintFor } from './paint.js';
import { columnsOf } from './terminal-size.js';

/** Tells of an error on standard error, or as JSON on standard output, and sets the exit code that it stands for. */
export function reportError(error: unknown, asJson: boolean): void {
  const { stderr, stdout, env } = process;
  const debug = isSet(env.BASIN_DEBUG);
  if (asJson) stdout.write(`${JSON.stringify(errorJson(error), undefined, 2)}\n`);
  if (!asJson || debug) {
    const lines = describeError(error, { paint: paintFor(stderr), width: columnsOf(stderr), debug });
    stderr.write(`${lines.join('\n')}\n`);
  }
  process.exitCode = exitCodeOf(error);
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0';
}
