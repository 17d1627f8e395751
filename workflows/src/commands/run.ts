import { string } from '@oclif/core/args';
import { boolean, integer } from '@oclif/core/flags';
import { BasinCommand } from '../terminal/basin-command.js';
import { exitCodes } from '../terminal/exit-codes.js';
import { selectionFlags, selectionOf, setFlag } from '../terminal/workflow-flags.js';

export class Run extends BasinCommand {
  static override summary = 'Run a workflow: what changed since last time, and what follows from it';
  static override description =
    'Steps whose options, inputs and software did not change are kept from before. Ctrl-C stops cleanly and keeps what is finished; a second one ends at once. Sampling that was stopped or killed goes on where it was, to the same bytes. Exit codes: 0 done, 2 usage, 3 invalid workflow or data, 4 finished but a certificate failed or too many rows are bad, 5 an engine was lost, 130 and 143 stopped by a signal.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> workflow.yaml',
    '<%= config.bin %> <%= command.id %> workflow.yaml --set seed=7 --set steps.designs.count=50',
    '<%= config.bin %> <%= command.id %> workflow.yaml --from designs --workers 4',
    '<%= config.bin %> <%= command.id %> workflow.yaml --json --quiet > run.json',
  ];
  static override group = 'Design' as const;
  static override place = 1;

  static override args = { file: string({ description: 'A workflow file', required: true }) };
  static override flags = {
    set: setFlag,
    ...selectionFlags,
    workers: integer({
      summary: 'Worker threads to use; the number of cores if not given',
      min: 1,
      max: 256,
      helpValue: 'N',
    }),
    quiet: boolean({ char: 'q', summary: 'Show no progress' }),
  };

  override async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Run);
    const { runShown } = await import('../terminal/run-shown.js');
    const { record, lines } = await runShown(args.file, {
      set: flags.set ?? [],
      selection: selectionOf(flags),
      workerCount: flags.workers,
      quiet: flags.quiet,
      paint: this.paint,
    });
    if (!flags.quiet) this.print(lines);
    if (record.status === 'checks-failed') process.exitCode = exitCodes.checksFailed;
    return record;
  }
}
