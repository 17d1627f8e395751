import { workerData } from 'node:worker_threads';
import type { BadRow } from '@basin/core';
import { loadRdkit, type Rdkit } from './rdkit-module.js';
import { allocateResults, noRow, prepareWork, type RowsReply, type RowsRequest, type RowWork } from './row-task.js';
import type { CompiledModule } from './web-assembly.js';

/** What the pool gives each worker. */
export interface RdkitWorkerData {
  readonly compiled: CompiledModule;
}

// The pool starts this file and nobody else does.
const { compiled } = workerData as RdkitWorkerData;

/** The worker's task, a promise until RDKit is loaded, so that a worker that reports itself ready is warm. */
export const runRows: Promise<(request: RowsRequest) => Promise<RowsReply>> = loadRdkit(compiled).then(createRunner);

function createRunner(first: Rdkit): (request: RowsRequest) => Promise<RowsReply> {
  let rdkit = first;
  return async (request) => {
    const { task, smiles, progress } = request;
    const results = allocateResults(task, smiles.length);
    const bad: BadRow[] = [];
    // Row 0 answers for a highlight that RDKit hangs on.
    Atomics.store(progress, 0, 0);
    let work = prepareWork(rdkit, task, results);
    if (typeof work === 'string') return { ...results, bad, refusal: work };
    for (let row = 0; row < smiles.length; row++) {
      Atomics.store(progress, 0, row);
      const outcome = attempt(work, smiles[row]!, row);
      if (outcome === undefined) continue;
      bad.push(outcome);
      if (outcome.status !== 'crashed') continue;
      // An instance that threw has a torn stack and heap: whatever it says from now on is worthless.
      Atomics.store(progress, 0, noRow);
      rdkit = await loadRdkit(compiled);
      work = prepareWork(rdkit, task, results) as RowWork;
    }
    Atomics.store(progress, 0, noRow);
    return { ...results, bad };
  };
}

function attempt(work: RowWork, smiles: string, row: number): BadRow | undefined {
  try {
    const message = work(smiles, row);
    return message === undefined ? undefined : { row, status: 'invalid', message };
  } catch (error) {
    return {
      row,
      status: 'crashed',
      message: `RDKit crashed: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}
