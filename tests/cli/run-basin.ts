import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The program as a user starts it. */
export const program = fileURLToPath(new URL('../../workflows/bin/basin.js', import.meta.url));

/** How a run of the program ended, and all that it wrote. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Start {
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with everything on standard error so far, whenever more comes. */
  readonly onStderr?: (soFar: string, kill: (signal: NodeJS.Signals) => void) => void;
}

/** Starts the built program with an environment that does not depend on who runs the tests, and waits for its end. */
export function basin(args: readonly string[], { folder, env = {}, onStderr }: Start = {}): Promise<Ended> {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: folder ?? process.cwd(),
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TERM: 'xterm', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    onStderr?.(stderr, (signal) => child.kill(signal));
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}
