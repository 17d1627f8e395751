import { NonFiniteEnergyError } from '../errors/design-error.js';
import { type Awaitable, whenDone } from '../numerics/awaitable.js';

/** Energies of proposed states. What no distribution has is marked, counted and named, and never repaired. */
export interface ProposedEnergy {
  /** NaN marks a row whose energy was NaN or −Infinity: its move is rejected. [rows] */
  readonly energy: Float64Array;
  /** How many rows are marked. */
  readonly nonFinite: number;
  /** The first of them that was found, with its term. */
  readonly fault: NonFiniteEnergyError | undefined;
}

/**
 * Evaluates proposed states. A composition throws for the whole batch where one of its terms is NaN or −Infinity: the batch is
 * then halved until the guilty rows stand alone, so that the others keep their moves.
 *
 * @param evaluate - Energies of the rows `first` … `end − 1`.
 * @throws Whatever `evaluate` throws that is no {@link NonFiniteEnergyError}.
 * @remarks One evaluation of the batch; for k guilty rows among n of a composition, at most k log₂ n of parts of it besides.
 */
export function proposedEnergy(
  name: string,
  rowCount: number,
  evaluate: (first: number, end: number) => Awaitable<Float64Array>,
): Awaitable<ProposedEnergy> {
  let energy: Float64Array | undefined;
  const part = (first: number, end: number): Awaitable<void> =>
    whenDone(evaluate(first, end), (values) => {
      if (end - first === rowCount) {
        energy = values;
        return;
      }
      energy ??= new Float64Array(rowCount);
      energy.set(values, first);
    });
  return whenDone(siftRows(rowCount, part), (guilty) => {
    const found = energy ?? new Float64Array(rowCount);
    addUnspeakable(guilty, name, found);
    const marked = guilty.size === 0 ? found : found.map((value, row) => (guilty.has(row) ? Number.NaN : value));
    return { energy: marked, nonFinite: guilty.size, fault: firstFault(guilty) };
  });
}

/** 1 for each row that {@link proposedEnergy} marked: the count 'nonFinite', chain by chain. */
export function markedRows(energy: Float64Array): Float64Array {
  return energy.map((value) => (Number.isNaN(value) ? 1 : 0));
}

/** How often each chain is among the rows of a list, [chains]: the count 'nonFinite', where NaN marks other rows too. */
export function countRows(rows: readonly number[], chainCount: number): Float64Array {
  const counts = new Float64Array(chainCount);
  for (const row of rows) counts[row]!++;
  return counts;
}

/** Rows whose energy no distribution has, each with what is wrong. */
export type GuiltyRows = Map<number, NonFiniteEnergyError>;

/** Adds the rows whose energies are NaN or −Infinity. */
export function addUnspeakable(guilty: GuiltyRows, name: string, energy: Float64Array): void {
  for (let row = 0; row < energy.length; row++) {
    if (energy[row]! > Number.NEGATIVE_INFINITY || guilty.has(row)) continue;
    guilty.set(row, new NonFiniteEnergyError(name, row, energy[row]!));
  }
}

/** What is wrong with the first of the rows. */
export function firstFault(guilty: GuiltyRows): NonFiniteEnergyError | undefined {
  let first = Number.POSITIVE_INFINITY;
  for (const row of guilty.keys()) first = Math.min(first, row);
  return guilty.get(first);
}

/** Runs `part` over all rows; where it throws a NonFiniteEnergyError, over ever smaller parts, until guilty rows stand alone. */
export function siftRows(
  rowCount: number,
  part: (first: number, end: number) => Awaitable<void>,
): Awaitable<GuiltyRows> {
  const guilty: GuiltyRows = new Map();
  const sift = (first: number, end: number): Awaitable<void> => {
    const split = (error: unknown): Awaitable<void> => {
      if (!(error instanceof NonFiniteEnergyError) || end === first) throw error;
      if (end - first === 1) {
        guilty.set(first, new NonFiniteEnergyError(error.term, first, error.value));
        return;
      }
      const middle = (first + end) >> 1;
      return whenDone(sift(first, middle), () => sift(middle, end));
    };
    try {
      const done = part(first, end);
      return done instanceof Promise ? done.catch(split) : done;
    } catch (error) {
      return split(error);
    }
  };
  return whenDone(sift(0, rowCount), () => guilty);
}
