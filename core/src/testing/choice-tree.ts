import type { Rng, RngPosition } from '../numerics/rng.js';
import type { ChoosingRng } from '../numerics/weighted-choice.js';

/** One choice on the way: what could be chosen, and what is. */
interface Choice {
  /** Probability of each option that has one, and what it stands for. */
  readonly options: readonly { readonly index: number; readonly probability: number }[];
  taken: number;
}

/**
 * A stream that takes every choice in turn: what draws from it is run again and again, each time along another way, until all ways
 * were taken. Every stream below it is itself. It can only enumerate `integer`, `chooseWeighted` and `happens`.
 */
export class ChoiceTree implements ChoosingRng {
  readonly #choices: Choice[] = [];
  #depth = 0;

  /** Probability of the way taken since the last {@link advance}. */
  get probability(): number {
    return this.#choices
      .slice(0, this.#depth)
      .reduce((product, { options, taken }) => product * options[taken]!.probability, 1);
  }

  /** Back to the start, along the next way; false where all were taken. */
  advance(): boolean {
    this.#choices.length = this.#depth;
    this.#depth = 0;
    while (this.#choices.length > 0) {
      const last = this.#choices.at(-1)!;
      if (++last.taken < last.options.length) return true;
      this.#choices.pop();
    }
    return false;
  }

  choose(weights: Float64Array): number {
    if (this.#depth === this.#choices.length) {
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const options = Array.from(weights, (weight, index) => ({ index, probability: weight / total }));
      this.#choices.push({ options: options.filter(({ probability }) => probability > 0), taken: 0 });
    }
    const { options, taken } = this.#choices[this.#depth++]!;
    return options[taken]!.index;
  }

  integer(bound: number): number {
    return this.choose(new Float64Array(bound).fill(1));
  }

  split(): Rng {
    return this;
  }

  uint32(): number {
    return refuse('uint32');
  }

  uniform(): number {
    return refuse('uniform');
  }

  normal(): number {
    return refuse('normal');
  }

  fillUniform(): void {
    refuse('fillUniform');
  }

  fillNormal(): void {
    refuse('fillNormal');
  }

  fillNormalRows(): void {
    refuse('fillNormalRows');
  }

  fillUniformRows(): void {
    refuse('fillUniformRows');
  }

  fillWordRows(): void {
    refuse('fillWordRows');
  }

  get position(): RngPosition {
    return refuse('position');
  }
}

function refuse(method: string): never {
  throw new TypeError(
    `'${method}' has no choices that can be listed: what is checked exactly draws by chooseWeighted, happens and integer`,
  );
}
