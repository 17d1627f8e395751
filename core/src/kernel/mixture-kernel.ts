import { checkedEnergy } from '../energy/weighted-term.js';
import { ConfigurationError } from '../errors/design-error.js';
import { type Awaitable, repeatWhile, whenAll, whenDone } from '../numerics/awaitable.js';
import type { Rng } from '../numerics/rng.js';
import { chooseWeighted } from '../numerics/weighted-choice.js';
import { variableCount } from '../state/held-variables.js';
import type { StateSpace } from '../state/state-space.js';
import { heldEnergy } from './held-energy.js';
import {
  acceptanceOf,
  type ChainArrays,
  type ChainState,
  checkBeta,
  type StepInfo,
  type TunableKernel,
  type WarmUpStep,
} from './kernel.js';
import type { KernelTarget } from './kernel-definition.js';
import { rowStreams } from './row-streams.js';
import { takeArrays, takeStates } from './take-states.js';

/** A kernel of a mixture. */
export interface MixedKernel<B> {
  readonly make: (target: KernelTarget<B>) => TunableKernel<B>;
  /** Coordinates or sites that it may change, ascending; all when absent. */
  readonly variables?: Int32Array | undefined;
  /** How often it is chosen in random order, beside the others; 1 when absent. */
  readonly weight?: number | undefined;
}

/** 'cyclic': a step is one of every kernel in turn. 'random': a step is one kernel, chosen for every chain by the weights. */
export type MixtureOrder = 'cyclic' | 'random';

/**
 * Several kernels for one target, each for some of its variables: the others stay where they are, so that a kernel that keeps the
 * conditional distribution of its variables keeps π. Detailed balance of the kernels is kept in random order only.
 *
 * Kernel k draws from `rng.split(r).split(k)`, the choice of random order from `rng.split(r).split(count)`. Momenta are kept from
 * step to step, whatever else a kernel keeps of a state is computed again.
 *
 * @throws {ConfigurationError} There are no kernels, or one tunes itself in random order; whatever a kernel throws.
 * @see Tierney, Ann. Stat. 22, 1701 (1994), on mixtures and cycles.
 */
export function mixtureKernel<B>(
  target: KernelTarget<B>,
  parts: readonly MixedKernel<B>[],
  order: MixtureOrder,
): TunableKernel<B> {
  if (parts.length === 0) throw refusal('a mixture has one kernel or more');
  const kernels = parts.map(({ make, variables }) => make(restricted(target, variables)));
  const weights = Float64Array.from(parts, ({ weight = 1 }) => weight);
  const mixture: TunableKernel<B> = {
    at: (parameters) => ({
      init: (batch) =>
        whenDone(target.energy.evaluate(batch), (energy) => ({
          batch,
          energy: checkedEnergy('energy', energy).slice(),
        })),
      step: (rng, state, beta) => {
        checkBeta(beta, state.energy.length);
        const step: MixtureStep<B> = { kernels, parameters, rng, state, beta };
        return order === 'cyclic' ? stepInTurn(step) : stepByChance(target.space, weights, step);
      },
    }),
    initialParameters: (rng, state, beta) =>
      whenAll(
        kernels.map((kernel, k) => kernel.initialParameters(streamsOf(rng, k), state, beta)),
        (found) => ({
          parameters: Object.assign({}, ...found.map(({ parameters }, k) => prefixed(parameters, k))) as ChainArrays,
          evaluations: found.reduce((sum, { evaluations }) => sum + evaluations, 0),
        }),
      ),
  };
  if (kernels.every(({ tune }) => tune === undefined)) return mixture;
  if (order === 'cyclic') return { ...mixture, tune: (parameters, step) => tuneAll(kernels, parameters, step) };
  throw refusal('kernels that are chosen at random cannot tune themselves: give their step sizes, or use cyclic order');
}

interface MixtureStep<B> {
  readonly kernels: readonly TunableKernel<B>[];
  readonly parameters: ChainArrays;
  readonly rng: Rng;
  readonly state: ChainState<B>;
  readonly beta: number | Float64Array;
}

/** What a step says beside what all say: how each kernel fared, for tuning. */
interface MixtureInfo<B> extends StepInfo {
  readonly parts: readonly { readonly state: ChainState<B>; readonly info: StepInfo }[];
}

function restricted<B>(target: KernelTarget<B>, variables: Int32Array | undefined): KernelTarget<B> {
  if (variables === undefined) return target;
  const own = new Set(variables);
  const all = Int32Array.from({ length: variableCount(target.space) }, (_, index) => index);
  return {
    ...target,
    energy: heldEnergy(
      target.energy,
      all.filter((index) => !own.has(index)),
    ),
  };
}

function stepInTurn<B>({
  kernels,
  parameters,
  rng,
  state,
  beta,
}: MixtureStep<B>): Awaitable<readonly [ChainState<B>, StepInfo]> {
  const parts: { state: ChainState<B>; info: StepInfo }[] = [];
  let present = state;
  const next = (): Awaitable<boolean> => {
    const k = parts.length;
    const kernel = kernels[k];
    if (kernel === undefined) return false;
    const stepped = kernel.at(ownArrays(parameters, k)).step(streamsOf(rng, k), seenBy(present, k), beta);
    return whenDone(stepped, ([reached, info]) => {
      parts.push({ state: reached, info });
      present = keptOf(present, reached, k);
      return true;
    });
  };
  return whenDone(repeatWhile(next), () => {
    const info: MixtureInfo<B> = {
      ...joined(
        parts.map((part) => part.info),
        state.energy.length,
      ),
      parts,
    };
    return [present, info];
  });
}

/** One kernel for every chain: chains that chose the same one step together. */
function stepByChance<B>(
  space: StateSpace<B>,
  weights: Float64Array,
  { kernels, parameters, rng, state, beta }: MixtureStep<B>,
): Awaitable<readonly [ChainState<B>, StepInfo]> {
  const chainCount = state.energy.length;
  const chosen = Array.from(state.energy, (_, row) => chooseWeighted(rng.split(row).split(kernels.length), weights));
  const groups = kernels.map((kernel, k) => ({
    kernel,
    k,
    rows: Int32Array.from(chosen.keys()).filter((row) => chosen[row] === k),
  }));
  const stepped = groups
    .filter(({ rows }) => rows.length > 0)
    .map(({ kernel, k, rows }) => {
      const own = takeArrays(ownArrays(parameters, k), chainCount, rows);
      const streams = rowStreams(rng, (row) => rng.split(rows[row]!).split(k));
      const betas = typeof beta === 'number' ? beta : Float64Array.from(rows, (row) => beta[row]!);
      const from = takeStates(space, { batch: state.batch, energy: state.energy }, rows);
      return whenDone(kernel.at(own).step(streams, from, betas), ([reached, info]) => ({ rows, reached, info }));
    });
  return whenAll(stepped, (moved): readonly [ChainState<B>, StepInfo] => {
    const order = moved.flatMap(({ rows }) => [...rows]);
    const place = new Int32Array(chainCount);
    for (const [i, row] of order.entries()) place[row] = i;
    const energies = moved.flatMap(({ reached }) => [...reached.energy]);
    const batch = space.take(space.concat(moved.map(({ reached }) => reached.batch)), place);
    const accepted = new Uint8Array(chainCount);
    const acceptance = new Float64Array(chainCount);
    for (const { rows, info } of moved) {
      for (let i = 0; i < rows.length; i++) {
        accepted[rows[i]!] = info.accepted[i]!;
        acceptance[rows[i]!] = acceptanceOf(info, i);
      }
    }
    const energy = Float64Array.from(place, (i) => energies[i]!);
    const { evaluations, counts, fault } = joined(
      moved.map(({ info }) => info),
      0,
    );
    const countsByChain = countsOfRows(moved, chainCount);
    return [
      { batch, energy },
      { accepted, acceptance, evaluations, counts: counts ?? {}, countsByChain, fault },
    ];
  });
}

/** Counts of single chains, of those that every kernel that counts them knows so. */
function countsOfRows(
  parts: readonly { readonly rows: Int32Array; readonly info: StepInfo }[],
  chainCount: number,
): ChainArrays {
  const counts: Record<string, Float64Array> = {};
  const unknown = parts.flatMap(({ info }) =>
    Object.keys(info.counts ?? {}).filter((name) => info.countsByChain?.[name] === undefined),
  );
  for (const { rows, info } of parts) {
    for (const [name, values] of Object.entries(info.countsByChain ?? {})) {
      if (unknown.includes(name)) continue;
      counts[name] ??= new Float64Array(chainCount);
      for (const [i, row] of rows.entries()) counts[name][row]! += values[i]!;
    }
  }
  return counts;
}

/** What the kernels' accounts come to together. */
function joined(infos: readonly StepInfo[], chainCount: number): StepInfo {
  const accepted = new Uint8Array(chainCount);
  const counts: Record<string, number> = {};
  for (const info of infos) {
    for (let row = 0; row < chainCount; row++) accepted[row]! |= info.accepted[row]!;
    for (const [name, count] of Object.entries(info.counts ?? {})) counts[name] = (counts[name] ?? 0) + count;
  }
  const tested = infos.filter((info) => info.acceptance !== 'none');
  const acceptance = Float64Array.from(accepted, (_, row) =>
    tested.length === 0 ? Number.NaN : tested.reduce((sum, info) => sum + acceptanceOf(info, row), 0) / tested.length,
  );
  const evaluations = infos.reduce((sum, info) => sum + info.evaluations, 0);
  const whole = infos.map((info) => ({ rows: Int32Array.from(accepted.keys()), info }));
  const countsByChain = countsOfRows(whole, chainCount);
  const fault = infos.find((info) => info.fault !== undefined)?.fault;
  return { accepted, acceptance, evaluations, counts, countsByChain, fault };
}

function tuneAll<B>(
  kernels: readonly TunableKernel<B>[],
  parameters: ChainArrays,
  { step, stepCount, info }: WarmUpStep<B>,
): ChainArrays {
  // Only the mixture's own steps come here.
  const { parts } = info as MixtureInfo<B>;
  const tuned = kernels.map((kernel, k) => {
    const own = ownArrays(parameters, k);
    return prefixed(kernel.tune?.(own, { step, stepCount, ...parts[k]! }) ?? own, k);
  });
  return Object.assign({}, ...tuned) as ChainArrays;
}

function streamsOf(rng: Rng, k: number): Rng {
  return rowStreams(rng, (row) => rng.split(row).split(k));
}

/** The state as kernel k may see it: of what was known of it only its own momentum still holds. */
function seenBy<B>({ batch, energy, arrays = {} }: ChainState<B>, k: number): ChainState<B> {
  const { momentum } = ownArrays(arrays, k);
  return momentum === undefined ? { batch, energy } : { batch, energy, arrays: { momentum } };
}

/** The state that kernel k has reached, with the momenta of all. */
function keptOf<B>(before: ChainState<B>, { batch, energy, arrays }: ChainState<B>, k: number): ChainState<B> {
  const momentum = arrays?.momentum;
  const momenta = { ...before.arrays, ...(momentum === undefined ? {} : prefixed({ momentum }, k)) };
  return Object.keys(momenta).length === 0 ? { batch, energy } : { batch, energy, arrays: momenta };
}

function prefixed(arrays: ChainArrays, k: number): ChainArrays {
  return Object.fromEntries(Object.entries(arrays).map(([name, values]) => [`${k}.${name}`, values]));
}

function ownArrays(arrays: ChainArrays, k: number): ChainArrays {
  const prefix = `${k}.`;
  const own = Object.entries(arrays).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, values]) => [name.slice(prefix.length), values]));
}

function refusal(message: string): ConfigurationError {
  return new ConfigurationError([{ path: ['kernels'], message }]);
}
