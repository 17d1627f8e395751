import { mean, standardDeviation } from '../numerics/statistics.js';
import type { QuantityDiagnostics } from './certificate.js';
import { pooledDraws } from './chain-statistics.js';
import {
  autocorrelationTime,
  bulkSampleSize,
  monteCarloStandardError,
  tailSampleSize,
} from './effective-sample-size.js';
import { isConstant, isUsable, rankNormalisedRHat } from './r-hat.js';

/** A quantity with its draws, chain by chain, equally many. */
export interface ChainedQuantity {
  readonly quantity: string;
  readonly chains: readonly Float64Array[];
}

/** Everything the certificate tells of one quantity. */
export function diagnoseQuantity({ quantity, chains }: ChainedQuantity): QuantityDiagnostics {
  if (isUsable(chains) && isConstant(chains)) return constantQuantity(quantity, chains[0]![0]!);
  const draws = pooledDraws(chains);
  return {
    quantity,
    mean: mean(draws),
    deviation: standardDeviation(draws),
    standardError: monteCarloStandardError(chains),
    bulkSampleSize: bulkSampleSize(chains),
    tailSampleSize: tailSampleSize(chains),
    rHat: rankNormalisedRHat(chains),
    autocorrelationTime: autocorrelationTime(chains),
  };
}

/** Whether the quantity had one value in all draws of all chains: nothing then tells how well it is known. */
export function neverChanged({ mean: value, deviation }: QuantityDiagnostics): boolean {
  return deviation === 0 && Number.isFinite(value);
}

function constantQuantity(quantity: string, value: number): QuantityDiagnostics {
  return {
    quantity,
    mean: value,
    deviation: 0,
    standardError: Number.NaN,
    bulkSampleSize: Number.NaN,
    tailSampleSize: Number.NaN,
    rHat: Number.NaN,
    autocorrelationTime: Number.NaN,
  };
}
