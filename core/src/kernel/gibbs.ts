import { type Awaitable, repeatWhile, whenDone } from '../numerics/awaitable.js';
import type { Rng } from '../numerics/rng.js';
import { classedHeatBath } from './classed-heat-bath.js';
import { type ClassedPlan, classedPlan } from './classed-sweep.js';
import { HeatBath } from './heat-bath.js';
import { type ChainState, checkBeta, type Kernel, type StepInfo } from './kernel.js';
import type { KernelTarget } from './kernel-definition.js';
import { finishSweep, startSites } from './site-step.js';
import { type SiteTarget, siteTarget } from './site-target.js';
import { WorkingSites } from './working-sites.js';

/** Which sites a step of {@link gibbsKernel} changes. */
export interface GibbsSettings {
  /** 'random': every chain draws each site anew; 'systematic': from the first site to the last. */
  readonly order: 'random' | 'systematic';
  /** Sites that a step of random order draws; as many as can change when absent. */
  readonly updates?: number | undefined;
}

/**
 * Gibbs sampling by single sites: one site after the other gets a value drawn from its conditional distribution given all others.
 * π is invariant; a step of random order satisfies detailed balance, one of systematic order does not.
 *
 * Row r takes its coins from `rng.split(r)`, where they do not suffice from `.split(0)` below, and its sites from `.split(1)`.
 *
 * @throws {ConfigurationError} See {@link siteTarget}.
 * @remarks O(neighbours) a site. The energy of a state is a sum of changes and gathers rounding errors of about 10⁻¹⁶ × |E| a step.
 * @see Geman & Geman, IEEE Trans. Pattern Anal. Mach. Intell. 6, 721 (1984); Glauber, J. Math. Phys. 4, 294 (1963).
 */
export function gibbsKernel<B>(of: KernelTarget<B>, { order, updates }: GibbsSettings): Kernel<B> {
  const target = siteTarget(of);
  const plan = target.width === 2 ? classedPlan(target.energy, target.freeSites) : undefined;
  const drawCount = order === 'random' ? (updates ?? target.freeSites.length) : target.freeSites.length;
  return {
    init: (batch) => startSites(target, batch),
    step: (rng, state, beta) => {
      checkBeta(beta, state.energy.length);
      const sitesOf = order === 'random' ? randomSites(target, rng, drawCount) : target.freeSites;
      return plan === undefined
        ? drawnSweep(target, sitesOf, drawCount, rng, state, beta)
        : plannedSweep(target, plan, sitesOf, drawCount, rng, state, beta);
    },
  };
}

/** Sites in turn: the same for all chains, or those of each. */
type Sites = Int32Array | ((chain: number) => Int32Array);

function randomSites<B>({ freeSites }: SiteTarget<B>, rng: Rng, count: number): Sites {
  return (chain) => {
    const stream = rng.split(chain).split(1);
    return Int32Array.from({ length: count }, () => freeSites[stream.integer(freeSites.length)]!);
  };
}

function plannedSweep<B>(
  target: SiteTarget<B>,
  plan: ClassedPlan,
  sites: Sites,
  drawCount: number,
  rng: Rng,
  state: ChainState<B>,
  beta: number | Float64Array,
): Awaitable<readonly [ChainState<B>, StepInfo]> {
  const work = new WorkingSites(target.space, state.batch);
  const plansOf = (chain: number) =>
    typeof sites === 'function' ? [{ ...plan, sites: sites(chain), runs: undefined }] : [plan];
  const changes = classedHeatBath(target, rng, beta, work, drawCount, plansOf);
  return finishSweep(target, { before: state, work, changes, drawCount, fault: undefined });
}

function drawnSweep<B>(
  target: SiteTarget<B>,
  sites: Sites,
  drawCount: number,
  rng: Rng,
  state: ChainState<B>,
  beta: number | Float64Array,
): Awaitable<readonly [ChainState<B>, StepInfo]> {
  const work = new WorkingSites(target.space, state.batch);
  const heatBath = new HeatBath(target, rng, beta, state.energy.length, drawCount);
  const drawn =
    typeof sites === 'function'
      ? eachRow(state.energy.length, (chain) => drawInTurn(heatBath, work.row(chain), sites(chain), chain))
      : drawInTurn(heatBath, work, sites, 0);
  return whenDone(drawn, () => {
    const { changes, nonFinite, fault } = heatBath;
    return finishSweep(target, { before: state, work, changes, drawCount, nonFinite, fault });
  });
}

function drawInTurn<B>(
  heatBath: HeatBath<B>,
  work: WorkingSites<B>,
  sites: Int32Array,
  firstRow: number,
): Awaitable<void> {
  let next = 0;
  return repeatWhile(() => {
    if (next === sites.length) return false;
    const draw = next++;
    return whenDone(heatBath.draw(work, sites.subarray(draw, draw + 1), firstRow, draw), () => true);
  });
}

function eachRow(rowCount: number, use: (row: number) => Awaitable<void>): Awaitable<void> {
  let row = 0;
  return repeatWhile(() => (row < rowCount ? whenDone(use(row++), () => true) : false));
}
