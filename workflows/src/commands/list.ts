import type { ExtensionPointName } from '@basin/core';
import { string } from '@oclif/core/args';
import { BasinCommand } from '../terminal/basin-command.js';
import { pluginFlag } from '../terminal/plugin-flag.js';

/** Written out, because the core's list would load the core for --help; a test holds the two together. */
const points = [
  'space',
  'encoder',
  'energy',
  'objective',
  'proposal',
  'kernel',
  'sampler',
  'partition',
  'trainer',
  'engine',
  'format',
  'step',
] as const satisfies readonly ExtensionPointName[];

export class List extends BasinCommand {
  static override summary = 'List what workflows can use: energies, samplers, steps, …';
  static override description =
    'Shows the extensions of Basin itself and of every plugin that is installed here, and the operators that join energies, with one line for each.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> energy',
    '<%= config.bin %> <%= command.id %> step --json',
    '<%= config.bin %> <%= command.id %> energy --plugin @basin/molecules',
  ];
  static override group = 'Discover' as const;
  static override place = 1;

  static override args = { point: string({ description: 'Show only this kind', options: [...points] }) };
  static override flags = { plugin: pluginFlag };

  override async run(): Promise<unknown> {
    const { args, flags } = await this.parse(List);
    const [{ availableExtensions }, { listExtensions, showExtensions, showListedOperators }, { operators }] =
      await Promise.all([
        import('../terminal/available-extensions.js'),
        import('../terminal/listed-extensions.js'),
        import('../terminal/operators.js'),
      ]);
    const { registry, failures } = await availableExtensions(flags.plugin ?? [], process.cwd());
    this.warnOfFailures(failures);
    const listed = listExtensions(registry, args.point === undefined ? points : [args.point as ExtensionPointName]);
    this.print(showExtensions(listed, this.width, this.paint));
    if (args.point !== undefined) return { extensions: listed, failures };
    // Operators belong to the language itself: they are told of where all is.
    this.print(showListedOperators([...operators.values()], this.width, this.paint));
    return { extensions: listed, operators: [...operators.values()], failures };
  }
}
