import type { Command } from '@oclif/core/command';
import { isUsageError } from './exit-codes.js';
import { UsageError } from './usage-error.js';

/** Turns oclif's complaint about the arguments into ours: names the command, what is missing, and the nearest flags to an unknown one. */
export async function withNearestFlag(error: unknown, command: typeof Command): Promise<unknown> {
  if (!isUsageError(error) || error instanceof UsageError) return error;
  const missing = missingArguments((error as { args?: unknown }).args);
  if (missing !== '') return new UsageError(`basin ${command.id} needs ${missing}`, command.id);
  const unknown = (error as { flags?: unknown }).flags;
  if (!Array.isArray(unknown)) return new UsageError(firstPart(error.message), command.id);
  const { nearestNames } = await import('@basin/core');
  const known = ['json', 'help', ...Object.keys(command.baseFlags ?? {}), ...Object.keys(command.flags ?? {})];
  const [first = ''] = unknown.map(String);
  const nearest = nearestNames(first.replace(/^-+/, ''), known).map((name) => `--${name}`);
  const hint = nearest.length === 0 ? '' : `; did you mean ${nearest.join(' or ')}?`;
  return new UsageError(`basin ${command.id} knows no option ${unknown.join(', ')}${hint}`, command.id);
}

/** '<file>: a workflow file', of what oclif says is missing; of arguments that are too many it says only the texts. */
function missingArguments(given: unknown): string {
  if (!Array.isArray(given)) return '';
  const named = given.filter(isArgument);
  return named.map(({ name, description }) => `<${name}>: ${beginningLow(description)}`).join('; ');
}

function isArgument(value: unknown): value is { readonly name: string; readonly description: string } {
  const { name, description } = (value ?? {}) as { name?: unknown; description?: unknown };
  return typeof name === 'string' && typeof description === 'string';
}

function beginningLow(sentence: string): string {
  return sentence.slice(0, 1).toLowerCase() + sentence.slice(1);
}

function firstPart(message: string): string {
  const [said = message] = message.split('\nSee more help');
  return said.replace(/ *\n\t/g, ': ');
}
