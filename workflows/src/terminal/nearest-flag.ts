import type { Command } from '@oclif/core/command';
import { isUsageError } from './exit-codes.js';
import { UsageError } from './usage-error.js';

/** Turns oclif's complaint about the arguments into ours: names the command, and the nearest flags to an unknown one. */
export async function withNearestFlag(error: unknown, command: typeof Command): Promise<unknown> {
  if (!isUsageError(error) || error instanceof UsageError) return error;
  const unknown = (error as { flags?: unknown }).flags;
  if (!Array.isArray(unknown)) return new UsageError(firstPart(error.message), command.id);
  const { nearestNames } = await import('@basin/core');
  const known = ['json', 'help', ...Object.keys(command.baseFlags ?? {}), ...Object.keys(command.flags ?? {})];
  const [first = ''] = unknown.map(String);
  const nearest = nearestNames(first.replace(/^-+/, ''), known).map((name) => `--${name}`);
  const hint = nearest.length === 0 ? '' : `; did you mean ${nearest.join(' or ')}?`;
  return new UsageError(`basin ${command.id} knows no option ${unknown.join(', ')}${hint}`, command.id);
}

function firstPart(message: string): string {
  const [said = message] = message.split('\nSee more help');
  return said.replace(/ *\n\t/g, ': ');
}
