import { statSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { StepDefinition } from '@basin/core';
import type { FaultList } from './fault-list.js';
import { isMap } from './reading-context.js';
import type { KeyPath } from './source-places.js';
import { resultsFolder, workspacePathFault, writtenPath } from './workspace-path.js';

/** The files of a step, as relative paths without '.' parts, each once. */
export interface StepFiles {
  readonly filesRead: readonly string[];
  readonly filesWritten: readonly string[];
}

/** What a step's files are judged against. */
export interface FileContext {
  /** Absolute path of the workflow file's folder. */
  readonly folder: string;
  /** Name of the workflow file without its ending. */
  readonly workflowName: string;
  readonly faults: FaultList;
}

/** Asks a step for its files. Reports paths that leave the workspace, and files to read that are not there. */
export function readFiles(
  name: string,
  raw: unknown,
  definition: StepDefinition,
  options: unknown,
  { folder, workflowName, faults }: FileContext,
): StepFiles {
  const path = ['steps', name];
  const usable = (files: readonly string[], faultOf: (file: string) => string | undefined): readonly string[] => {
    const good = files.filter((file) => {
      const fault = workspacePathFault(folder, file) ?? faultOf(file);
      if (fault !== undefined) faults.atValue(pathOfText(raw, file, path) ?? path, fault);
      return fault === undefined;
    });
    return [...new Set(good)];
  };
  return {
    filesRead: usable(definition.filesRead(options), (file) => missingFault(folder, file)).map((file) =>
      posix.normalize(file),
    ),
    filesWritten: usable(definition.filesWritten(options), (file) => ownFault(workflowName, file)).map((file) =>
      writtenPath(workflowName, file),
    ),
  };
}

function ownFault(workflowName: string, file: string): string | undefined {
  const isRecord = writtenPath(workflowName, file) === `${resultsFolder(workflowName)}/run.json`;
  return isRecord ? `${JSON.stringify(file)} is where the run keeps its own record; choose another name` : undefined;
}

function missingFault(folder: string, file: string): string | undefined {
  const found = statSync(join(folder, file), { throwIfNoEntry: false });
  if (found === undefined) return `there is no file ${JSON.stringify(file)} beside the workflow file`;
  return found.isFile() ? undefined : `${JSON.stringify(file)} is not a plain file`;
}

/** Where a text stands in the options, so that a fault of a file points at its name. */
function pathOfText(value: unknown, text: string, path: KeyPath): KeyPath | undefined {
  if (value === text) return path;
  if (!Array.isArray(value) && !isMap(value)) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const found = pathOfText(inner, text, [...path, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}
