import { createRdkitPool, type RdkitPool } from './rdkit-pool.js';

let shared: RdkitPool | undefined;

/**
 * The pool that everything in this process shares, started by the first call; the worker count of later calls is not
 * looked at. Ask for it at each use: it may have been closed in between, and then a new one is started.
 */
export function sharedRdkitPool(workerCount: number): RdkitPool {
  shared ??= createRdkitPool({ workerCount });
  return shared;
}

/** Closes the shared pool once the calls under way are answered. Does nothing if there is none. */
export async function closeRdkitPool(): Promise<void> {
  const closing = shared;
  shared = undefined;
  await closing?.close();
}
