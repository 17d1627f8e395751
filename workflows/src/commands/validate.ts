import { string } from '@oclif/core/args';
import { BasinCommand } from '../terminal/basin-command.js';
import { setFlag } from '../terminal/workflow-flags.js';

export class Validate extends BasinCommand {
  static override summary = 'Check a workflow file and name every fault, with its line';
  static override description = 'Loads the plugins that the file names and checks every name and option. Runs nothing.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> workflow.yaml',
    '<%= config.bin %> <%= command.id %> workflow.yaml --set seed=7',
    '<%= config.bin %> <%= command.id %> workflow.yaml --json',
  ];
  static override group = 'Design' as const;
  static override place = 2;

  static override args = { file: string({ description: 'A workflow file', required: true }) };
  static override flags = { set: setFlag };

  override async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Validate);
    const [{ openWorkflow }, { countOf }] = await Promise.all([
      import('../run/open-workflow.js'),
      import('../terminal/quantities.js'),
    ]);
    const { document } = await openWorkflow(args.file, { set: flags.set ?? [] });
    const { title, plugins, energies, steps } = document;
    const counts = `${countOf(steps.length, 'step')}, ${countOf(energies.size, 'named energy', 'named energies')}`;
    this.print([`${this.paint(['bold', 'green'], 'Valid')}: ${args.file}, ${counts}`]);
    const described = steps.map(({ name, definition, from }) => ({ name, step: definition.name, from }));
    return { file: args.file, valid: true, title, plugins, energies: [...energies.keys()], steps: described };
  }
}
