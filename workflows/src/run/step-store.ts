import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { StepProgress, StepStore, Table, TableSchema, TableWriter } from '@basin/core';
import { createArrowWriter, openArrow } from '@basin/datasets';
import { readNote, writeUnfinishedStep } from './unfinished-step.js';
import { unfinishedFolder, type Workspace } from './workspace.js';

/** What a step keeps while it runs, in a folder that has the step's hash for a name: a step that changed never finds it. */
export class FolderStepStore implements StepStore {
  readonly #workspace: Workspace;
  readonly #step: { readonly name: string; readonly hash: string };
  readonly #folder: string;

  constructor(workspace: Workspace, step: { readonly name: string; readonly hash: string }) {
    this.#workspace = workspace;
    this.#step = step;
    this.#folder = join(workspace.folder, unfinishedFolder(step.hash));
  }

  note(): Promise<string | undefined> {
    return readNote(this.#workspace, this.#step.hash);
  }

  async keepNote(text: string, progress?: StepProgress): Promise<void> {
    const { name, hash } = this.#step;
    await writeUnfinishedStep(this.#workspace, hash, { step: name, progress, note: text });
  }

  async create(table: string, schema: TableSchema): Promise<TableWriter> {
    await mkdir(this.#folder, { recursive: true });
    return createArrowWriter(this.#tablePath(table), schema);
  }

  open(table: string): Promise<Table> {
    return openArrow(this.#tablePath(table));
  }

  /** Removes everything: the step has finished, or is to begin anew. */
  async clear(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  #tablePath(table: string): string {
    return join(this.#folder, `${table}.arrow`);
  }
}
