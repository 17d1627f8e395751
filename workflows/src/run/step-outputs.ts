import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PluginError, type TableSchema, type TableWriter, type WrittenFile } from '@basin/core';
import { createArrowWriter } from '@basin/datasets';
import { kebabNameFault } from '../language/kebab-name.js';
import type { RecordedFile } from './run-record.js';
import { trackedWriter } from './tracked-writer.js';
import { cacheFolder, type Workspace } from './workspace.js';

/** Whose tables these are: what every table says of its origin. */
export interface TableOrigin {
  readonly step: string;
  readonly hash: string;
  /** Program and version. */
  readonly createdBy: string;
}

/** The tables of one running step, in its cache folder. */
export class StepOutputs {
  readonly #workspace: Workspace;
  readonly #origin: TableOrigin;
  readonly #writers = new Map<string, TableWriter>();
  readonly #written = new Map<string, WrittenFile>();

  constructor(workspace: Workspace, origin: TableOrigin) {
    this.#workspace = workspace;
    this.#origin = origin;
  }

  /** @throws {PluginError} A table is opened twice, or its name cannot be a file name. */
  async open(table: string, schema: TableSchema): Promise<TableWriter> {
    const { step, hash, createdBy } = this.#origin;
    const fault = this.#writers.has(table) ? `the table '${table}' is opened twice` : kebabNameFault(table);
    if (fault !== undefined) throw new PluginError(step, `a step's table cannot be opened: ${fault}`);
    const folder = join(this.#workspace.folder, cacheFolder(hash));
    await mkdir(folder, { recursive: true });
    const metadata = { ...schema.metadata, 'basin.step': step, 'basin.hash': hash, 'basin.createdBy': createdBy };
    const inner = await createArrowWriter(join(folder, `${table}.arrow`), { ...schema, metadata });
    const writer = trackedWriter(inner, (written) => {
      this.#written.set(table, written);
    });
    this.#writers.set(table, writer);
    return writer;
  }

  /** Closes what is open. @returns All tables by name, paths relative to the workspace. */
  async finish(): Promise<Record<string, RecordedFile>> {
    for (const [table, writer] of this.#writers) if (!this.#written.has(table)) await writer.close();
    const entries = [...this.#written].map(([table, { rows, bytes, sha256 }]) => {
      return [table, { path: `${cacheFolder(this.#origin.hash)}/${table}.arrow`, rows, bytes, sha256 }] as const;
    });
    return Object.fromEntries(entries);
  }

  /** Leaves no half file behind. */
  async abort(): Promise<void> {
    for (const writer of this.#writers.values()) await writer.abort().catch(() => undefined);
  }
}
