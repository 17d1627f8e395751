import type { WeightedTerm } from './weighted-term.js';

/** Terms whose weights may be learned: `terms` always show the weights as they are now. */
export interface TermWeights<B> {
  readonly terms: readonly WeightedTerm<B>[];
  /** ln wᵢ. */
  logWeights(): Float64Array;
  /** @throws {RangeError} A logarithm whose exponential is 0 or infinite in double precision. */
  setLogWeights(logWeights: Float64Array): void;
}

export function termWeights<B>(given: readonly WeightedTerm<B>[]): TermWeights<B> {
  const weights = Float64Array.from(given, ({ weight }) => weight);
  const logs = weights.map(Math.log);
  const terms = given.map(({ name, energy }, index): WeightedTerm<B> => {
    return {
      name,
      energy,
      get weight() {
        return weights[index]!;
      },
    };
  });
  const weightOf = (log: number, index: number): number => {
    const { weight } = given[index]!;
    // The exponential of a logarithm may be off in the last bit: the weight that was given is met exactly.
    return Math.log(weight) === log ? weight : Math.exp(log);
  };
  return {
    terms,
    logWeights: () => logs.slice(),
    setLogWeights: (logWeights) => {
      const changed = logWeights.map(weightOf);
      const wrong = changed.findIndex((weight) => !(weight > 0 && weight < Number.POSITIVE_INFINITY));
      if (wrong >= 0) {
        const { name } = terms[wrong]!;
        throw new RangeError(`ln of the weight of '${name}' is ${logWeights[wrong]}; e to that must be finite and > 0`);
      }
      weights.set(changed);
      logs.set(logWeights);
    },
  };
}
