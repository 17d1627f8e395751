import { Piscina } from 'piscina';
import { compileRdkit } from './compile-rdkit.js';
import type { RdkitWorkerData } from './rdkit-worker.js';
import { noRow, type RowsReply, type RowsRequest, type RowTask } from './row-task.js';
import { watchRows } from './row-watch.js';

/** Threads with RDKit in them, each doing one request at a time. */
export type RdkitWorkers = Piscina<RowsRequest, RowsReply>;

/** Starts the workers; each is ready once it has loaded RDKit. None of them keeps the process alive while idle. */
export async function startWorkers(workerCount: number): Promise<RdkitWorkers> {
  const data: RdkitWorkerData = { compiled: await compileRdkit() };
  return new Piscina<RowsRequest, RowsReply>({
    filename: workerFile(),
    name: 'runRows',
    minThreads: workerCount,
    maxThreads: workerCount,
    idleTimeout: Number.POSITIVE_INFINITY,
    recordTiming: false,
    workerData: data,
  });
}

/** Workers run compiled code; run from its sources, this file finds it in the folder of the build. */
function workerFile(): string {
  const url = new URL('./rdkit-worker.js', import.meta.url).href;
  return import.meta.url.endsWith('.ts') ? url.replace('/src/', '/dist/') : url;
}

/** A chunk that ended early: the index within the chunk of the row at fault, and what it did. */
export interface Stopped {
  readonly stoppedAt: number;
  readonly status: 'timeout' | 'crashed';
  readonly message: string;
}

/**
 * Has one worker do some rows.
 *
 * @returns The answer, or at which row the worker was stopped or died; its other results are lost then.
 * @throws what the worker threw before it came to a row: it cannot work at all.
 */
export async function runChunk(
  workers: RdkitWorkers,
  task: RowTask,
  smiles: readonly string[],
  rowTimeoutMs: number,
): Promise<RowsReply | Stopped> {
  const progress = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)).fill(noRow);
  const controller = new AbortController();
  let overdue = noRow;
  const endWatch = watchRows(progress, rowTimeoutMs, (row) => {
    overdue = row;
    controller.abort();
  });
  try {
    return await workers.run({ task, smiles, progress }, { signal: controller.signal });
  } catch (error) {
    if (overdue !== noRow) {
      return { stoppedAt: overdue, status: 'timeout', message: `RDKit took longer than ${rowTimeoutMs} ms` };
    }
    const row = Atomics.load(progress, 0);
    // Without a row to blame, the worker itself is broken, and trying again would not end.
    if (row === noRow) throw error;
    return { stoppedAt: row, status: 'crashed', message: `RDKit's thread died: ${String(error)}` };
  } finally {
    endWatch();
  }
}
