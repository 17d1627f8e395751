import { statSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { DefinitionSource, FormatDefinition, StepDefinition } from '@basin/core';
import { formatOf } from '@basin/datasets';
import type { FaultList } from './fault-list.js';
import { isMap } from './reading-context.js';
import type { KeyPath } from './source-places.js';
import type { DocumentStep } from './workflow-document.js';
import { realLocation, resultsFolder, workspacePathFault, writtenPath } from './workspace-path.js';
import { replacementFault } from './written-files.js';

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
  /** What formats there are. */
  readonly source: DefinitionSource;
}

/**
 * Asks a step for its files. Reports paths that leave the workspace, files to read that are not there, and endings that no
 * format has.
 */
export function readFiles(
  name: string,
  raw: unknown,
  definition: StepDefinition,
  options: unknown,
  { folder, workflowName, faults, source }: FileContext,
): StepFiles {
  const path = ['steps', name];
  const tables = definition.tableFiles?.(options) ?? [];
  const formatFault = (file: string): string | undefined =>
    tables.includes(file) ? endingFault(file, source) : undefined;
  const usable = (files: readonly string[], faultOf: (file: string) => string | undefined): readonly string[] => {
    const good = files.filter((file) => {
      const fault = workspacePathFault(folder, file) ?? faultOf(file);
      if (fault !== undefined) faults.atValue(pathOfText(raw, file, path) ?? path, fault);
      return fault === undefined;
    });
    return [...new Set(good)];
  };
  return {
    filesRead: usable(definition.filesRead(options), (file) => missingFault(folder, file) ?? formatFault(file)).map(
      (file) => posix.normalize(file),
    ),
    filesWritten: usable(
      definition.filesWritten(options),
      (file) => ownFault(workflowName, file) ?? formatFault(file),
    ).map((file) => writtenPath(workflowName, file)),
  };
}

/**
 * Reports files to write that would take the place of a file that Basin did not write. Those that a step reads are left aside:
 * they are at fault whatever the step may replace.
 */
export function reportReplaced(
  steps: readonly DocumentStep[],
  raw: Readonly<Record<string, unknown>>,
  { folder, workflowName, faults }: FileContext,
): void {
  const read = new Set(steps.flatMap(({ filesRead }) => filesRead.map((file) => realLocation(folder, file))));
  for (const { name, definition, options, filesWritten } of steps) {
    const replaced = definition.mayReplace?.(options) ?? [];
    const hint = definition.mayReplace === undefined ? '' : ', or add overwrite: true';
    for (const file of definition.filesWritten(options)) {
      const written = writtenPath(workflowName, file);
      if (replaced.includes(file) || !filesWritten.includes(written) || read.has(realLocation(folder, written)))
        continue;
      const fault = replacementFault(folder, workflowName, written);
      const path = ['steps', name];
      if (fault !== undefined) faults.atValue(pathOfText(raw[name], file, path) ?? path, `${fault}${hint}`);
    }
  }
}

function endingFault(file: string, source: DefinitionSource): string | undefined {
  // The registry takes a literal only with the brand of its point.
  const formats = source.definitions('format') as unknown as readonly FormatDefinition[];
  try {
    formatOf(file, formats);
    return undefined;
  } catch (error) {
    return `${(error as Error).message}; or name its format with 'format'`;
  }
}

function ownFault(workflowName: string, file: string): string | undefined {
  const isRecord = writtenPath(workflowName, file) === `${resultsFolder(workflowName)}/run.json`;
  return isRecord ? `${JSON.stringify(file)} is where the run keeps its own record; choose another name` : undefined;
}

/** Why a file cannot be read, as far as can be seen before it is; undefined where it can. */
export function missingFault(folder: string, file: string): string | undefined {
  const found = statSync(join(folder, file), { throwIfNoEntry: false });
  if (found === undefined) return `there is no file ${JSON.stringify(file)} beside the workflow file`;
  return found.isFile() ? undefined : `${JSON.stringify(file)} is not a plain file`;
}

/** Where a text stands in the options, so that a fault of a file points at its name. */
export function pathOfText(value: unknown, text: string, path: KeyPath): KeyPath | undefined {
  if (value === text) return path;
  if (!Array.isArray(value) && !isMap(value)) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const found = pathOfText(inner, text, [...path, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}
