import type { KernelMaker } from '../kernel/kernel-definition.js';
import { referenceDistribution } from '../path/reference-distribution.js';
import { checkKernel } from '../sampler/chains.js';
import { boundedReference } from './infinite-temperature.js';
import type { PartitionTarget } from './partition-definition.js';

/**
 * Makes what an estimator along a path from a known distribution begins with.
 *
 * @throws {ConfigurationError} There is no such distribution in the space, or the kernel finds not what it needs.
 * @remarks Evaluates nothing.
 */
export function checkPathTarget<B>(
  target: PartitionTarget<B>,
  { kernel, deviation }: { readonly kernel: KernelMaker; readonly deviation: number },
): void {
  if (target.beta === 0) {
    boundedReference(target);
    return;
  }
  referenceDistribution(target.space, target.energy, deviation);
  checkKernel<B>(kernel, target);
}
