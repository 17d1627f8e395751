import { string } from '@oclif/core/args';
import { BasinCommand } from '../terminal/basin-command.js';
import { operatorPage, operators, showOperator } from '../terminal/operators.js';
import { pluginFlag } from '../terminal/plugin-flag.js';

export class Explain extends BasinCommand {
  static override summary = 'Explain one of them: options, units, an example to paste, what to cite';
  static override examples = [
    '<%= config.bin %> <%= command.id %> between',
    '<%= config.bin %> <%= command.id %> molecules/log-p',
    '<%= config.bin %> <%= command.id %> sample --json',
  ];
  static override group = 'Discover' as const;
  static override place = 2;

  static override args = { name: string({ description: 'Its name, as basin list shows it', required: true }) };
  static override flags = { plugin: pluginFlag };

  override async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Explain);
    const operator = operators.get(args.name);
    if (operator !== undefined) {
      this.print(showOperator(operator));
      return { operator: operator.name, ...operator, page: operatorPage };
    }
    const [{ availableExtensions }, { findExtension }, { explainExtension, showExtension }] = await Promise.all([
      import('../terminal/available-extensions.js'),
      import('../terminal/find-extension.js'),
      import('../terminal/explained-extension.js'),
    ]);
    const { registry, failures } = await availableExtensions(flags.plugin ?? [], process.cwd());
    this.warnOfFailures(failures);
    const found = findExtension(args.name, registry, 'explain');
    const explained = found.map(({ point, registered }) => explainExtension(point, registered, registry));
    for (const [index, one] of explained.entries()) {
      this.print([...(index === 0 ? [] : ['']), ...showExtension(one, this.width, this.paint)]);
    }
    return { extensions: explained };
  }
}
