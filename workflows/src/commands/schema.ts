import { string } from '@oclif/core/flags';
import { BasinCommand } from '../terminal/basin-command.js';
import { pluginFlag } from '../terminal/plugin-flag.js';

export class Schema extends BasinCommand {
  static override summary = 'Write the schema of workflow files, so that your editor completes and checks them';
  static override description =
    'The schema knows every extension of Basin and of the plugins that are installed here: write it anew after you install one. Editors with the YAML language server (VS Code with the YAML extension, Neovim, …) use it where a file begins with the line that this command prints.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --out basin.schema.json',
    '<%= config.bin %> <%= command.id %> > basin.schema.json',
    '<%= config.bin %> <%= command.id %> --plugin @basin/molecules --out molecules.schema.json',
  ];
  static override group = 'Set up' as const;
  static override place = 1;

  static override flags = {
    out: string({ summary: 'File to write; standard output if not given', helpValue: 'FILE' }),
    plugin: pluginFlag,
  };

  override async run(): Promise<unknown> {
    const { flags } = await this.parse(Schema);
    const [{ availableExtensions }, { workflowJsonSchema }, { writeFile }] = await Promise.all([
      import('../terminal/available-extensions.js'),
      import('../language/workflow-schema.js'),
      import('node:fs/promises'),
    ]);
    const { registry, failures } = await availableExtensions(flags.plugin ?? [], process.cwd());
    this.warnOfFailures(failures);
    const schema = workflowJsonSchema(registry);
    const text = JSON.stringify(schema, undefined, 2);
    if (flags.out === undefined) {
      this.print([text]);
      return schema;
    }
    await writeFile(flags.out, `${text}\n`);
    const firstLine = `# yaml-language-server: $schema=${flags.out}`;
    this.print([`Wrote ${flags.out}. Begin your workflow files with:`, '', firstLine]);
    return { file: flags.out, firstLine };
  }
}
