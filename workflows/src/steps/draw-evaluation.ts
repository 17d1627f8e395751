import {
  type CancellationSignal,
  type Draws,
  type Energy,
  isDecomposable,
  isDifferentiable,
  isLocal,
  isSiteLocal,
  type StateSpace,
  type TermTree,
} from '@basin/core';
import { type EvaluatedRows, evaluateRows, type FailedRow } from './evaluate-rows.js';
import type { Observed } from './observe.js';
import { type SameState, sameStates } from './same-states.js';
import { scoreBatchSize } from './score-rows.js';
import { joinedNumbers, joinTrees, takeTreeRows } from './tree-rows.js';

/** What is known of draws beside their states. */
export interface EvaluatedDraws {
  readonly evaluated: EvaluatedRows;
  /** Values of each observed property, [rows]; NaN where it has none. */
  readonly observed: readonly Float64Array[];
}

/** What is evaluated of draws. */
export interface DrawEvaluationSettings {
  readonly space: StateSpace<unknown>;
  readonly energy: Energy<unknown>;
  readonly observed: readonly Observed[];
  readonly signal: CancellationSignal;
}

/** The latest draw of each chain, with all that was worked out of it. */
interface Latest {
  readonly batch: unknown;
  readonly energy: Float64Array;
  readonly rowOfChain: ReadonlyMap<number, number>;
  readonly values: Values;
}

/** Rows of a tree and of the observed properties that belong together. */
interface Values {
  readonly tree: TermTree;
  readonly observed: readonly Float64Array[];
}

/**
 * Energies with their terms, and observed properties, of draws as they come. A chain that stayed where it was is not evaluated
 * again, and an energy that its chains have evaluated in no other way than it would be here is taken from them.
 */
export class DrawEvaluation {
  readonly #settings: DrawEvaluationSettings;
  readonly #same: SameState<unknown>;
  readonly #isKnown: boolean;
  #latest: Latest | undefined;

  constructor(settings: DrawEvaluationSettings) {
    this.#settings = settings;
    this.#same = sameStates(settings.space);
    this.#isKnown = isOnlyEvaluated(settings.energy);
  }

  /** @param draws - Those of a chain in the order in which they were drawn, after those of the last call. */
  async of(draws: Draws<unknown>): Promise<EvaluatedDraws> {
    const { space } = this.#settings;
    const { fresh, sources } = this.#differing(draws);
    const pieces = await this.#evaluate(draws, fresh);
    if (pieces === undefined) return this.#afresh(draws);
    const before = this.#latest === undefined ? [] : [this.#latest.values];
    const all = joinValues([...before, ...pieces]);
    if (all === undefined) return this.#afresh(draws);
    this.#latest = latestOf(space, draws, sources, all, this.#latest);
    const { tree, observed } = takeValues(all, sources);
    return { evaluated: { parts: [{ rows: rowNumbers(sources.length), tree }], failed: [] }, observed };
  }

  /** Rows that are no repeats, and for each row where its values will stand: those of the latest draws come first. */
  #differing({ batch, energy, chain }: Draws<unknown>): { readonly fresh: Int32Array; readonly sources: Int32Array } {
    const latest = this.#latest;
    const offset = latest?.energy.length ?? 0;
    const rowOfChain = new Map<number, number>();
    const sources = new Int32Array(energy.length);
    const fresh: number[] = [];
    for (let row = 0; row < energy.length; row++) {
      const before = rowOfChain.get(chain[row]!);
      rowOfChain.set(chain[row]!, row);
      const held = before === undefined ? latest?.rowOfChain.get(chain[row]!) : undefined;
      if (before !== undefined && energy[before] === energy[row] && this.#same(batch, before, batch, row)) {
        sources[row] = sources[before]!;
      } else if (
        held !== undefined &&
        latest!.energy[held] === energy[row] &&
        this.#same(latest!.batch, held, batch, row)
      ) {
        sources[row] = held;
      } else {
        sources[row] = offset + fresh.length;
        fresh.push(row);
      }
    }
    return { fresh: Int32Array.from(fresh), sources };
  }

  /** Values of some rows, piece by piece; undefined where a row has none. */
  async #evaluate(draws: Draws<unknown>, rows: Int32Array): Promise<readonly Values[] | undefined> {
    const { space } = this.#settings;
    const pieces: Values[] = [];
    for (let first = 0; first < rows.length; first += scoreBatchSize) {
      const some = rows.subarray(first, first + scoreBatchSize);
      const batch = some.length === draws.energy.length ? draws.batch : space.take(draws.batch, some);
      const tree = this.#isKnown ? leafOf(draws.energy, some) : await this.#treeOf(batch);
      if (tree === undefined) return undefined;
      pieces.push({ tree, observed: await this.#observe(batch) });
    }
    return pieces;
  }

  async #treeOf(batch: unknown): Promise<TermTree | undefined> {
    const { space, energy, signal } = this.#settings;
    const { parts, failed } = await evaluateRows(space, energy, batch, signal);
    return failed.length === 0 ? parts[0]?.tree : undefined;
  }

  async #observe(batch: unknown): Promise<readonly Float64Array[]> {
    const { space, observed, signal } = this.#settings;
    const all = [];
    for (const { property } of observed) {
      const values = new Float64Array(space.size(batch)).fill(Number.NaN);
      const { parts } = await evaluateRows(space, property, batch, signal);
      for (const { rows, tree } of parts) for (let i = 0; i < rows.length; i++) values[rows[i]!] = tree.energy[i]!;
      all.push(values);
    }
    return all;
  }

  /** Every row by itself, where some have no energy; and nothing is held of them. */
  async #afresh({ batch, energy }: Draws<unknown>): Promise<EvaluatedDraws> {
    const { space } = this.#settings;
    this.#latest = undefined;
    const parts: EvaluatedRows['parts'][number][] = [];
    const failed: FailedRow[] = [];
    const observed = this.#settings.observed.map((): number[] => []);
    for (let first = 0; first < energy.length; first += scoreBatchSize) {
      const rows = rowNumbers(Math.min(scoreBatchSize, energy.length - first)).map((row) => row + first);
      const piece = space.take(batch, rows);
      const evaluated = await evaluateRows(space, this.#settings.energy, piece, this.#settings.signal);
      parts.push(...evaluated.parts.map((part) => ({ ...part, rows: part.rows.map((row) => row + first) })));
      failed.push(...evaluated.failed.map((failure) => ({ ...failure, row: failure.row + first })));
      for (const [i, values] of (await this.#observe(piece)).entries()) observed[i]!.push(...values);
    }
    return { evaluated: { parts, failed }, observed: observed.map((values) => Float64Array.from(values)) };
  }
}

/** Whether chains can have come by an energy only by evaluating it, so that theirs are what evaluating it again would give. */
function isOnlyEvaluated(energy: Energy<unknown>): boolean {
  return !isDecomposable(energy) && !isDifferentiable(energy) && !isLocal(energy) && !isSiteLocal(energy);
}

/** The tree of an energy without terms. */
function leafOf(energy: Float64Array, rows: Int32Array): TermTree {
  return { name: 'energy', weight: 1, join: 'leaf', energy: Float64Array.from(rows, (row) => energy[row]!), terms: [] };
}

function rowNumbers(length: number): Int32Array {
  return Int32Array.from({ length }, (_, row) => row);
}

function takeValues({ tree, observed }: Values, rows: Int32Array): Values {
  return {
    tree: takeTreeRows(tree, rows),
    observed: observed.map((values) => Float64Array.from(rows, (row) => values[row]!)),
  };
}

/** Undefined for none. */
function joinValues(parts: readonly Values[]): Values | undefined {
  const [first] = parts;
  if (first === undefined || parts.length === 1) return first;
  return {
    tree: joinTrees(parts.map(({ tree }) => tree)),
    observed: first.observed.map((_, i) => joinedNumbers(parts.map((part) => part.observed[i]!))),
  };
}

/** The latest draw of every chain: of these draws, or of those before. */
function latestOf(
  space: StateSpace<unknown>,
  { batch, energy, chain }: Draws<unknown>,
  sources: Int32Array,
  all: Values,
  before: Latest | undefined,
): Latest {
  const rowOfChain = new Map(Array.from(chain, (number, row) => [number, row] as const));
  const kept = [...(before?.rowOfChain ?? [])].filter(([number]) => !rowOfChain.has(number));
  const keptRows = Int32Array.from(kept, ([, row]) => row);
  const newRows = Int32Array.from(rowOfChain.values());
  const states = [...(before === undefined ? [] : [space.take(before.batch, keptRows)]), space.take(batch, newRows)];
  const chains = [...kept.map(([number]) => number), ...rowOfChain.keys()];
  return {
    batch: space.concat(states),
    energy: joinedNumbers([
      Float64Array.from(keptRows, (row) => before!.energy[row]!),
      Float64Array.from(newRows, (row) => energy[row]!),
    ]),
    rowOfChain: new Map(chains.map((number, row) => [number, row])),
    values: takeValues(all, Int32Array.from([...keptRows, ...newRows.map((row) => sources[row]!)])),
  };
}
