import { mean, standardDeviation } from '../numerics/statistics.js';
import type { QuantityDiagnostics } from './certificate.js';
import { pooledDraws } from './chain-statistics.js';
import {
  autocorrelationTime,
  bulkSampleSize,
  monteCarloStandardError,
  tailSampleSize,
} from './effective-sample-size.js';
import { rankNormalisedRHat } from './r-hat.js';

/** A quantity with its draws, chain by chain, equally many. */
export interface ChainedQuantity {
  readonly quantity: string;
  readonly chains: readonly Float64Array[];
}

/** Everything the certificate tells of one quantity. */
export function diagnoseQuantity({ quantity, chains }: ChainedQuantity): QuantityDiagnostics {
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
