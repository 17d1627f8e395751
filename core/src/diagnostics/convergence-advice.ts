/** What to do about chains that a certificate does not pass, a text for each kind of check. */
export interface ConvergenceAdvice {
  readonly rHat: string;
  readonly sampleSize: string;
}

/** From this R̂ on chains are not on their way to each other: they sit in different places. */
const farApart = 1.1;

/**
 * Advice that names the options of the sampler that change it. Where R̂ has failed, the effective sample sizes fail of the same cause
 * and have the same advice.
 *
 * @param sampler - Name of its definition; one that is not known here is taken for one of plain chains.
 * @param rHat - The greatest of all quantities; NaN where it could not be computed. @param limit - What it may be.
 * @param cause - What to do about divergences where there were any: chains that do not agree are then taken to be stuck by them, and
 *   not to be in different modes, unless they never overlap.
 */
export function convergenceAdvice(sampler: string, rHat: number, limit: number, cause?: string): ConvergenceAdvice {
  const { disagree, few } = adviceOf[sampler] ?? adviceOfChains;
  if (rHat <= limit) return { rHat: disagree(rHat), sampleSize: few };
  const isApart = rHat === Number.POSITIVE_INFINITY;
  const advice = Number.isNaN(rHat) ? unknown : cause !== undefined && !isApart ? cause : disagree(rHat);
  return { rHat: advice, sampleSize: advice };
}

interface SamplerAdvice {
  readonly disagree: (rHat: number) => string;
  readonly few: string;
}

const unknown = 'R̂ could not be computed: chains need at least four draws each, all finite; raise `steps`.';

const adviceOfChains: SamplerAdvice = {
  disagree: (rHat) => {
    if (rHat < farApart) return 'The chains do not agree yet: raise `steps`, and `warmUp` if they start far away.';
    const barriers =
      'the sampler parallel-tempering or sequential-monte-carlo, which pass barriers; if they are only slow, raise `steps` and `warmUp`.';
    return rHat === Number.POSITIVE_INFINITY
      ? `The chains never overlap: if modes lie apart, use ${barriers}`
      : `The chains are in different places: if modes lie apart, use ${barriers}`;
  },
  few: 'The draws are worth too few independent ones: raise `steps` or `chains`, or use a kernel that moves further.',
};

const adviceOf: Readonly<Record<string, SamplerAdvice>> = {
  'parallel-tempering': {
    disagree: (rHat) =>
      rHat < farApart
        ? 'The ladders do not agree yet: raise `steps`.'
        : 'The ladders are in different places: lower `betaHot`, so that the hottest replicas pass the barriers, with more `replicas`, or raise `steps`.',
    few: 'The draws are worth too few independent ones: raise `steps` or `chains`.',
  },
  'sequential-monte-carlo': {
    disagree: () => 'The islands disagree: raise `particles`, and `moves` at each level.',
    few: 'The draws are worth too few independent ones: raise `particles` or `islands`.',
  },
};
