import { type Certificate, type CertificateCheck, check, type QuantityDiagnostics, verdictOf } from './certificate.js';
import { convergenceAdvice } from './convergence-advice.js';
import { type ChainedQuantity, diagnoseQuantity, neverChanged } from './diagnose-quantity.js';

/** When chains count as converged. */
export interface CertificateLimits {
  /** Greatest R̂ of any quantity. */
  readonly rHat: number;
  /** Least bulk and tail effective sample size of any quantity. */
  readonly sampleSize: number;
}

/** Vehtari et al. (2021): R̂ below 1.01, and 400 draws' worth, from which R̂ itself and the standard errors can be trusted. */
export const defaultLimits: CertificateLimits = { rHat: 1.01, sampleSize: 400 };

/** A number that a sampler found about its run; checked where it has a limit. */
export interface CertifiedFact {
  readonly name: string;
  readonly value: number;
  readonly limit?: { readonly low: number; readonly high: number; readonly advice: string };
  /** Said of within its limit too where it is above 0; it then fails where R̂ fails, and is taken for the cause. */
  readonly isTrouble?: boolean;
}

/** What a certificate is made from. */
export interface CertificateEvidence {
  readonly sampler: string;
  readonly quantities: readonly ChainedQuantity[];
  readonly facts: readonly CertifiedFact[];
  readonly remarks: readonly string[];
  readonly limits?: CertificateLimits;
  /** Whether the states of the draws differ, where no quantity does: unless told so, they are taken for one. */
  readonly statesDiffer?: boolean;
}

const infinity = Number.POSITIVE_INFINITY;

const frozenCheck = check(
  'draws that differ: the chains never moved',
  0,
  1,
  infinity,
  'Every draw is the same state: lower β, use another kernel or smaller steps, or start from where the energy is lower.',
);

const silent =
  'The states of the draws differ, but no number that is looked at does: whether the chains have converged is unknown. Add a property.';

/**
 * The certificate of a run: R̂ and effective sample sizes of the worst quantity against the limits, and the sampler's own facts.
 * It fails where no quantity ever changed.
 *
 * @remarks Sorts the draws of each quantity a few times.
 */
export function certify({
  sampler,
  quantities,
  facts,
  remarks,
  limits = defaultLimits,
  statesDiffer = false,
}: CertificateEvidence): Certificate {
  const diagnosed = quantities.map(diagnoseQuantity);
  const changing = diagnosed.filter((quantity) => !neverChanged(quantity));
  const isSilent = diagnosed.length > 0 && changing.length === 0;
  const troubles = facts.filter(({ isTrouble = false, value }) => isTrouble && value > 0);
  const found = isSilent && !statesDiffer ? [frozenCheck] : convergenceChecks(sampler, changing, limits, troubles[0]);
  const disagree = found.some(({ name, passed }) => name.startsWith('R̂') && !passed);
  const ofFacts = facts.filter((fact) => !troubles.includes(fact)).flatMap(factChecks);
  const ofTroubles = troubles.flatMap((fact) => factChecks(disagree ? none(fact) : fact));
  const noted = ofTroubles.filter(({ passed }) => passed).map(({ name, value }) => `Noted: ${value} ${name}.`);
  // What explains the others comes first.
  const checks = [...ofTroubles, ...found, ...ofFacts];
  const chains = quantities[0]?.chains ?? [];
  return {
    verdict: verdictOf(checks),
    sampler,
    chains: chains.length,
    drawsPerChain: chains[0]?.length ?? 0,
    quantities: diagnosed,
    checks,
    facts: facts.filter(({ limit }) => limit === undefined).map(({ name, value }) => ({ name, value })),
    remarks: [...remarks, ...noted, ...(isSilent && statesDiffer ? [silent] : [])],
  };
}

/** Of quantities that changed: others are neither for nor against the chains. */
function convergenceChecks(
  sampler: string,
  quantities: readonly QuantityDiagnostics[],
  { rHat, sampleSize }: CertificateLimits,
  trouble: CertifiedFact | undefined,
): readonly CertificateCheck[] {
  if (quantities.length === 0) return [];
  const [disagreeing, bulk, tail] = [
    worst(quantities, (quantity) => -quantity.rHat),
    worst(quantities, (quantity) => quantity.bulkSampleSize),
    worst(quantities, (quantity) => quantity.tailSampleSize),
  ];
  const ofSize = (name: string, value: number, advice: string): CertificateCheck =>
    check(name, value, sampleSize, infinity, advice);
  const cause = trouble?.limit === undefined ? undefined : sentence(trouble.limit.advice);
  const advice = convergenceAdvice(sampler, disagreeing.rHat, rHat, cause);
  return [
    check(`R̂ of ${disagreeing.quantity}`, disagreeing.rHat, 0, rHat, advice.rHat),
    ofSize(`bulk effective sample size of ${bulk.quantity}`, bulk.bulkSampleSize, advice.sampleSize),
    ofSize(`tail effective sample size of ${tail.quantity}`, tail.tailSampleSize, advice.sampleSize),
  ];
}

/** The quantity of least merit; one whose merit is NaN before all. */
function worst(
  quantities: readonly QuantityDiagnostics[],
  merit: (quantity: QuantityDiagnostics) => number,
): QuantityDiagnostics {
  return quantities.reduce((least, quantity) => {
    if (Number.isNaN(merit(least))) return least;
    return merit(quantity) >= merit(least) ? least : quantity;
  });
}

/** The fact, of which none is allowed. */
function none(fact: CertifiedFact): CertifiedFact {
  return fact.limit === undefined ? fact : { ...fact, limit: { ...fact.limit, low: 0, high: 0 } };
}

function factChecks({ name, value, limit }: CertifiedFact): readonly CertificateCheck[] {
  return limit === undefined ? [] : [check(name, value, limit.low, limit.high, sentence(limit.advice))];
}

/** Advice of samplers comes as half a sentence too. */
function sentence(advice: string): string {
  const begun = advice.charAt(0).toUpperCase() + advice.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
