import { isContinuous, isDiscrete, type StateSpace } from '@basin/core';

/** Whether row `i` of one batch and row `j` of another are the same state. */
export type SameState<B> = (a: B, i: number, b: B, j: number) => boolean;

/** How states of a space are told apart: by their numbers where a batch is nothing else, by their identities otherwise. */
export function sameStates<B>(space: StateSpace<B>): SameState<B> {
  const byIdentity: SameState<B> = (a, i, b, j) => space.identity(a, i) === space.identity(b, j);
  const numbers = numbersOf(space);
  if (numbers === undefined) return byIdentity;
  const { width, of } = numbers;
  return (a, i, b, j) => {
    const [left, right] = [of(a), of(b)];
    for (let k = 0; k < width; k++) if (left[i * width + k] !== right[j * width + k]) return false;
    // A batch that is the very array of its numbers has nothing else in which states could differ.
    return (left as unknown) === a || byIdentity(a, i, b, j);
  };
}

interface StateNumbers<B> {
  readonly width: number;
  of(batch: B): Float64Array | Uint8Array;
}

function numbersOf<B>(space: StateSpace<B>): StateNumbers<B> | undefined {
  if (isContinuous(space)) return { width: space.dimension, of: (batch) => space.coordinates(batch) };
  return isDiscrete(space) ? { width: space.siteCount, of: (batch) => space.sites(batch) } : undefined;
}
