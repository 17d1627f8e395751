import { Command } from '@oclif/core/command';
import { boolean } from '@oclif/core/flags';
import { type Paint, paintFor } from './paint.js';
import { columnsOf } from './terminal-size.js';
import { printable } from './text-width.js';

/** Sections of the list of commands. */
export type CommandGroup = 'Design' | 'Discover' | 'Set up';

/** What every command shares: --json, --no-color, and how errors are told. */
export abstract class BasinCommand extends Command {
  static override enableJsonFlag = true;
  static override baseFlags = {
    'no-color': boolean({ summary: 'Write no colours; NO_COLOR does the same', helpGroup: 'GLOBAL' }),
  };

  /** Where the list of commands shows it. */
  static group: CommandGroup;
  /** Place within its group, from 1. */
  static place: number;

  /** Writes lines for people: standard output, nothing with --json. */
  protected print(lines: readonly string[]): void {
    if (this.jsonEnabled() || lines.length === 0) return;
    process.stdout.write(`${lines.join('\n')}\n`);
  }

  /** Tells, on standard error, which plugins could not be loaded; the rest is shown all the same. */
  protected warnOfFailures(failures: readonly { readonly message: string }[]): void {
    const mark = paintFor(process.stderr)('yellow', 'warning:');
    for (const { message } of failures) process.stderr.write(`${mark} ${printable(message)}\n`);
  }

  protected get paint(): Paint {
    return paintFor(process.stdout);
  }

  /** Cells in a line of standard output. */
  protected get width(): number {
    return columnsOf(process.stdout);
  }

  protected override logJson(json: unknown): void {
    process.stdout.write(`${JSON.stringify(json, undefined, 2)}\n`);
  }

  protected override async catch(error: unknown): Promise<void> {
    const [{ reportError }, { withNearestFlag }] = await Promise.all([
      import('./report-error.js'),
      import('./nearest-flag.js'),
    ]);
    reportError(await withNearestFlag(error, this.ctor), this.jsonEnabled());
  }
}
