import { type Clamped, type Energy, isClamped } from './energy.js';

type Clamp = Clamped<unknown>['clamp'];

/** What every energy holds at the same value: on these coordinates or sites no composition of them depends. */
export function commonClamp<B>(energies: readonly Energy<B>[]): Pick<Clamped<B>, 'clamp'> | undefined {
  const clamps = energies.map((energy) => (isClamped(energy) ? energy.clamp : undefined));
  const [first, ...others] = clamps;
  if (first === undefined) return undefined;
  const kept = [...first.indices.keys()].filter((i) =>
    others.every((other) => other !== undefined && valueAt(other, first.indices[i]!) === first.values[i]),
  );
  if (kept.length === 0) return undefined;
  return {
    clamp: {
      indices: Int32Array.from(kept, (i) => first.indices[i]!),
      values: Float64Array.from(kept, (i) => first.values[i]!),
    },
  };
}

/** Both clamps together; where both hold something, the first one's value counts. */
export function mergedClamp(first: Clamp, second: Clamp): Clamp {
  const values = new Map<number, number>();
  for (const { indices, values: held } of [second, first]) {
    for (let i = 0; i < indices.length; i++) values.set(indices[i]!, held[i]!);
  }
  const sorted = [...values].sort(([a], [b]) => a - b);
  return {
    indices: Int32Array.from(sorted, ([index]) => index),
    values: Float64Array.from(sorted, ([, value]) => value),
  };
}

function valueAt({ indices, values }: Clamp, index: number): number | undefined {
  const i = indices.indexOf(index);
  return i < 0 ? undefined : values[i];
}
