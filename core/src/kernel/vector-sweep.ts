import { runSweepBinary } from '../numerics/run-sweep-binary.js';
import { type WasmExports, wasmModule } from '../numerics/web-assembly.js';
import { type ClassedOdds, type ClassedPlan, runWidth, type SweptRow } from './classed-sweep.js';
import type { SiteCoins } from './site-coins.js';

interface RunSweepExports extends WasmExports {
  readonly freeMemory: { readonly value: number };
  /** Runs, how many, values of the row, and its coins: all but the number are addresses. */
  sweep(runs: number, runCount: number, values: number, bytes: number): void;
}

/** Classes that a vector of bytes has room for. */
const mostClasses = 16;
/** Bytes that vectors reach beyond what they are for. */
const spare = 16;
const certainAt = 16;
const sumsAt = 32;

/** The row under way: how its undecided coins are settled. The module calls back from within a sweep, and never else. */
let settleCoin: (member: number) => number = () => 0;

const load = wasmModule<RunSweepExports>(runSweepBinary, { coins: { settle: (member) => settleCoin(member) } });

let loaded: SweepMemory | undefined;

/**
 * The sweeps of a row by the module core/assembly/run-sweep.ts, eight sites side by side: the same values as `classedSweep` gives plan
 * by plan, from the same coins.
 *
 * @returns Change of the row's energy; undefined where it is no work for the module, and nothing was done.
 */
export function vectorSweep(
  plans: readonly ClassedPlan[],
  row: SweptRow,
  odds: ClassedOdds,
  coins: SiteCoins,
): number | undefined {
  if (!(odds.isLinear && odds.gaps.length <= mostClasses && coins.areThrown)) return undefined;
  if (plans.some(({ runs }) => runs === undefined)) return undefined;
  if (loaded === undefined) {
    const module = load();
    if (module === undefined) return undefined;
    loaded = new SweepMemory(module);
  }
  return loaded.sweep(plans, row, odds, coins);
}

/** The module with its memory: runs of plans from the front, the row and its coins behind them. */
class SweepMemory {
  readonly #module: RunSweepExports;
  readonly #bytes: Uint8Array;
  readonly #integers: Int32Array;
  /** Runs that stand in the memory, in order. */
  #held: readonly Int32Array[] = [];

  constructor(module: RunSweepExports) {
    this.#module = module;
    this.#bytes = new Uint8Array(module.memory.buffer);
    this.#integers = new Int32Array(module.memory.buffer);
  }

  sweep(
    plans: readonly ClassedPlan[],
    { values, start, siteCount, chain, byte }: SweptRow,
    odds: ClassedOdds,
    coins: SiteCoins,
  ): number | undefined {
    const valuesAt = this.#holdRuns(plans);
    const drawCount = plans.reduce((sum, { sites }) => sum + sites.length, 0);
    const bytesAt = valuesAt + siteCount + spare;
    if (bytesAt + drawCount + spare > this.#bytes.length) return undefined;
    this.#bytes.set(values.subarray(start, start + siteCount), valuesAt);
    this.#bytes.set(coins.bytes.subarray(byte, byte + drawCount), bytesAt);
    this.#bytes.set(odds.thresholds);
    this.#bytes.set(odds.certain, certainAt);
    settleCoin = (member) => coins.settle(chain, odds.rests[member]!);
    let ups = 0;
    let memberSum = 0;
    let runsAt = this.#module.freeMemory.value;
    let coinsAt = bytesAt;
    for (const { runs, sites } of plans) {
      const count = runs!.length;
      this.#module.sweep(runsAt, count / runWidth, valuesAt, coinsAt);
      ups += this.#integers[sumsAt / 4]!;
      memberSum += this.#integers[sumsAt / 4 + 1]!;
      runsAt += 4 * count;
      coinsAt += sites.length;
    }
    values.set(this.#bytes.subarray(valuesAt, valuesAt + siteCount), start);
    return ups * odds.gaps[0]! + memberSum * (odds.gaps[1]! - odds.gaps[0]!);
  }

  /** Puts the runs of the plans into the memory, where they are not there yet. @returns The address behind them. */
  #holdRuns(plans: readonly ClassedPlan[]): number {
    const first = this.#module.freeMemory.value;
    let at = first;
    for (const { runs } of plans) at += 4 * runs!.length;
    const isHeld = plans.length === this.#held.length && plans.every(({ runs }, i) => runs === this.#held[i]);
    if (isHeld || at > this.#bytes.length) return at;
    let integer = first / 4;
    for (const { runs } of plans) {
      this.#integers.set(runs!, integer);
      integer += runs!.length;
    }
    this.#held = plans.map(({ runs }) => runs!);
    return at;
  }
}
