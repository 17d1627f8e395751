import { DesignError } from '../errors/design-error.js';
import type { ChainArrays, ChainState } from '../kernel/kernel.js';
import type { Columns } from '../state/columns.js';
import type { StateSpace } from '../state/state-space.js';

/** What a checkpoint is made of: plain data that a file can hold and give back exactly. */
export type CheckpointValue =
  | null
  | boolean
  | number
  | string
  | Float64Array
  | Int32Array
  | Uint8Array
  | readonly CheckpointValue[]
  | { readonly [key: string]: CheckpointValue };

/**
 * Where a sampler stands after a step: everything that the next step depends on. Streams are addressed by (seed, chain, step),
 * so their positions are the step. A sampler that is given its checkpoint goes on as if it had never stopped, byte for byte.
 */
export type Checkpoint = Readonly<Record<string, CheckpointValue>>;

/** States as a checkpoint value: their columns. */
export function packBatch<B>(space: StateSpace<B>, batch: B): CheckpointValue {
  // Columns are plain data of the kinds that a checkpoint holds.
  return space.encode(batch) as unknown as CheckpointValue;
}

/** @throws {DesignError} The space cannot read all of the states. */
export async function unpackBatch<B>(space: StateSpace<B>, packed: CheckpointValue): Promise<B> {
  const { batch, bad } = await space.decode(packed as unknown as Columns);
  if (bad.length > 0) throw new DesignError('the checkpoint holds states that this space cannot read');
  return batch;
}

/** Chains as a checkpoint value: the states as columns, energies and arrays beside them. */
export function packState<B>(space: StateSpace<B>, { batch, energy, arrays }: ChainState<B>): CheckpointValue {
  return { columns: packBatch(space, batch), energy, arrays: (arrays ?? null) as CheckpointValue };
}

/** @throws {DesignError} The columns do not decode to as many states as there are energies. */
export async function unpackState<B>(space: StateSpace<B>, packed: CheckpointValue): Promise<ChainState<B>> {
  const { columns, energy, arrays } = packed as unknown as {
    readonly columns: CheckpointValue;
    readonly energy: Float64Array;
    readonly arrays: ChainArrays | null;
  };
  const batch = await unpackBatch(space, columns);
  if (space.size(batch) !== energy.length) {
    throw new DesignError(`the checkpoint holds ${space.size(batch)} states and ${energy.length} energies`);
  }
  return arrays === null ? { batch, energy } : { batch, energy, arrays };
}
