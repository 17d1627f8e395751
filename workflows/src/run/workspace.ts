import { basename, dirname, extname, join, resolve } from 'node:path';
import { privateFolder, resultsFolder } from '../language/workspace-path.js';

/** Where a workflow's files are: everything is in the folder of the workflow file. */
export interface Workspace {
  /** Absolute path of the workflow file's folder; paths of a workflow are relative to it. */
  readonly folder: string;
  /** Name of the workflow file without its ending. */
  readonly name: string;
}

/** The workspace of a workflow file. */
export function workspaceOf(file: string): Workspace {
  const path = resolve(file);
  return { folder: dirname(path), name: basename(path, extname(path)) };
}

/** The folder of a step's tables, relative to the workspace. It is complete once it holds step.json. */
export function cacheFolder(hash: string): string {
  return `${privateFolder}/cache/${hash}`;
}

/** The folder of what an unfinished step goes on from, relative to the workspace. */
export function unfinishedFolder(hash: string): string {
  return `${privateFolder}/unfinished/${hash}`;
}

/** The file that says of a finished step what it made. Written last. */
export function stepRecordPath({ folder }: Workspace, hash: string): string {
  return join(folder, cacheFolder(hash), 'step.json');
}

/** The file that keeps what a step was when it last ran, to say what changed since. */
export function lastSpecificationPath({ folder, name }: Workspace, step: string): string {
  return join(folder, privateFolder, 'last', name, `${step}.json`);
}

export function lockPath({ folder }: Workspace): string {
  return join(folder, privateFolder, 'lock');
}

export function fileHashesPath({ folder }: Workspace): string {
  return join(folder, privateFolder, 'file-hashes.json');
}

/** Options that have passed their extensions' checks. */
export function passedChecksPath({ folder }: Workspace): string {
  return join(folder, privateFolder, 'passed-checks.json');
}

/** The key under which the values of environment variables are hashed. */
export function variableKeyPath({ folder }: Workspace): string {
  return join(folder, privateFolder, 'variable-key');
}

export function runRecordPath(workspace: Workspace): string {
  return join(workspace.folder, resultsFolder(workspace.name), 'run.json');
}
