import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** What tells one process from every other, also from a later one with its number. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** When the system says that it started, in the system's own ticks; empty where the system does not say. */
  readonly startTime: string;
}

export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, host: hostname(), startTime: startTimeOf(process.pid) };
}

/** Whether a process is gone: on this host, and no process has its number, or one that started at another time. */
export function isGone({ pid, host, startTime }: ProcessIdentity): boolean {
  if (host !== hostname()) return false;
  if (!exists(pid)) return true;
  const now = startTimeOf(pid);
  return startTime !== '' && now !== '' && now !== startTime;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is there too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Field 22 of /proc/<pid>/stat; the second field is a name in brackets that can hold anything. */
function startTimeOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
