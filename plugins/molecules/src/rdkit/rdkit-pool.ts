import { type BadRow, ConfigurationError, DesignError } from '@basin/core';
import type { CanonicalForm } from './canonicalise.js';
import { descriptorCount } from './descriptors.js';
import type { DrawingOptions } from './draw.js';
import { defaultSmilesLimits, findSmilesFault, type SmilesLimits } from './guard.js';
import { allocateResults, type RowResults, type RowsReply, type RowTask } from './row-task.js';
import { type RdkitWorkers, runChunk, type Stopped, startWorkers } from './worker-threads.js';

/** How RDKit is kept in bounds. */
export interface RdkitBounds {
  /** Longest time for one row, ms, > 0. Default 2,000. */
  readonly rowTimeoutMs?: number;
  /** What may reach RDKit at all. Default {@link defaultSmilesLimits}. */
  readonly limits?: SmilesLimits;
}

export interface RdkitPoolOptions extends RdkitBounds {
  /** Worker threads, ≥ 1. Each takes about 60 MB. */
  readonly workerCount: number;
}

/** Canonical SMILES by row, undefined for the rows in `bad`. */
export interface Canonicalised {
  readonly canonical: readonly (string | undefined)[];
  readonly bad: readonly BadRow[];
}

/** Descriptors, shape [rows, descriptorCount], row-major, NaN in the rows of `bad`. */
export interface DescribedMolecules {
  readonly values: Float64Array;
  readonly bad: readonly BadRow[];
}

/**
 * RDKit in worker threads. No text can hang or kill more than its own row: what the guard lets through is timed, and a
 * dead or hanging worker is replaced while the other rows go on. Results have the order of the rows, whatever the
 * number of workers. `bad` is in ascending order of its rows.
 */
export interface RdkitPool {
  readonly workerCount: number;
  /** About 0.2 ms of one worker per drug. `bounds` stand in for those of the pool. */
  canonicalise(smiles: readonly string[], options?: CanonicalForm & RdkitBounds): Promise<Canonicalised>;
  /** About 1.5 ms of one worker per drug. */
  descriptors(smiles: readonly string[], options?: RdkitBounds): Promise<DescribedMolecules>;
  /**
   * SVG elements for inline use, '' for rows that cannot be drawn; about 1.5 ms of one worker per drug.
   *
   * @throws {ConfigurationError} `highlight` is no SMARTS.
   */
  draw(smiles: readonly string[], options?: DrawingOptions & RdkitBounds): Promise<string[]>;
  /** Ends the workers once the calls under way are answered; later calls throw. */
  close(): Promise<void>;
}

/** Starts a pool. Its idle workers do not keep the process alive. */
export function createRdkitPool(options: RdkitPoolOptions): RdkitPool {
  return new PiscinaRdkitPool(options);
}

/** Rows of a chunk: small enough to spread a small batch over the workers, large enough to forget the cost of a message. */
const largestChunk = 64;
const smallestChunk = 8;
/** Chunks per worker that a batch is cut into, so that a slow chunk does not leave the others waiting. */
const chunksPerWorker = 2;

/** A batch under way: what is still to be sent, and where the answers go. */
interface Batch {
  readonly task: RowTask;
  readonly smiles: readonly string[];
  readonly rowTimeoutMs: number;
  readonly pending: Int32Array[];
  readonly results: RowResults;
  readonly bad: BadRow[];
}

class PiscinaRdkitPool implements RdkitPool {
  readonly workerCount: number;
  readonly #rowTimeoutMs: number;
  readonly #limits: SmilesLimits;
  readonly #workers: Promise<RdkitWorkers>;
  readonly #underWay = new Set<Promise<unknown>>();
  #closed = false;

  constructor({ workerCount, rowTimeoutMs = 2000, limits = defaultSmilesLimits }: RdkitPoolOptions) {
    this.workerCount = workerCount;
    this.#rowTimeoutMs = rowTimeoutMs;
    this.#limits = limits;
    this.#workers = startWorkers(workerCount);
    // A failure to start is reported by every call; without one it must not end the process.
    this.#workers.catch(() => {});
  }

  async canonicalise(smiles: readonly string[], options: CanonicalForm & RdkitBounds = {}): Promise<Canonicalised> {
    const { stereo = true, components = 'all' } = options;
    const { results, bad } = await this.#run({ name: 'canonicalise', form: { stereo, components } }, smiles, options);
    return { canonical: results.texts, bad };
  }

  async descriptors(smiles: readonly string[], options: RdkitBounds = {}): Promise<DescribedMolecules> {
    const { results, bad } = await this.#run({ name: 'descriptors' }, smiles, options);
    return { values: results.values, bad };
  }

  async draw(smiles: readonly string[], options: DrawingOptions & RdkitBounds = {}): Promise<string[]> {
    const { rowTimeoutMs: _, limits: __, ...drawing } = options;
    const { results } = await this.#run({ name: 'draw', options: drawing }, smiles, options);
    return results.texts.map((svg) => svg ?? '');
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#underWay);
    const workers = await this.#workers.catch(() => undefined);
    await workers?.destroy();
  }

  async #run(task: RowTask, smiles: readonly string[], bounds: RdkitBounds): Promise<Batch> {
    if (this.#closed) throw new DesignError('this RDKit pool is closed');
    const batch = this.#admit(task, smiles, bounds);
    const running = Promise.all(Array.from({ length: this.workerCount }, () => this.#runChunks(batch)));
    this.#underWay.add(running);
    try {
      await running;
    } finally {
      this.#underWay.delete(running);
    }
    batch.bad.sort((first, second) => first.row - second.row);
    return batch;
  }

  /** Refuses what the guard refuses and cuts the rest into chunks. */
  #admit(task: RowTask, smiles: readonly string[], { rowTimeoutMs, limits }: RdkitBounds): Batch {
    const bad: BadRow[] = [];
    const good = new Int32Array(smiles.length);
    let goodCount = 0;
    for (let row = 0; row < smiles.length; row++) {
      const fault = findSmilesFault(smiles[row]!, limits ?? this.#limits);
      if (fault === undefined) good[goodCount++] = row;
      else bad.push({ row, ...fault });
    }
    return {
      task,
      smiles,
      rowTimeoutMs: rowTimeoutMs ?? this.#rowTimeoutMs,
      pending: this.#cut(good.subarray(0, goodCount)),
      results: allocateResults(task, smiles.length),
      bad,
    };
  }

  /** Chunks in reverse order, since the queue is emptied from its end. */
  #cut(rows: Int32Array): Int32Array[] {
    const even = Math.ceil(rows.length / (chunksPerWorker * this.workerCount));
    const size = Math.min(largestChunk, Math.max(smallestChunk, even));
    const chunks: Int32Array[] = [];
    for (let start = 0; start < rows.length; start += size) chunks.push(rows.subarray(start, start + size));
    return chunks.reverse();
  }

  /** Sends one chunk after another until none is left; as many of these run as there are workers. */
  async #runChunks(batch: Batch): Promise<void> {
    const workers = await this.#workers;
    for (let rows = batch.pending.pop(); rows !== undefined; rows = batch.pending.pop()) {
      const chunk = Array.from(rows, (row) => batch.smiles[row]!);
      const outcome = await runChunk(workers, batch.task, chunk, batch.rowTimeoutMs);
      if ('stoppedAt' in outcome) splitAround(batch, rows, outcome);
      else collect(batch, rows, outcome);
    }
  }
}

/** Marks the row at fault and queues those before it, whose results went down with the worker, and those after it. */
function splitAround(batch: Batch, rows: Int32Array, { stoppedAt, status, message }: Stopped): void {
  batch.bad.push({ row: rows[stoppedAt]!, status, message });
  const pieces = [rows.subarray(stoppedAt + 1), rows.subarray(0, stoppedAt)];
  batch.pending.push(...pieces.filter((piece) => piece.length > 0));
}

function collect({ bad, results }: Batch, rows: Int32Array, reply: RowsReply): void {
  if (reply.refusal !== undefined) throw new ConfigurationError([{ message: reply.refusal, path: [] }]);
  for (const fault of reply.bad) bad.push({ ...fault, row: rows[fault.row]! });
  for (let index = 0; index < reply.texts.length; index++) results.texts[rows[index]!] = reply.texts[index];
  for (let index = 0; index < reply.values.length / descriptorCount; index++) {
    const start = index * descriptorCount;
    results.values.set(reply.values.subarray(start, start + descriptorCount), rows[index]! * descriptorCount);
  }
}
