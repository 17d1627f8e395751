import { type Awaitable, repeatWhile, whenDone } from '../numerics/awaitable.js';
import { shuffle } from '../numerics/permutation.js';
import type { Rng } from '../numerics/rng.js';
import { classedHeatBath } from './classed-heat-bath.js';
import { type ClassedPlan, classedPlan } from './classed-sweep.js';
import { HeatBath } from './heat-bath.js';
import { type ChainState, checkBeta, type Kernel, type StepInfo } from './kernel.js';
import type { KernelTarget } from './kernel-definition.js';
import { colourClasses } from './site-colouring.js';
import { finishSweep, startSites } from './site-step.js';
import { type SiteTarget, siteTarget } from './site-target.js';
import { WorkingSites } from './working-sites.js';

/** In which order a sweep takes the colours: always the same, or a new one for every chain and step. */
export type ColourOrder = 'sequential' | 'random';

/**
 * Blocked Gibbs: all sites of one colour get new values at once, given the others, and a step goes through all colours. π is
 * invariant under every block, and so under the step; the step in one fixed order does not satisfy detailed balance, in random
 * order it does.
 *
 * Row r takes its coins from `rng.split(r)`, where they do not suffice from `.split(0)` below, and its order from `.split(1)`.
 *
 * @throws {ConfigurationError} See {@link siteTarget}.
 * @remarks O(neighbours) a site. The energy of a state is a sum of changes and gathers rounding errors of about 10⁻¹⁶ × |E| a step.
 * @see Geman & Geman, IEEE Trans. Pattern Anal. Mach. Intell. 6, 721 (1984); Jensen, Kjærulff & Kong, Int. J. Hum. Comput. Stud. 42,
 *   647 (1995).
 */
export function blockedGibbsKernel<B>(of: KernelTarget<B>, order: ColourOrder = 'sequential'): Kernel<B> {
  const target = siteTarget(of);
  const blocks = blocksOf(target);
  const sweep = blocks[0]?.plan === undefined ? drawnSweep : plannedSweep;
  return {
    init: (batch) => startSites(target, batch),
    step: (rng, state, beta) => {
      checkBeta(beta, state.energy.length);
      return sweep(target, order === 'random' ? shuffledBlocks(blocks, rng) : blocks, rng, state, beta);
    },
  };
}

/** Sites of one colour. */
interface Block {
  readonly sites: Int32Array;
  readonly plan: ClassedPlan | undefined;
}

/** Blocks in the same order for all chains, or in the order of each. */
type Blocks = readonly Block[] | ((chain: number) => readonly Block[]);

function blocksOf<B>({ energy, freeSites, width }: SiteTarget<B>): readonly Block[] {
  const isTwoValued = width === 2;
  return colourClasses(freeSites, energy.siteGraph).map((sites) => ({
    sites,
    plan: isTwoValued ? classedPlan(energy, sites) : undefined,
  }));
}

function shuffledBlocks(blocks: readonly Block[], rng: Rng): Blocks {
  return (chain) => {
    const order = Int32Array.from(blocks.keys());
    shuffle(rng.split(chain).split(1), order);
    return Array.from(order, (block) => blocks[block]!);
  };
}

type Sweep = <B>(
  target: SiteTarget<B>,
  blocks: Blocks,
  rng: Rng,
  state: ChainState<B>,
  beta: number | Float64Array,
) => Awaitable<readonly [ChainState<B>, StepInfo]>;

const plannedSweep: Sweep = (target, blocks, rng, state, beta) => {
  const work = new WorkingSites(target.space, state.batch);
  const drawCount = target.freeSites.length;
  const plansOf = (chain: number) => (typeof blocks === 'function' ? blocks(chain) : blocks).map(({ plan }) => plan!);
  const changes = classedHeatBath(target, rng, beta, work, drawCount, plansOf);
  return finishSweep(target, { before: state, work, changes, drawCount, fault: undefined });
};

const drawnSweep: Sweep = (target, blocks, rng, state, beta) => {
  const work = new WorkingSites(target.space, state.batch);
  const chainCount = state.energy.length;
  const drawCount = target.freeSites.length;
  const heatBath = new HeatBath(target, rng, beta, chainCount, drawCount);
  const drawn =
    typeof blocks === 'function'
      ? eachRow(chainCount, (chain) => drawBlocks(heatBath, work.row(chain), blocks(chain), chain))
      : drawBlocks(heatBath, work, blocks, 0);
  return whenDone(drawn, () => {
    const { changes, nonFinite, fault } = heatBath;
    return finishSweep(target, { before: state, work, changes, drawCount, nonFinite, fault });
  });
};

function drawBlocks<B>(
  heatBath: HeatBath<B>,
  work: WorkingSites<B>,
  blocks: readonly Block[],
  firstRow: number,
): Awaitable<void> {
  let next = 0;
  let drawn = 0;
  return repeatWhile(() => {
    const block = blocks[next++];
    if (block === undefined) return false;
    const first = drawn;
    drawn += block.sites.length;
    return whenDone(heatBath.draw(work, block.sites, firstRow, first), () => true);
  });
}

function eachRow(rowCount: number, use: (row: number) => Awaitable<void>): Awaitable<void> {
  let row = 0;
  return repeatWhile(() => (row < rowCount ? whenDone(use(row++), () => true) : false));
}
