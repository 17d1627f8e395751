import { availableParallelism, freemem, totalmem } from 'node:os';
import type { DoctorCheck } from './doctor-check.js';
import { formatBytes } from './quantities.js';

/** The oldest Node that Basin is tested on. */
const oldestNode = [20, 19] as const;
/** Below this, a run of ordinary size may be ended by the system. */
const comfortableMemory = 2 * 1024 ** 3;

/** Whether this Node is new enough. @param version - As process.versions.node gives it. */
export function checkNode(version: string): DoctorCheck {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1]);
  const text = `${version}, ${process.platform} ${process.arch}`;
  if (!isOld) return { name: 'Node', state: 'good', text };
  return { name: 'Node', state: 'bad', text, advice: `install Node ${oldestNode.join('.')} or later from nodejs.org` };
}

/** Memory and cores. */
export function checkMachine(): DoctorCheck[] {
  const free = freemem();
  const text = `${formatBytes(free)} free of ${formatBytes(totalmem())}`;
  const memory: DoctorCheck =
    free >= comfortableMemory
      ? { name: 'memory', state: 'good', text }
      : { name: 'memory', state: 'warning', text, advice: 'close other programs, or run with fewer --workers' };
  return [
    memory,
    { name: 'cores', state: 'good', text: `${availableParallelism()}, the most that --workers can use well` },
  ];
}
