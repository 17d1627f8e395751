import type { BoundedBelow, Energy, Tailed } from '@basin/core';

/** What an energy says of itself by its parameters. */
const followsFromParameters: readonly (string | symbol)[] = [
  'tail' satisfies keyof Tailed<unknown>,
  'lowerBound' satisfies keyof BoundedBelow<unknown>,
];

/**
 * An energy whose parameters a step will learn: it can what it will be able to do, but does not say how it grows, which nobody knows
 * before.
 */
export function asUntrained(energy: Energy<unknown>): Energy<unknown> {
  return new Proxy(energy, {
    has: (target, key) => !followsFromParameters.includes(key) && Reflect.has(target, key),
    get: (target, key) => {
      if (followsFromParameters.includes(key)) return undefined;
      const found: unknown = Reflect.get(target, key, target);
      return typeof found === 'function' ? found.bind(target) : found;
    },
  });
}
