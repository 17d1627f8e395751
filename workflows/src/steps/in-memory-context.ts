import {
  type Columns,
  type Energy,
  type EnergyExpression,
  type FileTable,
  type MalformedRecord,
  type Rng,
  type RunDescription,
  rowCountOf,
  type Sampler,
  type StateSpace,
  type Step,
  type StepContext,
  type StepInput,
  type StepOutcome,
  type StepProgress,
  type Table,
  type TableSchema,
  type TableWriter,
  type WrittenFile,
} from '@basin/core';
import { concatColumns } from './concat-columns.js';
import { columnsSchema } from './encoded-schema.js';

/** What a step is run with in memory; what is left out, the step may not ask for. */
export interface InMemoryParts {
  readonly inputs?: readonly StepInput[];
  readonly space?: StateSpace<unknown>;
  readonly energy?: Energy<unknown>;
  readonly expression?: EnergyExpression;
  readonly sampler?: Sampler<unknown>;
  readonly rng?: Rng;
  readonly run?: Partial<RunDescription>;
  readonly files?: ReadonlyMap<string, FileTable>;
}

/** All that a step did. */
export interface InMemoryRun {
  readonly outcome: StepOutcome;
  readonly progress: readonly StepProgress[];
  readonly tables: ReadonlyMap<string, { readonly schema: TableSchema; readonly columns: Columns }>;
  readonly written: ReadonlyMap<string, { readonly schema: TableSchema; readonly columns: Columns }>;
  readonly texts: ReadonlyMap<string, string>;
}

/** Runs a step to its end without a workspace: tables are columns, files are texts. */
export async function runInMemory(step: Step, parts: InMemoryParts): Promise<InMemoryRun> {
  const tables = new Map<string, MemoryWriter>();
  const written = new Map<string, MemoryWriter>();
  const texts = new Map<string, string>();
  const generator = step.run(contextOf(parts, tables, written, texts));
  const progress: StepProgress[] = [];
  for (;;) {
    const next = await generator.next();
    if (next.done === true) return { outcome: next.value, progress, tables, written, texts };
    progress.push(next.value);
  }
}

/** A table of columns at hand, in batches of the given sizes. */
export function memoryTable(
  columns: Columns,
  batches: readonly Columns[] = [columns],
  schema = columnsSchema(columns),
): Table {
  return {
    schema,
    rowCount: batches.reduce((rows, batch) => rows + rowCountOf(batch), 0),
    async *batches() {
      yield* batches;
    },
  };
}

/** The values of a column, whatever they are stored as. */
export function cells(columns: Columns, name: string): unknown[] {
  return Array.from((columns[name]?.values ?? []) as ArrayLike<unknown>);
}

/** A finished step with a main table and side tables. */
export function memoryInput(name: string, table: Table, side: Readonly<Record<string, Table>> = {}): StepInput {
  return { name, table, side: new Map(Object.entries(side)) };
}

/** A file with records that cannot be read. */
export function memoryFile(table: Table, records: readonly MalformedRecord[] = []): FileTable {
  return { ...table, malformed: () => ({ count: records.length, records }) };
}

class MemoryWriter implements TableWriter {
  readonly schema: TableSchema;
  readonly #pieces: Columns[] = [];

  constructor(schema: TableSchema) {
    this.schema = schema;
  }

  get columns(): Columns {
    return concatColumns(this.#pieces);
  }

  async append(columns: Columns): Promise<void> {
    const expected = this.schema.fields.map(({ name }) => name).sort();
    const given = Object.keys(columns).sort();
    if (expected.join() !== given.join())
      throw new Error(`columns are ${given.join()}; the schema has ${expected.join()}`);
    this.#pieces.push(columns);
  }

  async close(): Promise<WrittenFile> {
    return { path: '', rows: rowCountOf(this.columns), bytes: 0, sha256: '' };
  }

  async abort(): Promise<void> {}
}

function contextOf(
  parts: InMemoryParts,
  tables: Map<string, MemoryWriter>,
  written: Map<string, MemoryWriter>,
  texts: Map<string, string>,
): StepContext {
  const open = (into: Map<string, MemoryWriter>, name: string, schema: TableSchema): MemoryWriter => {
    if (into.has(name)) throw new Error(`'${name}' is open already`);
    const writer = new MemoryWriter(schema);
    into.set(name, writer);
    return writer;
  };
  return {
    name: 'tested',
    inputs: parts.inputs ?? [],
    space: () => given('space', parts.space),
    energy: () => parts.energy,
    expression: parts.expression,
    sampler: () => given('sampler', parts.sampler),
    get rng() {
      return given('rng', parts.rng);
    },
    signal: { aborted: false },
    workerCount: 1,
    files: {
      open: async (path) => given(path, parts.files?.get(path)),
      create: async (path, schema) => open(written, path, schema),
      writeText: async (path, text) => {
        texts.set(path, text);
        return { path, rows: 0, bytes: text.length, sha256: '' };
      },
    },
    run: { ...emptyRun, ...parts.run },
    output: async (name, schema) => open(tables, name, schema),
  };
}

function given<T>(name: string, value: T | undefined): T {
  if (value === undefined) throw new Error(`the step asked for '${name}', which it was not given`);
  return value;
}

const emptyRun: RunDescription = {
  title: '',
  description: '',
  file: 'workflow.yaml',
  source: '',
  sourceHash: '',
  seed: 0,
  command: 'basin run workflow.yaml',
  versions: {},
  steps: [],
};
