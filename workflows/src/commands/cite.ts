import { string } from '@oclif/core/args';
import { BasinCommand } from '../terminal/basin-command.js';

export class Cite extends BasinCommand {
  static override summary = 'Name the publications behind a workflow, or behind extensions';
  static override description =
    'Give one workflow file, for everything that it uses, or names as basin list shows them.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> workflow.yaml',
    '<%= config.bin %> <%= command.id %> molecules/log-p between',
    '<%= config.bin %> <%= command.id %> workflow.yaml --json',
  ];
  static override group = 'Discover' as const;
  static override place = 3;

  static override args = {
    names: string({ description: 'A workflow file, or names of extensions', required: true, multiple: true }),
  };

  override async run(): Promise<unknown> {
    const { args } = await this.parse(Cite);
    const [{ citedBy }, { showReferences }] = await Promise.all([
      import('../terminal/cited-by.js'),
      import('../terminal/references.js'),
    ]);
    const { references, failures } = await citedBy(args.names, process.cwd());
    this.warnOfFailures(failures);
    this.print(showReferences(references, this.width, this.paint));
    return { references };
  }
}
