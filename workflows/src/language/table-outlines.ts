import { join, posix } from 'node:path';
import type {
  DefinitionSource,
  EnergyExpression,
  OutlineContext,
  Reference,
  TableOutline,
  TermTree,
} from '@basin/core';
import { termsWithoutStates } from './energy-terms.js';
import { formatAdapter } from './file-format.js';
import { resolveExpression } from './resolve-expression.js';
import { samplerTraits } from './sampler-traits.js';
import { secretNames } from './secret-text.js';
import type { DocumentStep } from './workflow-document.js';
import { realLocation } from './workspace-path.js';

/** What outlines of tables are worked out from. */
export interface OutlineSources {
  /** Absolute path of the workflow file's folder. */
  readonly folder: string;
  readonly source: DefinitionSource;
  readonly energies: ReadonlyMap<string, EnergyExpression>;
  /** Columns that hold the states; undefined where the space does not tell. */
  readonly stateColumns: readonly string[] | undefined;
}

/** The main tables of a workflow's steps, as far as they are known before any work. Opens files, and reads no more than headers. */
export class TableOutlines {
  readonly #sources: OutlineSources;
  readonly #steps: readonly DocumentStep[];
  /** Where the files lie that the steps write: what they hold now is not what will be read. */
  readonly #written: ReadonlySet<string>;
  readonly #made = new Map<string, TableOutline | undefined>();
  readonly #files = new Map<string, Promise<TableOutline | undefined>>();

  constructor(steps: readonly DocumentStep[], sources: OutlineSources) {
    this.#sources = sources;
    this.#steps = steps;
    this.#written = new Set(
      steps.flatMap(({ filesWritten }) => filesWritten.map((file) => realLocation(sources.folder, file))),
    );
  }

  /** What a step's hooks are told; undefined where its options are not known before it runs, as they hold secrets. */
  async contextOf(step: DocumentStep): Promise<OutlineContext | undefined> {
    if (secretNames(step.options).length > 0) return undefined;
    const { expression, terms } = await this.#energyOf(step);
    return {
      inputs: step.from.map((name) => this.#made.get(name)),
      stateColumns: this.#sources.stateColumns,
      terms,
      expression,
      samplerTraits: (reference) => samplerTraits(reference, this.#sources.source),
      file: (path, format) => this.#file(step, path, format),
    };
  }

  /** Works out the table of a step whose inputs' tables have been; a hook that fails leaves it unknown. */
  async add({ name, definition, options }: DocumentStep, context: OutlineContext | undefined): Promise<void> {
    const made = context && (await unlessThrown(async () => definition.tableMade?.(options, context)));
    this.#made.set(name, made);
  }

  async #energyOf({
    energyExpression,
  }: DocumentStep): Promise<{ expression: EnergyExpression | undefined; terms: TermTree | undefined }> {
    const { energies, source } = this.#sources;
    // A name that is at fault itself is not among the energies.
    const expression = await unlessThrown(
      async () => energyExpression && resolveExpression(energyExpression, { energies, steps: this.#steps }),
    );
    const terms = expression && (await unlessThrown(() => termsWithoutStates(expression, source)));
    return { expression, terms };
  }

  #file(step: DocumentStep, path: string, format?: Reference<'format'>): Promise<TableOutline | undefined> {
    const key = JSON.stringify([path, format]);
    const file = this.#files.get(key) ?? this.#openFile(step, path, format);
    this.#files.set(key, file);
    return file;
  }

  async #openFile(
    { filesRead }: DocumentStep,
    path: string,
    format: Reference<'format'> | undefined,
  ): Promise<TableOutline | undefined> {
    const { folder, source } = this.#sources;
    const isThere = filesRead.includes(posix.normalize(path));
    if (!isThere || this.#written.has(realLocation(folder, path))) return undefined;
    const full = join(folder, path);
    return unlessThrown(async () => {
      const adapter = formatAdapter(full, format, source);
      return adapter.readSchema?.(full) ?? (await adapter.open(full)).schema;
    });
  }
}

/** Undefined where `look` throws: what cannot be known here is said where it is needed. */
export async function unlessThrown<T>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch {
    return undefined;
  }
}
