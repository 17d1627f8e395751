import { lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, posix, relative, sep, win32 } from 'node:path';

/** The folder in a workspace that is Basin's own. */
export const privateFolder = '.basin';

/**
 * Why a path of a workflow file cannot be used, or undefined where it can: it must be relative, stay in the workspace's folder
 * also behind symbolic links, and leave Basin's own folder alone. What is not there yet is judged by the folders above it.
 */
export function workspacePathFault(folder: string, path: string): string | undefined {
  const shown = JSON.stringify(path);
  if (path === '' || path === '.') return 'expected the path of a file, got an empty text';
  if (path.includes('${env:')) return `${shown}: a path is shown in plans and records, so it cannot hold a secret`;
  if (posix.isAbsolute(path) || win32.isAbsolute(path) || /^[A-Za-z]:/.test(path)) {
    return `${shown} is absolute; paths are relative to the workflow file and stay in its folder`;
  }
  if (path.includes('\\')) return `${shown}: separate folders by '/'`;
  if (hasControlCharacter(path)) return `${shown} holds a control character`;
  const parts = path.split('/');
  if (parts.includes('..')) return `${shown} leaves the folder of the workflow file ('..' is not allowed)`;
  if (parts.filter((part) => part !== '' && part !== '.')[0] === privateFolder) {
    return `${shown} is in '${privateFolder}', which is Basin's own`;
  }
  return linkFault(folder, path, shown);
}

/** The folder, relative to the workspace, of run.json and of files that steps write by a bare name. */
export function resultsFolder(workflowName: string): string {
  return `results/${workflowName}`;
}

/**
 * The path, relative to the workspace, of a file that a step writes: a bare name such as 'report.html' goes to the workflow's
 * results; a path with a folder is relative to the workflow file.
 */
export function writtenPath(workflowName: string, path: string): string {
  return posix.normalize(path.includes('/') ? path : `${resultsFolder(workflowName)}/${path}`);
}

/** The absolute path of a workspace file. @throws {Error} See {@link workspacePathFault}. */
export function resolveWorkspacePath(folder: string, path: string): string {
  const fault = workspacePathFault(folder, path);
  if (fault !== undefined) throw new Error(fault);
  return join(folder, path);
}

/**
 * The real path of a workspace file, links followed, by which two names of one file are known; what is not there yet is placed
 * in the real folder above it.
 */
export function realLocation(folder: string, path: string): string {
  const missing: string[] = [];
  for (let here = join(folder, path); ; here = dirname(here)) {
    const target = realPathOf(here);
    if (target !== 'absent' && target !== 'broken') return join(target, ...missing);
    missing.unshift(basename(here));
  }
}

function hasControlCharacter(path: string): boolean {
  for (let i = 0; i < path.length; i++) if (path.charCodeAt(i) < 0x20 || path.charCodeAt(i) === 0x7f) return true;
  return false;
}

function linkFault(folder: string, path: string, shown: string): string | undefined {
  const root = realpathSync(folder);
  for (let here = join(root, path); here.length > root.length; here = join(here, '..')) {
    const target = realPathOf(here);
    if (target === 'broken') return `${shown} goes through a link that leads nowhere`;
    if (target === 'absent') continue;
    const inside = relative(root, target);
    const leaves = inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside);
    return leaves ? `${shown} is a link that leaves the folder of the workflow file` : undefined;
  }
  return undefined;
}

function realPathOf(path: string): string | 'absent' | 'broken' {
  try {
    return realpathSync(path);
  } catch {
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true ? 'broken' : 'absent';
  }
}
