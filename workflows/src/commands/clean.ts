import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { string } from '@oclif/core/args';
import { boolean, integer } from '@oclif/core/flags';
import { BasinCommand } from '../terminal/basin-command.js';

export class Clean extends BasinCommand {
  static override summary = 'Remove cached results and unfinished work that no workflow in a folder uses';
  static override description =
    'Keeps what the last run of each workflow file in the folder made or took, and unfinished steps of these workflows, unless they are older than --older-than. What is gone is made again by the run that needs it. Files under results/ are never touched. Refuses while a run is at work there.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --dry-run',
    '<%= config.bin %> <%= command.id %> studies --older-than 30',
    '<%= config.bin %> <%= command.id %> --json',
  ];
  static override group = 'Set up' as const;
  static override place = 3;

  static override args = {
    folder: string({ description: 'A folder of workflow files; the current one if not given', default: '.' }),
  };
  static override flags = {
    'older-than': integer({
      summary: 'Also remove whatever was not written for more than so many days',
      min: 0,
      helpValue: 'DAYS',
    }),
    'dry-run': boolean({ summary: 'Only say what would go' }),
  };

  override async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Clean);
    const [{ cleanWorkspace }, { showCleaning }, { UsageError }] = await Promise.all([
      import('../run/clean-workspace.js'),
      import('../terminal/shown-cleaning.js'),
      import('../terminal/usage-error.js'),
    ]);
    const folder = resolve(args.folder);
    const found = await stat(folder).catch(() => undefined);
    if (found?.isDirectory() !== true) throw new UsageError(`'${args.folder}' is not a folder`, 'clean');
    const isDry = flags['dry-run'];
    const removed = await cleanWorkspace(folder, { olderThan: flags['older-than'], isDry });
    this.print(showCleaning(removed, isDry, this.paint));
    return { folder, dryRun: isDry, bytes: removed.reduce((sum, { bytes }) => sum + bytes, 0), removed };
  }
}
