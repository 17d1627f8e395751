import type { Certificate } from '../diagnostics/certificate.js';
import type { Energy, Property } from '../energy/energy.js';
import type { EnergyExpression } from '../energy/expression.js';
import type { Reference } from '../extension/definition.js';
import type { Awaitable } from '../numerics/awaitable.js';
import type { CancellationSignal } from '../numerics/cancellation.js';
import type { Rng } from '../numerics/rng.js';
import type { ObjectiveDescription } from '../objective/objective-description.js';
import type { PartitionEstimator } from '../partition/partition-definition.js';
import type { Sampler } from '../sampler/sampler.js';
import type { SamplerTraits } from '../sampler/sampler-definition.js';
import type { Table, TableSchema } from '../state/columns.js';
import type { StateSpace } from '../state/state-space.js';
import type { TrainerMaker } from '../training/trainer.js';
import type { FileTable, TableWriter, WrittenFile } from './format.js';

/** A finished step that another step takes from: its main table and its side tables ('trace', 'bad', 'terms' …). */
export interface StepInput {
  readonly name: string;
  readonly table: Table;
  readonly side: ReadonlyMap<string, Table>;
}

/** How far a step is. Rates and time left are worked out by whoever shows it. */
export interface StepProgress {
  readonly done: number;
  readonly total: number | undefined;
  /** What is counted: 'rows', 'generations'. */
  readonly unit: string;
  /** More to show beside the bar: 'best energy −3.21'. */
  readonly detail?: string;
}

/** What a finished step says of itself; kept in run.json. */
export interface StepOutcome {
  /** Rows whose state could not be used, out of `rowsRead`. */
  readonly badRows: number;
  readonly rowsRead: number;
  /** Figures for the summary, in order: 'acceptance rate': 0.31. */
  readonly summary: Readonly<Record<string, number | string>>;
  /** How far its result can be trusted, where it is one of sampling or estimating. */
  readonly certificate?: StepCertificate;
}

/** A certificate that decides about a run: where it is required and has failed, the run counts as failed. */
export interface StepCertificate extends Certificate {
  readonly isRequired: boolean;
}

/**
 * What a step that takes long keeps on the way, so that a later run of the very same step goes on from there. All of it is gone
 * once the step has finished.
 */
export interface StepStore {
  /** The note that was kept last; undefined where the step begins anew. */
  note(): Promise<string | undefined>;
  /**
   * Replaces the note, whole or not at all.
   *
   * @param progress - How far the step is there, for whoever tells where the next run goes on from.
   */
  keepNote(text: string, progress?: StepProgress): Promise<void>;
  /** Opens a table for writing; it is there, in place of an earlier one of that name, once it is closed. */
  create(table: string, schema: TableSchema): Promise<TableWriter>;
  open(table: string): Promise<Table>;
}

/** Files of the workspace. Paths are relative to the workflow file and cannot leave its folder. */
export interface WorkspaceFiles {
  open(path: string, format?: Reference<'format'>): Promise<FileTable>;
  create(path: string, schema: TableSchema, format?: Reference<'format'>): Promise<TableWriter>;
  writeText(path: string, text: string): Promise<WrittenFile>;
  writeBytes(path: string, bytes: Uint8Array): Promise<WrittenFile>;
}

/** A file by its content; the path is relative to the workflow file. */
export interface FileChecksum {
  readonly path: string;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** A step of the run as a report tells it. Times are wall-clock seconds. */
export interface StepDescription {
  readonly name: string;
  readonly step: string;
  /** The step's text in the workflow file. */
  readonly source: string;
  readonly hash: string;
  readonly from: readonly string[];
  /** Steps that trained its energies; absent where there are none. */
  readonly trainedBy?: readonly string[];
  readonly rows: number;
  readonly seconds: number;
  readonly outcome: StepOutcome;
  /** Files of the workspace that it read, and all tables and files that it made. */
  readonly filesRead: readonly FileChecksum[];
  readonly filesMade: readonly FileChecksum[];
}

/** The run so far, for steps that tell of it. */
export interface RunDescription {
  readonly title: string;
  readonly description: string;
  /** Name and text of the workflow file, secrets never filled in. */
  readonly file: string;
  readonly source: string;
  readonly sourceHash: string;
  readonly seed: number;
  /** The command that repeats it. */
  readonly command: string;
  /** Package names with their versions: plugins, Basin, Node. */
  readonly versions: Readonly<Record<string, string>>;
  /** The steps finished before this one, in order. */
  readonly steps: readonly StepDescription[];
}

/** A property and the unit of its values. */
export interface UnitProperty {
  readonly property: Property<unknown>;
  readonly unit: string;
}

/** What a step may use while it runs. It is a pure function of this and its options. */
export interface StepContext {
  readonly name: string;
  readonly inputs: readonly StepInput[];
  /** Throws a ConfigurationError where the workflow names no space. */
  space(): Awaitable<StateSpace<unknown>>;
  /** The energy that the step names, created; undefined where it names none. A step that trains has it to itself. */
  energy(): Awaitable<Energy<unknown> | undefined>;
  /** The expression behind `energy()`, named energies resolved; undefined where the step names none. */
  readonly expression: EnergyExpression | undefined;
  /** A property to look at beside the energy. */
  property(reference: Reference<'energy'>): Awaitable<UnitProperty>;
  sampler(reference: Reference<'sampler'>): Awaitable<Sampler<unknown>>;
  /** What a sampler's definition, and those that its options refer to, say of what it will do. */
  samplerTraits(reference: Reference<'sampler'>): SamplerTraits;
  partition(reference: Reference<'partition'>): Awaitable<PartitionEstimator>;
  trainer(reference: Reference<'trainer'>): Awaitable<TrainerMaker>;
  /** What an objective of an expression asks for. Throws an UnknownExtensionError where nobody offers it. */
  describeObjective(reference: Reference<'objective'>): ObjectiveDescription;
  /** The step's own stream: a function of the workflow's seed and the step's name. */
  readonly rng: Rng;
  readonly signal: CancellationSignal;
  readonly workerCount: number;
  readonly files: WorkspaceFiles;
  readonly store: StepStore;
  readonly run: RunDescription;
  /** Opens the step's main table ('main') or a side table for writing; the runner closes or aborts what is left open. */
  output(table: string, schema: TableSchema): Promise<TableWriter>;
}

/** One step of a workflow, created from its options. Returning ends it; throwing fails it and leaves no output. */
export interface Step {
  run(context: StepContext): AsyncGenerator<StepProgress, StepOutcome>;
}
