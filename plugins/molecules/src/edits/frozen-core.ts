import type { MolecularGraph } from '../graph/molecular-graph.js';
import { compileSmarts, type SmartsPattern } from '../smarts/compile-smarts.js';
import { matches } from '../smarts/match.js';

/** Which atoms of a molecule stay as they are, and to which of them something may be attached. [atomCount] each. */
export interface FrozenAtoms {
  readonly frozen: Uint8Array;
  readonly attachable: Uint8Array;
}

/**
 * A substructure that edits keep. Atoms of the pattern with a map number (`[c:1]`) are attachment points; without any,
 * every atom of the core with a hydrogen is one.
 */
export class FrozenCore {
  readonly #pattern: SmartsPattern;
  readonly #attachment: readonly boolean[];

  /** @throws {SmartsSyntaxError} `smarts` is no SMARTS. */
  constructor(smarts: string) {
    this.#pattern = compileSmarts(smarts);
    const mapped = this.#pattern.mapNumbers;
    const isMapped = mapped.some((map) => map > 0);
    this.#attachment = Array.from(mapped, (map) => !isMapped || map > 0);
  }

  /** @returns The first match's atoms; undefined where the molecule does not have the core. */
  find(graph: MolecularGraph): FrozenAtoms | undefined {
    const [match] = matches(graph, this.#pattern, { max: 1 });
    if (match === undefined) return undefined;
    const frozen = new Uint8Array(graph.atomCount);
    const attachable = new Uint8Array(graph.atomCount);
    match.forEach((atom, index) => {
      frozen[atom] = 1;
      if (this.#attachment[index] === true) attachable[atom] = 1;
    });
    return { frozen, attachable };
  }
}
