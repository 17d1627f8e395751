import type { Kernel, TunableKernel } from './kernel.js';

/** One step size for all chains, or one for each. */
export type StepSize = number | Float64Array;

/** @throws {RangeError} A step size is not finite and > 0. */
export function checkStepSize(stepSize: StepSize): void {
  const wrong = (typeof stepSize === 'number' ? [stepSize] : stepSize).find((size) => !(size > 0 && size < Infinity));
  if (wrong !== undefined) throw new RangeError(`step size is ${wrong}; it must be finite and > 0`);
}

/** Step size of a chain. */
export function stepSizeOf(stepSize: StepSize, chain: number): number {
  return typeof stepSize === 'number' ? stepSize : stepSize[chain]!;
}

/** A kernel whose step size is given and stays: its parameters only say it. */
export function steadyKernel<B>(stepSize: number, at: (stepSize: StepSize) => Kernel<B>): TunableKernel<B> {
  const kernel = at(stepSize);
  return {
    at: () => kernel,
    initialParameters: (_, { energy }) => ({
      parameters: { stepSize: new Float64Array(energy.length).fill(stepSize) },
      evaluations: 0,
    }),
  };
}
