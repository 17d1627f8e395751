import { mkdir } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import {
  DatasetError,
  type FileTable,
  PluginError,
  type Reference,
  type Registry,
  type TableSchema,
  type TableWriter,
  type WorkspaceFiles,
  type WrittenFile,
} from '@basin/core';
import { readManifest, verifyTable, writeManifest } from '@basin/datasets';
import { formatAdapter } from '../language/file-format.js';
import type { DocumentStep } from '../language/workflow-document.js';
import { workspacePathFault, writtenPath } from '../language/workspace-path.js';
import { noteWritten, replacementFault } from '../language/written-files.js';
import { writeWhole } from './json-file.js';
import type { RecordedFile } from './run-record.js';
import { trackedWriter } from './tracked-writer.js';
import type { Workspace } from './workspace.js';

/** What written tables say of their origin, in the manifest beside them. */
export interface FileOrigin {
  readonly createdBy: string;
  readonly provenance: Readonly<Record<string, unknown>>;
}

/**
 * The files of the workspace as one step may use them: what it said that it reads and writes, and nothing outside the folder of
 * the workflow file, also not behind a link that appeared since the file was validated.
 */
export class StepWorkspaceFiles implements WorkspaceFiles {
  readonly #workspace: Workspace;
  readonly #step: DocumentStep;
  readonly #registry: Registry;
  readonly #origin: FileOrigin;
  readonly #open = new Set<TableWriter>();
  readonly #written = new Map<string, RecordedFile>();

  constructor(workspace: Workspace, step: DocumentStep, registry: Registry, origin: FileOrigin) {
    this.#workspace = workspace;
    this.#step = step;
    this.#registry = registry;
    this.#origin = origin;
  }

  /** What was written so far, paths relative to the workspace. */
  get written(): readonly RecordedFile[] {
    return [...this.#written.values()];
  }

  /** @throws {DatasetError} The path leaves the workspace, or the file cannot be read or differs from its manifest. */
  async open(path: string, format?: Reference<'format'>): Promise<FileTable> {
    const full = this.#resolve(posix.normalize(path), this.#step.filesRead, 'reads');
    if ((await readManifest(full)) !== undefined) await verifyTable(full);
    return formatAdapter(full, format, this.#registry).open(full);
  }

  /** @throws {DatasetError} The path leaves the workspace, or the file cannot be made. */
  async create(path: string, schema: TableSchema, format?: Reference<'format'>): Promise<TableWriter> {
    const relative = writtenPath(this.#workspace.name, path);
    const full = await this.#prepare(relative);
    const inner = await formatAdapter(full, format, this.#registry).create(full, schema);
    const writer = trackedWriter(inner, async (written) => {
      this.#open.delete(writer);
      this.#note(relative, written);
      await writeManifest({ ...written, path: full }, { schema, ...this.#origin });
    });
    this.#open.add(writer);
    return writer;
  }

  /** @throws {DatasetError} The path leaves the workspace, or the file cannot be made. */
  writeText(path: string, text: string): Promise<WrittenFile> {
    return this.writeBytes(path, Buffer.from(text, 'utf8'));
  }

  /** @throws {DatasetError} The path leaves the workspace, or the file cannot be made. */
  async writeBytes(path: string, bytes: Uint8Array): Promise<WrittenFile> {
    const relative = writtenPath(this.#workspace.name, path);
    const full = await this.#prepare(relative);
    const written = { path: full, rows: 0, ...(await writeWhole(full, bytes)) };
    this.#note(relative, written);
    return written;
  }

  /** Leaves no half file behind. */
  async abort(): Promise<void> {
    for (const writer of this.#open) await writer.abort().catch(() => undefined);
  }

  /** Closes what the step left open. */
  async finish(): Promise<void> {
    for (const writer of this.#open) await writer.close();
  }

  #note(path: string, { rows, bytes, sha256 }: WrittenFile): void {
    this.#written.set(path, { path, rows, bytes, sha256 });
  }

  async #prepare(relative: string): Promise<string> {
    const full = this.#resolve(relative, this.#step.filesWritten, 'writes');
    const { folder, name } = this.#workspace;
    const { definition, options } = this.#step;
    const replaced = definition.mayReplace?.(options).map((file) => writtenPath(name, file)) ?? [];
    const fault = replaced.includes(relative) ? undefined : replacementFault(folder, name, relative);
    if (fault !== undefined) throw new DatasetError({ file: relative }, fault);
    await noteWritten(folder, relative);
    await mkdir(dirname(full), { recursive: true });
    return full;
  }

  #resolve(path: string, declared: readonly string[], does: 'reads' | 'writes'): string {
    const fault = workspacePathFault(this.#workspace.folder, path);
    if (fault !== undefined) throw new DatasetError({ file: path }, fault);
    if (declared.includes(path)) return join(this.#workspace.folder, path);
    const list = does === 'reads' ? 'filesRead' : 'filesWritten';
    throw new PluginError(
      this.#step.definition.name,
      `step '${this.#step.name}' ${does} ${path} without naming it in ${list}`,
    );
  }
}
