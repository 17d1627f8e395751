import { createRdkitPool, type RdkitPool } from './rdkit-pool.js';

let current: { readonly pool: RdkitPool; users: number } | undefined;

/**
 * Asks RDKit something before any work: in a pool of one worker, since little is asked and most runs need no more after it. Those
 * who ask at the same time share it; it ends with the last of them, so that the pool of the run begins with the workers that
 * the run allows.
 *
 * @remarks 0.2 s, nearly all of it for loading RDKit.
 */
export async function withCheckingPool<T>(ask: (pool: RdkitPool) => Promise<T>): Promise<T> {
  current ??= { pool: createRdkitPool({ workerCount: 1 }), users: 0 };
  const own = current;
  own.users++;
  try {
    return await ask(own.pool);
  } finally {
    own.users--;
    if (own.users === 0) {
      current = undefined;
      await own.pool.close();
    }
  }
}
