import { readFileSync } from 'node:fs';
import type { ConfigurationFault, SourcePosition } from '@basin/core';
import { isUsageError } from './exit-codes.js';
import { InterruptedError } from './interruption.js';
import type { Paint } from './paint.js';
import { countOf } from './quantities.js';
import { isConfigurationError, isDesignError, isSystemError } from './raised-on-purpose.js';
import { sourceExcerpt } from './source-excerpt.js';
import { printable } from './text-width.js';
import { UsageError } from './usage-error.js';

export interface ErrorLayout {
  readonly paint: Paint;
  /** Cells in a line. */
  readonly width: number;
  /** Whether to show where in the program it came from. */
  readonly debug: boolean;
}

/** An error as lines for the reader: where, what came, what is allowed, and what to do where that is known. */
export function describeError(error: unknown, layout: ErrorLayout): string[] {
  const stack = layout.debug && error instanceof Error ? ['', layout.paint('dim', error.stack ?? '')] : [];
  return [...describeWithoutStack(error, layout), ...stack];
}

function describeWithoutStack(error: unknown, layout: ErrorLayout): string[] {
  const { paint, debug } = layout;
  if (isConfigurationError(error)) return describeFaults(error.faults, layout);
  if (isUsageError(error)) return describeUsage(error, paint);
  if (error instanceof InterruptedError) return [paint('yellow', `Basin was ${error.message}.`)];
  const message = error instanceof Error ? error.message : String(error);
  const lines = [errorLine(message, paint), ...describeCauses(error, paint)];
  if (isDesignError(error) || isSystemError(error) || debug) return lines;
  const advice =
    'This is a defect of Basin or of a plugin, not of your workflow. BASIN_DEBUG=1 shows where it came from.';
  return [...lines, paint('dim', advice)];
}

/** Every fault with its place and its line of source, and how many there are. */
export function describeFaults(faults: readonly ConfigurationFault[], layout: ErrorLayout): string[] {
  const sources = new Map<string, string | undefined>();
  const lines = faults.flatMap((fault) => [...describeFault(fault, sources, layout), '']);
  const files = new Set(faults.flatMap(({ position }) => (position === undefined ? [] : [position.file])));
  const [only] = files;
  const where = files.size === 1 && only !== undefined && !isNoFile(only) ? ` in ${printable(only)}` : '';
  return [...lines, layout.paint('bold', `${countOf(faults.length, 'fault')}${where}`)];
}

function describeFault(
  fault: ConfigurationFault,
  sources: Map<string, string | undefined>,
  layout: ErrorLayout,
): string[] {
  const { paint } = layout;
  const { position } = fault;
  const message = errorLine(fault.message, paint);
  if (position === undefined) {
    return [fault.path.length === 0 ? message : `${paint('bold', printable(fault.path.join('.')))}  ${message}`];
  }
  const place = placeText(position);
  return [`${paint('bold', place)}  ${message}`, ...excerptAt(position, sources, layout)];
}

/** 'file:line:column', which editors and terminals open; '<--set seed>' is a place on the command line. */
function placeText({ file, line, column }: SourcePosition): string {
  return isNoFile(file) ? printable(file.slice(1, -1)) : `${printable(file)}:${line}:${column}`;
}

function isNoFile(file: string): boolean {
  return file.startsWith('<') && file.endsWith('>');
}

function excerptAt(
  position: SourcePosition,
  sources: Map<string, string | undefined>,
  { width, paint }: ErrorLayout,
): string[] {
  const { file } = position;
  if (isNoFile(file)) return [];
  if (!sources.has(file)) sources.set(file, readSource(file));
  const source = sources.get(file);
  return source === undefined ? [] : sourceExcerpt(source, position, width, paint);
}

/** The text of a file, or undefined: a fault must be shown also where its file is gone by now. */
function readSource(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function describeUsage(error: Error, paint: Paint): string[] {
  const [message = ''] = error.message.split('\nSee more help with --help');
  const command = error instanceof UsageError && error.command !== undefined ? ` ${error.command}` : '';
  return [errorLine(message, paint), paint('dim', `See basin${command} --help`)];
}

/** What lies behind an error, one line each, where the message does not say it already. */
function describeCauses(error: unknown, paint: Paint): string[] {
  if (!(error instanceof Error)) return [];
  const lines: string[] = [];
  let cause = error.cause;
  while (cause instanceof Error && lines.length < 5) {
    if (!isSchemaError(cause) && !error.message.includes(cause.message))
      lines.push(`  ${paint('dim', 'because')} ${printableLines(cause.message)}`);
    cause = cause.cause;
  }
  return lines;
}

/** A schema's own report is JSON for programs, many lines of it; whoever caught it says in words what is wrong. */
function isSchemaError({ name }: Error): boolean {
  return name === 'ZodError' || name === '$ZodError';
}

function errorLine(message: string, paint: Paint): string {
  return `${paint(['bold', 'red'], 'error:')} ${printableLines(message)}`;
}

/** Keeps line breaks, indented, and makes every other control character visible. */
function printableLines(message: string): string {
  return message.split('\n').map(printable).join('\n  ');
}
