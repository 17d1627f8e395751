import { readFile } from 'node:fs/promises';
import { DatasetError } from '@basin/core';
import { resolveWorkspacePath } from '../language/workspace-path.js';
import { systemReason } from './system-reason.js';

/** The whole content of a file in the folder of the workflow file. @throws {DatasetError} It cannot be read, or lies elsewhere. */
export async function readWorkspaceFile(folder: string, path: string): Promise<Uint8Array> {
  try {
    return await readFile(resolveWorkspacePath(folder, path));
  } catch (cause) {
    // What is thrown is an error of the file system, or says where the path leads.
    throw new DatasetError({ file: path }, systemReason(cause as Error), { cause });
  }
}
