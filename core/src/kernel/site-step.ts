import { checkedEnergy } from '../energy/weighted-term.js';
import type { NonFiniteEnergyError } from '../errors/design-error.js';
import { type Awaitable, whenDone } from '../numerics/awaitable.js';
import type { ChainState, StepInfo } from './kernel.js';
import type { SiteTarget } from './site-target.js';
import type { WorkingSites } from './working-sites.js';

/** The state of chains that start at `batch`. @throws {NonFiniteEnergyError} An energy is NaN or −Infinity. */
export function startSites<B>({ energy }: SiteTarget<B>, batch: B): Awaitable<ChainState<B>> {
  return whenDone(energy.evaluate(batch), (values) => ({ batch, energy: checkedEnergy('energy', values).slice() }));
}

/** What a sweep without a test of acceptance has done. */
export interface FinishedSweep<B> {
  readonly before: ChainState<B>;
  readonly work: WorkingSites<B>;
  /** Of every chain's energy; means nothing for chains that began at a forbidden state. */
  readonly changes: Float64Array;
  /** Sites that every chain has drawn. */
  readonly drawCount: number;
  /** Values without an energy that every chain has seen; absent where there can be none. */
  readonly nonFinite?: Float64Array;
  readonly fault: NonFiniteEnergyError | undefined;
}

/** State and account after a sweep; a chain has moved where a site has another value than before. */
export function finishSweep<B>(
  target: SiteTarget<B>,
  { before, work, changes, drawCount, nonFinite = changes.map(() => 0), fault }: FinishedSweep<B>,
): Awaitable<readonly [ChainState<B>, StepInfo]> {
  const { batch } = work;
  const accepted = movedRows(target.space.sites(before.batch), work);
  const evaluations = changes.length * drawCount;
  const counts = { nonFinite: nonFinite.reduce((sum, count) => sum + count, 0) };
  const info: StepInfo = { accepted, acceptance: 'none', evaluations, counts, countsByChain: { nonFinite }, fault };
  return whenDone(energiesAfter(target, before.energy, changes, batch), (energy) => [{ batch, energy }, info]);
}

/** Energies by their changes where these are known; states that chains reached from forbidden ones are evaluated. */
export function energiesAfter<B>(
  { energy }: SiteTarget<B>,
  before: Float64Array,
  changes: Float64Array,
  batch: B,
): Awaitable<Float64Array> {
  const after = before.map((value, row) => value + changes[row]!);
  if (!before.includes(Number.POSITIVE_INFINITY)) return after;
  return whenDone(energy.evaluate(batch), (values) => {
    checkedEnergy('energy', values);
    return after.map((value, row) => (before[row] === Number.POSITIVE_INFINITY ? values[row]! : value));
  });
}

function movedRows<B>(before: Uint8Array, { values, siteCount }: WorkingSites<B>): Uint8Array {
  const moved = new Uint8Array(values.length / siteCount);
  for (let row = 0, start = 0; row < moved.length; row++, start += siteCount) {
    for (let i = start; i < start + siteCount; i++) {
      if (values[i] === before[i]) continue;
      moved[row] = 1;
      break;
    }
  }
  return moved;
}
