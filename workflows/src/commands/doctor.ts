import { BasinCommand } from '../terminal/basin-command.js';
import { exitCodes } from '../terminal/exit-codes.js';

export class Doctor extends BasinCommand {
  static override summary = 'Look whether everything that Basin needs works here, and say what to do';
  static override description =
    'Looks at Node, memory and cores, at this folder, and at every plugin installed: whether it loads, and whether the engines behind its state spaces start. Ends with exit code 4 if something needed does not work.';
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --json'];
  static override group = 'Set up' as const;
  static override place = 2;

  override async run(): Promise<unknown> {
    await this.parse(Doctor);
    const [{ examine }, { showChecks }] = await Promise.all([
      import('../terminal/examine.js'),
      import('../terminal/doctor-check.js'),
    ]);
    const checks = await examine(process.cwd());
    this.print(showChecks(checks, this.width, this.paint));
    if (checks.some(({ state }) => state === 'bad')) process.exitCode = exitCodes.checksFailed;
    return { checks };
  }
}
