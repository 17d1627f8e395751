import { string } from '@oclif/core/args';
import { BasinCommand } from '../terminal/basin-command.js';
import { selectionFlags, selectionOf, setFlag } from '../terminal/workflow-flags.js';

export class Plan extends BasinCommand {
  static override summary = 'Show which steps a run would run or keep, and why';
  static override description = 'Changes nothing.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> workflow.yaml',
    '<%= config.bin %> <%= command.id %> workflow.yaml --set seed=7 --until designs',
    '<%= config.bin %> <%= command.id %> workflow.yaml --json',
  ];
  static override group = 'Design' as const;
  static override place = 3;

  static override args = { file: string({ description: 'A workflow file', required: true }) };
  static override flags = { set: setFlag, ...selectionFlags };

  override async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Plan);
    const [{ openWorkflow }, { planWorkflow }, { showPlan }] = await Promise.all([
      import('../run/open-workflow.js'),
      import('../plan/plan-workflow.js'),
      import('../terminal/shown-plan.js'),
    ]);
    const opened = await openWorkflow(args.file, { set: flags.set ?? [] });
    const plan = await planWorkflow(opened, selectionOf(flags));
    this.print([this.paint('bold', opened.document.title), '', ...showPlan(plan, this.paint)]);
    return { file: args.file, title: opened.document.title, ...plan };
  }
}
