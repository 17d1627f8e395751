import { acceptanceOf, type StepInfo } from '../kernel/kernel.js';
import type { CheckpointValue } from './checkpoint.js';
import type { SamplingFact } from './sampler.js';

const reparametrise =
  'the step is too large for the curvature somewhere, as in the neck of a funnel: write the energy in other coordinates, or take smaller steps (`targetAcceptance` towards 0.99, or a lower `stepSize`)';
const repairEnergy = 'an energy is a finite number, or +Infinity for a forbidden state: repair the term';

/** What a kernel's counts are called in a certificate, and what they must not exceed. */
const knownCounts: Readonly<Record<string, { readonly name: string; readonly advice?: string }>> = {
  divergences: { name: 'divergent transitions', advice: reparametrise },
  nonFinite: { name: 'proposed states without a finite energy', advice: repairEnergy },
  maximalTrees: { name: 'transitions at the largest tree' },
  forbidden: { name: 'forbidden proposals' },
  failed: { name: 'failed proposals' },
  costlySaved: { name: 'costly evaluations saved' },
  cheapEvaluations: { name: 'cheap evaluations' },
  forbiddenStarts: { name: 'chains started at forbidden states' },
};

/** Before the name of what replicas counted that do not draw: it says nothing against the draws. */
const hotPrefix = 'hot ';

function knownCount(key: string): { readonly name: string; readonly advice?: string } {
  if (!key.startsWith(hotPrefix)) return knownCounts[key] ?? { name: key };
  const count = key.slice(hotPrefix.length);
  return { name: `${knownCounts[count]?.name ?? count} of hot replicas` };
}

/** Shares are summed in parts of 2⁻²⁰: such sums are exact, and so the same whatever threads the chains are divided among. */
const parts = 2 ** 20;

/** What chains did, summed over their steps: evaluations of all of them, the rest of those that count. */
export class StepCounts {
  readonly #rowsPerChain: number;
  #evaluations = 0;
  #proposed = 0;
  #accepted = 0;
  /** Of chains that draw, after the warm-up. */
  #steps = 0;
  /** The same since the last report. */
  #lately = { proposed: 0, accepted: 0 };
  #counts: Record<string, number> = {};
  #faultyTerm: string | null = null;
  #forbiddenDraws = 0;

  /** @param rowsPerChain - Of so many rows only the first draws: the acceptance rate, and counts that are known chain by chain, are its. */
  constructor(rowsPerChain = 1) {
    this.#rowsPerChain = rowsPerChain;
  }

  /** Energy evaluations so far, one per state. */
  get evaluations(): number {
    return this.#evaluations;
  }

  addEvaluations(count: number): void {
    this.#evaluations += count;
  }

  /** @param counted - Whether the step is one of π, not of the warm-up. */
  observe(info: StepInfo, counted: boolean): void {
    const { accepted, evaluations, counts, countsByChain, fault } = info;
    this.#evaluations += evaluations;
    let [proposed, moved] = [0, 0];
    for (let row = 0; row < accepted.length; row += this.#rowsPerChain) {
      const share = acceptanceOf(info, row);
      if (Number.isNaN(share)) continue;
      proposed++;
      moved += Math.round(share * parts) / parts;
    }
    this.#lately.proposed += proposed;
    this.#lately.accepted += moved;
    if (!counted) return;
    this.#steps += accepted.length / this.#rowsPerChain;
    this.#proposed += proposed;
    this.#accepted += moved;
    for (const name in counts) {
      const byChain = this.#rowsPerChain > 1 ? countsByChain?.[name] : undefined;
      const own = byChain === undefined ? counts[name]! : this.#ofFirstRows(byChain);
      this.#add(name, own);
      if (byChain !== undefined) this.#add(hotPrefix + name, counts[name]! - own);
    }
    this.#faultyTerm ??= fault?.term ?? null;
  }

  #add(name: string, count: number): void {
    this.#counts[name] = (this.#counts[name] ?? 0) + count;
  }

  /** Of the rows that draw. */
  #ofFirstRows(counts: Float64Array): number {
    let sum = 0;
    for (let row = 0; row < counts.length; row += this.#rowsPerChain) sum += counts[row]!;
    return sum;
  }

  /** Takes note of given starting states: one that is forbidden is told of. */
  addStarts(energy: Float64Array): void {
    for (let row = 0; row < energy.length; row += this.#rowsPerChain) {
      if (energy[row] === Number.POSITIVE_INFINITY) this.#add('forbiddenStarts', 1);
    }
  }

  /** Takes note of draws: those at forbidden states are none of π. */
  addDraws(energy: Float64Array): void {
    for (let row = 0; row < energy.length; row++) if (energy[row] === Number.POSITIVE_INFINITY) this.#forbiddenDraws++;
  }

  /** The term of the first proposed state without a finite energy; null while there was none. */
  get faultyTerm(): string | null {
    return this.#faultyTerm;
  }

  /** Steps of chains since this was last asked that could be rejected, and how many of them were not, perhaps by their probability. */
  takeSteps(): { readonly proposed: number; readonly accepted: number } {
    const taken = this.#lately;
    this.#lately = { accepted: 0, proposed: 0 };
    return taken;
  }

  /** Share of steps that were accepted since this was last asked; NaN where there were none that could be rejected. */
  takeAcceptanceRate(): number {
    const { accepted, proposed } = this.takeSteps();
    return accepted / proposed;
  }

  /** The acceptance rate and whatever the kernel counted. */
  facts(): readonly SamplingFact[] {
    const counted = inOrder(this.#counts).map(([key, value]): SamplingFact => {
      const { name, advice } = knownCount(key);
      if (advice === undefined) return { name, value };
      if (key === 'divergences') return divergentSteps(value, this.#steps, advice);
      const culprit =
        key === 'nonFinite' && value > 0 && this.#faultyTerm !== null ? ` (first of '${this.#faultyTerm}')` : '';
      return { name: name + culprit, value, limit: { low: 0, high: 0, advice } };
    });
    const rate = this.#proposed === 0 ? [] : [{ name: 'acceptance rate', value: this.#accepted / this.#proposed }];
    return [...rate, ...counted, ...(this.#forbiddenDraws === 0 ? [] : [forbiddenDraws(this.#forbiddenDraws)])];
  }

  pack(): CheckpointValue {
    const lately = [this.#lately.proposed, this.#lately.accepted];
    const sums = Float64Array.of(
      this.#evaluations,
      this.#proposed,
      this.#accepted,
      ...lately,
      this.#forbiddenDraws,
      this.#steps,
    );
    return { sums, counts: { ...this.#counts }, faultyTerm: this.#faultyTerm };
  }

  /** Goes on from what {@link pack} gave. */
  restore(packed: CheckpointValue): void {
    // What pack wrote; a checkpoint file is checked as a whole.
    const { sums, counts, faultyTerm } = packed as unknown as PackedCounts;
    [this.#evaluations, this.#proposed, this.#accepted] = [sums[0]!, sums[1]!, sums[2]!];
    this.#lately = { proposed: sums[3]!, accepted: sums[4]! };
    this.#forbiddenDraws = sums[5]!;
    this.#steps = sums[6]!;
    this.#counts = { ...counts };
    this.#faultyTerm = faultyTerm;
  }

  /** Goes on beside chains that {@link restore} what was counted: knows what is known, and counts from 0. */
  goOnAfter(packed: CheckpointValue): void {
    this.#faultyTerm = (packed as unknown as PackedCounts).faultyTerm;
  }
}

interface PackedCounts {
  readonly sums: Float64Array;
  readonly counts: Readonly<Record<string, number>>;
  readonly faultyTerm: string | null;
}

/** What ranges of chains counted, each as {@link StepCounts.pack} gave it, as all together would have. */
export function joinPackedCounts(packed: readonly CheckpointValue[]): CheckpointValue {
  const ranges = packed as readonly unknown[] as readonly PackedCounts[];
  const sums = new Float64Array(ranges[0]!.sums.length);
  const counts: Record<string, number> = {};
  for (const range of ranges) {
    for (let i = 0; i < sums.length; i++) sums[i]! += range.sums[i]!;
    for (const name in range.counts) counts[name] = (counts[name] ?? 0) + range.counts[name]!;
  }
  return { sums, counts, faultyTerm: ranges.find(({ faultyTerm }) => faultyTerm !== null)?.faultyTerm ?? null };
}

/** Facts of packed counts. */
export function factsOfCounts(packed: CheckpointValue): readonly SamplingFact[] {
  const counts = new StepCounts();
  counts.restore(packed);
  return counts.facts();
}

/** Counts in an order that does not depend on which came first: the known ones as they are listed, then by name. */
function inOrder(counts: Readonly<Record<string, number>>): readonly (readonly [string, number])[] {
  const known = Object.keys(knownCounts);
  const place = (name: string): number => (Object.hasOwn(knownCounts, name) ? known.indexOf(name) : known.length);
  return Object.entries(counts).sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1));
}

/** Of all steps after the warm-up so many may diverge, which moves no estimate where chains agree. */
const fewDivergences = 1e-3;

function divergentSteps(value: number, steps: number, advice: string): SamplingFact {
  const name = `divergent transitions of ${steps.toLocaleString('en')} steps`;
  return { name, value, limit: { low: 0, high: Math.floor(fewDivergences * steps), advice }, isTrouble: true };
}

function forbiddenDraws(value: number): SamplingFact {
  const advice = 'some chains had not found an allowed state yet: warm up longer, or start from allowed states';
  return { name: 'draws at forbidden states', value, limit: { low: 0, high: 0, advice } };
}
