import { all } from '../energy/all.js';
import type { Energy } from '../energy/energy.js';
import { checkedEnergy } from '../energy/weighted-term.js';
import { ChainStreams } from '../kernel/chain-streams.js';
import type { ChainArrays, ChainState, Kernel, TunableKernel } from '../kernel/kernel.js';
import type { KernelMaker } from '../kernel/kernel-definition.js';
import type { Rng } from '../numerics/rng.js';
import type { StateSpace } from '../state/state-space.js';
import type { ReferenceDistribution } from './reference-distribution.js';

/** What a path runs between, and how chains move on it. */
export interface PathSettings<B> {
  readonly space: StateSpace<B>;
  readonly energy: Energy<B>;
  readonly beta: number;
  readonly reference: ReferenceDistribution<B>;
  readonly maker: KernelMaker;
}

/** Chains that tune a kernel; with more on the path, several share a chain's parameters. */
const mostTuningChains = 64;

/** Kernel steps by which a kernel with parameters tunes itself at one place of the path. */
const tuningSteps = 100;

/** Places of the path at which kernels are tuned: the last at the target. */
const tuningPlaces = 8;

/**
 * Places 0 … 1, closer together near the reference, where the energies of rare states change fastest.
 *
 * @param power - Of the equal steps of [0, 1] that they are.
 * @returns [count + 1]
 */
export function placesOf(count: number, power = 2): Float64Array {
  return Float64Array.from({ length: count + 1 }, (_, k) => (k / count) ** power);
}

/** What tuning found at a place of the path, for the chains that tuned. */
export interface TunedPlace {
  readonly place: number;
  readonly values: ChainArrays;
}

/** Chains at a place of the path, and what it cost to put them there. */
export interface PathStart<B> {
  readonly kernel: Kernel<B>;
  readonly state: ChainState<B>;
  /** Energy evaluations, one per state. */
  readonly evaluations: number;
}

/** How far the tuning before a path is. */
export interface PathPreparation {
  /** Kernel steps of the tuning chains. */
  readonly done: number;
  readonly total: number;
  /** Energy evaluations so far, one per state. */
  readonly evaluations: number;
}

/**
 * The geometric path p_t ∝ e^(−U_t), U_t = (1 − t) E₀ + t β E, from a reference (t = 0) to the target (t = 1), with a kernel for
 * every place. Kernels with parameters are tuned beforehand on chains of their own, so that on the path itself they are fixed.
 */
export class AnnealingPath<B> {
  readonly #settings: PathSettings<B>;
  /** What the kernel was tuned to; none where it has nothing to tune. */
  readonly tuned: readonly TunedPlace[];
  /** Energy evaluations of the tuning. */
  readonly evaluations: number;

  /** A path whose kernel was tuned before. @param tuned - As another path of the same settings has them. */
  constructor(settings: PathSettings<B>, tuned: readonly TunedPlace[], evaluations = 0) {
    this.#settings = settings;
    this.tuned = tuned;
    this.evaluations = evaluations;
  }

  /**
   * Tunes the kernel at some places. Whoever pulls may stop in between: there is no path then.
   *
   * @param rng - The tuning chains' own stream.
   * @param chainCount - Chains that will run on the path at once; no more than 64 of them tune.
   */
  static async *prepare<B>(
    settings: PathSettings<B>,
    rng: Rng,
    chainCount: number,
  ): AsyncGenerator<PathPreparation, AnnealingPath<B>> {
    if (tunableAt(settings, 1).tune === undefined) return new AnnealingPath(settings, []);
    const tuned: TunedPlace[] = [];
    const count = Math.min(chainCount, mostTuningChains);
    let batch: B = await settings.reference.draw(rng.split(0), count);
    let evaluations = 0;
    for (let i = 1; i <= tuningPlaces; i++) {
      const place = i / tuningPlaces;
      const tuning = tune(tunableAt(settings, place), batch, rng.split(i));
      for (;;) {
        const next = await tuning.next();
        if (next.done === true) {
          tuned.push({ place, values: next.value.parameters });
          batch = next.value.batch;
          break;
        }
        evaluations += next.value.evaluations;
        const done = (i - 1) * tuningSteps + next.value.step;
        yield { done, total: tuningPlaces * tuningSteps, evaluations };
      }
    }
    return new AnnealingPath(settings, tuned, evaluations);
  }

  /** The kernel whose invariant distribution, at β = 1, is that of place t, and the chains in its form. */
  async startAt(place: number, rng: Rng, batch: B): Promise<PathStart<B>> {
    const tunable = tunableAt(this.#settings, place);
    const chainCount = this.#settings.space.size(batch);
    const tuned = this.#parametersNear(place, chainCount);
    const state = await tunable.at(tuned ?? {}).init(batch);
    if (tuned !== undefined) return { kernel: tunable.at(tuned), state, evaluations: chainCount };
    const { parameters, evaluations } = await tunable.initialParameters(rng, state, 1);
    return { kernel: tunable.at(parameters), state, evaluations: chainCount + evaluations };
  }

  /**
   * As {@link startAt}, but where the kernel has parameters copies of these very chains tune it first, by a hundred steps at this
   * place. The chains themselves stay where they are: had they tuned, they would have left the tails that they stood in by steps of
   * all sizes, and would not come back there by the one that is kept.
   */
  async tunedAt(place: number, rng: Rng, batch: B): Promise<PathStart<B>> {
    const tunable = tunableAt(this.#settings, place);
    if (tunable.tune === undefined) return this.startAt(place, rng, batch);
    const tuning = tune(tunable, batch, rng);
    let evaluations = this.#settings.space.size(batch);
    for (;;) {
      const next = await tuning.next();
      if (next.done !== true) {
        evaluations += next.value.evaluations;
        continue;
      }
      const kernel = tunable.at(next.value.parameters);
      return { kernel, state: await kernel.init(batch), evaluations };
    }
  }

  #parametersNear(place: number, chainCount: number): ChainArrays | undefined {
    const nearest = this.tuned.reduce<TunedPlace | undefined>(
      (best, entry) =>
        best === undefined || Math.abs(entry.place - place) < Math.abs(best.place - place) ? entry : best,
      undefined,
    );
    return nearest && repeated(nearest.values, Math.min(chainCount, mostTuningChains), chainCount);
  }

  /** dU_t/dt = β E − E₀ of each state: what the path's work and its thermodynamic integral are made of. */
  async slope(batch: B): Promise<Float64Array> {
    const { energy, reference, beta } = this.#settings;
    const target = checkedEnergy('energy', await energy.evaluate(batch));
    const base = await reference.energy?.evaluate(batch);
    return target.map((value, row) => beta * value - (base?.[row] ?? 0));
  }
}

/** A kernel for U_t: the reference and the target, each with its share. */
function tunableAt<B>({ space, energy, beta, reference, maker }: PathSettings<B>, place: number): TunableKernel<B> {
  const terms = [{ name: 'energy', energy, weight: place * beta }];
  if (reference.energy !== undefined && place < 1) {
    terms.push({ name: 'reference', energy: reference.energy, weight: 1 - place });
  }
  return maker({ space, energy: all(terms, { space }) });
}

async function* tune<B>(
  tunable: TunableKernel<B>,
  batch: B,
  rng: Rng,
): AsyncGenerator<
  { readonly step: number; readonly evaluations: number },
  { readonly parameters: ChainArrays; readonly batch: B }
> {
  const first = await tunable.at({}).init(batch);
  const initial = await tunable.initialParameters(rng.split(0xffff_ffff), first, 1);
  let { parameters } = initial;
  let state: ChainState<B> = await tunable.at(parameters).init(batch);
  let starting = 2 * first.energy.length + initial.evaluations;
  const streams = new ChainStreams(rng, first.energy.length);
  for (let step = 1; step <= tuningSteps; step++) {
    const [next, info] = await tunable.at(parameters).step(streams.at(step), state, 1);
    state = next;
    parameters = tunable.tune?.(parameters, { step, stepCount: tuningSteps, state, info }) ?? parameters;
    yield { step, evaluations: starting + info.evaluations };
    starting = 0;
  }
  return { parameters, batch: state.batch };
}

/** Parameters of some chains for more of them: chain r has those of chain r mod `count`. */
function repeated(parameters: ChainArrays, count: number, chainCount: number): ChainArrays {
  if (count === chainCount) return parameters;
  return Object.fromEntries(
    Object.entries(parameters).map(([name, values]) => {
      const width = values.length / count;
      const all = new Float64Array(chainCount * width);
      for (let at = 0; at < all.length; at++) all[at] = values[at % values.length]!;
      return [name, all];
    }),
  );
}
