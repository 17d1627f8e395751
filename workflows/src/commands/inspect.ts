import { string } from '@oclif/core/args';
import { integer } from '@oclif/core/flags';
import { BasinCommand } from '../terminal/basin-command.js';

export class Inspect extends BasinCommand {
  static override summary = 'Show what a table holds: first rows, units, ranges, histograms';
  static override description =
    'Reads .arrow, .csv, .tsv, .jsonl and .smi files, also with .gz, batch by batch, so that a table may be larger than the memory.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> results/designs.arrow',
    '<%= config.bin %> <%= command.id %> molecules.smi.gz --rows 20',
    '<%= config.bin %> <%= command.id %> designs.csv --json',
  ];
  static override group = 'Design' as const;
  static override place = 4;

  static override args = { table: string({ description: 'A table file', required: true }) };
  static override flags = { rows: integer({ summary: 'First rows to show', default: 8, min: 0, max: 10_000 }) };

  override async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Inspect);
    const [{ openTable }, { inspectTable }, { showTable }] = await Promise.all([
      import('@basin/datasets'),
      import('../terminal/inspect-table.js'),
      import('../terminal/show-table.js'),
    ]);
    const table = await openTable(args.table);
    const inspected = await inspectTable(table, flags.rows);
    const malformed = table.malformed();
    this.print(showTable(args.table, inspected, malformed, this.width, this.paint));
    return { file: args.table, ...inspected, malformed };
  }
}
