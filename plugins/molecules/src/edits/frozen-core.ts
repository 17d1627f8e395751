import type { MolecularGraph } from '../graph/molecular-graph.js';
import { compileSmarts, type SmartsPattern } from '../smarts/compile-smarts.js';
import { matches } from '../smarts/match.js';

/** Which atoms of a molecule stay as they are, and to which of them something may be attached. [atomCount] each. */
export interface FrozenAtoms {
  readonly frozen: Uint8Array;
  readonly attachable: Uint8Array;
}

/**
 * A substructure that edits keep. Atoms of the pattern with a map number (`[c:1]`) are attachment points, and then the other
 * atoms of the core have no neighbours outside it; without map numbers every atom of the core is one.
 */
export class FrozenCore {
  readonly #pattern: SmartsPattern;
  readonly #isAttachment: readonly boolean[];
  readonly #found = new WeakMap<MolecularGraph, { readonly core: FrozenAtoms | undefined }>();

  /** @throws {SmartsSyntaxError} `smarts` is no SMARTS. */
  constructor(smarts: string) {
    this.#pattern = compileSmarts(smarts);
    const mapped = this.#pattern.mapNumbers;
    const isMapped = mapped.some((map) => map > 0);
    this.#isAttachment = Array.from(mapped, (map) => !isMapped || map > 0);
  }

  /** @returns The first match's atoms; undefined where the molecule does not have the core. Searched once a graph. */
  find(graph: MolecularGraph): FrozenAtoms | undefined {
    const known = this.#found.get(graph);
    if (known !== undefined) return known.core;
    const core = this.#search(graph);
    this.#found.set(graph, { core });
    return core;
  }

  #search(graph: MolecularGraph): FrozenAtoms | undefined {
    // Matches of the same atoms differ in which of them are attachment points.
    for (const match of matches(graph, this.#pattern, { unique: false })) {
      const core = this.#frozenBy(graph, match);
      if (isSubstitutedOnlyThere(graph, core)) return core;
    }
    return undefined;
  }

  #frozenBy(graph: MolecularGraph, match: Uint16Array): FrozenAtoms {
    const frozen = new Uint8Array(graph.atomCount);
    const attachable = new Uint8Array(graph.atomCount);
    match.forEach((atom, index) => {
      frozen[atom] = 1;
      if (this.#isAttachment[index] === true) attachable[atom] = 1;
    });
    return { frozen, attachable };
  }
}

function isSubstitutedOnlyThere(graph: MolecularGraph, { frozen, attachable }: FrozenAtoms): boolean {
  for (let bond = 0; bond < graph.bondCount; bond++) {
    const begin = graph.bondBegin[bond]!;
    const end = graph.bondEnd[bond]!;
    if (frozen[begin] === frozen[end]) continue;
    if (attachable[frozen[begin] === 1 ? begin : end] === 0) return false;
  }
  return true;
}
