import { whenDone } from '../numerics/awaitable.js';
import { GradientTarget } from './gradient-target.js';
import { initialStepSizes } from './initial-step-size.js';
import type { ChainArrays, Kernel, TunableKernel, WarmUpStep } from './kernel.js';
import type { KernelTarget } from './kernel-definition.js';
import { addToMoments, noMoments, scalesOf, stepSizeChange, type WindowMoments } from './mass-adaptation.js';
import { type Metric, type MetricKind, unitMetric } from './metric.js';
import type { StepSize } from './step-size.js';
import { beginDualAveraging, dualAveraging, settledStepSize } from './step-size-adaptation.js';
import { warmUpWindows } from './warm-up-windows.js';

/** How a gradient kernel comes to its step size and scales. */
export interface Tuning {
  /** To begin from, or to stay at; undefined where it is to be found. */
  readonly stepSize: number | undefined;
  /** Whether the warm-up changes anything. */
  readonly adapt: boolean;
  readonly targetAcceptance: number;
  readonly metric: MetricKind;
  /** The kernel's step size from the time of a leapfrog; the time itself when absent. */
  readonly fromLeapfrog?: (time: number) => number;
}

/**
 * A kernel that tunes the step size of every chain by dual averaging, and its scales in windows after each of which the step
 * size is tuned anew. All that tuning knows stands in the parameters: `stepSize` [chains], `scale` of the metric, and, until
 * the warm-up ends, the averages and moments.
 *
 * @param make - The kernel with given parameters.
 * @throws {ConfigurationError} The space has no coordinates, or the energy no gradient.
 */
export function tunedKernel<B>(
  target: KernelTarget<B>,
  tuning: Tuning,
  make: (stepSize: StepSize, metric: Metric) => Kernel<B>,
): TunableKernel<B> {
  const gradientTarget = new GradientTarget(target);
  const { fromLeapfrog = (time) => time } = tuning;
  const untuned: TunableKernel<B> = {
    at: ({ stepSize = tuning.stepSize ?? 1, scale }) => make(stepSize, metricOf(tuning.metric, scale, stepSize)),
    initialParameters: (rng, state, beta) => {
      const begin = (stepSize: Float64Array, share = 1): ChainArrays => {
        const first = { stepSize: stepSize.map((size) => share * size) };
        return tuning.adapt ? { ...first, averages: beginDualAveraging(stepSize) } : first;
      };
      if (tuning.stepSize !== undefined) {
        return { parameters: begin(state.energy.map(() => tuning.stepSize!)), evaluations: 0 };
      }
      return whenDone(initialStepSizes(gradientTarget, rng, state, beta), ({ stepSizes, evaluations }) => ({
        parameters: begin(stepSizes.map(fromLeapfrog), searchedShare),
        evaluations,
      }));
    },
  };
  if (!tuning.adapt) return untuned;
  return { ...untuned, tune: (parameters, step) => tune(gradientTarget, tuning, parameters, step) };
}

/** Of a step size that was searched for and hardly tried: so much of it is safe for a trajectory of many steps. */
const searchedShare = 0.25;

function metricOf(kind: MetricKind, scale: Float64Array | undefined, stepSize: StepSize): Metric {
  if (scale === undefined || typeof stepSize === 'number') return unitMetric;
  return { kind, scale, stride: scale.length / stepSize.length };
}

function tune<B>(
  { space, dimension }: GradientTarget<B>,
  tuning: Tuning,
  parameters: ChainArrays,
  { step, stepCount, state, info }: WarmUpStep<B>,
): ChainArrays {
  const { metric, targetAcceptance } = tuning;
  const learned = dualAveraging(parameters.averages!, info.acceptanceProbability!, targetAcceptance);
  const windows = warmUpWindows(stepCount);
  const isEnd = step === stepCount;
  const { scale } = parameters;
  const scales = scale === undefined ? {} : { scale };
  // The size that was searched for stands where one leapfrog begins to fail; one that a window ended with, or was given, does not.
  const isSearched = scale === undefined && tuning.stepSize === undefined;
  const settled = () => settledStepSize(learned.averages, isSearched ? searchedShare : 1);
  if (isEnd) return { stepSize: settled(), ...scales };
  const lastWindowEnd = windows.ends.at(-1) ?? 0;
  const sized = { ...scales, stepSize: learned.stepSize, averages: learned.averages };
  if (metric === 'unit' || step <= windows.begin || step > lastWindowEnd) return sized;
  const moments = addToMoments(momentsOf(parameters, dimension, metric), space.coordinates(state.batch), metric);
  if (!windows.ends.includes(step)) return { ...sized, ...moments };
  const chainCount = learned.stepSize.length;
  const wider = scalesOf(moments, metric);
  const change = stepSizeChange(scale, wider, chainCount, dimension);
  const stepSize = settled().map((size, chain) => size * change[chain]!);
  return { stepSize, averages: beginDualAveraging(stepSize), scale: wider };
}

/** The moments of the window so far; none at its beginning. */
function momentsOf(
  { stepSize, count, mean, squares }: ChainArrays,
  dimension: number,
  kind: 'diagonal' | 'dense',
): WindowMoments {
  return count && mean && squares ? { count, mean, squares } : noMoments(stepSize!.length, dimension, kind);
}
