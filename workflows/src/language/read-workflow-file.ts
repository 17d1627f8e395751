import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { ConfigurationError } from '@basin/core';

/** The text of a workflow file and the name under which faults show it. */
export interface WorkflowSource {
  /** As the user gave it; the file of every position. */
  readonly file: string;
  readonly text: string;
}

/** Files above this are refused unread. */
export const largestWorkflowBytes = 1024 * 1024;

/**
 * Reads a workflow file: at most 1 MiB of UTF-8, with or without a byte order mark.
 *
 * @throws {ConfigurationError} There is no such file, it is too large, or it is not text in UTF-8.
 */
export async function readWorkflowFile(path: string): Promise<WorkflowSource> {
  const refuse = (message: string): never => {
    throw new ConfigurationError([{ message: `${path}: ${message}`, path: [] }]);
  };
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => refuse(reasonOf(error)));
  if (found.isDirectory()) refuse(`is a folder; name a workflow file in it, such as ${basename(path)}/workflow.yaml`);
  if (!found.isFile()) refuse('is not a plain file');
  if (found.size > largestWorkflowBytes) {
    refuse(`has ${found.size} bytes; a workflow file has at most ${largestWorkflowBytes} (1 MiB)`);
  }
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => refuse(reasonOf(error)));
  return { file: path, text: decode(bytes, refuse) };
}

function decode(bytes: Uint8Array, refuse: (message: string) => never): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse('is not text in UTF-8; save it with that encoding');
  }
  if (text.includes('\0')) refuse('holds a NUL character, so it is no text file');
  return text;
}

function reasonOf(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return 'there is no such file';
  if (error.code === 'EACCES') return 'cannot be read: permission denied';
  return `cannot be read: ${error.message}`;
}
