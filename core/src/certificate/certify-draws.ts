import { type Certificate, type CertificateCheck, verdictOf } from '../diagnostics/certificate.js';
import { type CertificateLimits, certify } from '../diagnostics/certify.js';
import type { Energy } from '../energy/energy.js';
import type { Rng } from '../numerics/rng.js';
import type { SamplingFact } from '../sampler/sampler.js';
import type { StateSpace } from '../state/state-space.js';
import { checkOfBeta, effectiveBeta } from './beta-check.js';
import type { DrawRecord } from './draw-record.js';
import { targetChecks } from './target-checks.js';

/** What a certificate of draws is made from. */
export interface DrawsEvidence<B> {
  readonly sampler: string;
  readonly space: StateSpace<B>;
  readonly energy: Energy<B>;
  /** β of the target. */
  readonly beta: number;
  readonly record: DrawRecord<B>;
  readonly facts: readonly SamplingFact[];
  /** What the numbers do not show: a kernel's bias, unknown partition functions. */
  readonly remarks: readonly string[];
  readonly limits?: CertificateLimits;
  readonly rng: Rng;
}

/** States that are held against the target; the discrepancies cost their square. */
const mostStates = 400;

/**
 * The certificate of draws: how far the chains agree and how much they are worth, the sampler's own facts, and the draws against
 * their target: effective β, Stein discrepancy, discrepancy between halves, total variation, each where the energy allows it.
 *
 * @remarks Some thousand more energy evaluations, and some 10⁸ operations for the discrepancies.
 */
export async function certifyDraws<B>(evidence: DrawsEvidence<B>): Promise<Certificate> {
  const { record, facts, remarks, sampler, limits } = evidence;
  const base = certify({
    sampler,
    quantities: record.quantities(),
    facts,
    remarks: [...remarks, ...strideRemark(record.stride)],
    ...(limits === undefined ? {} : { limits }),
  });
  const checks = [...base.checks, ...(await againstTarget(evidence, independentCount(base)))];
  return { ...base, checks, verdict: verdictOf(checks) };
}

/** So many states that they are about independent: what the worst quantity's draws are worth. */
function independentCount({ quantities }: Certificate): number {
  const worth = quantities.map(({ bulkSampleSize }) => bulkSampleSize).filter(Number.isFinite);
  return Math.floor(Math.min(mostStates, ...worth));
}

async function againstTarget<B>(
  { space, energy, beta, record, rng }: DrawsEvidence<B>,
  count: number,
): Promise<readonly CertificateCheck[]> {
  const states = count >= 20 ? record.states(count) : undefined;
  if (states === undefined) return [];
  const found = await effectiveBeta(space, energy, states, beta, rng.split(0));
  const betaChecks = found === undefined || Number.isNaN(found.value) ? [] : [checkOfBeta(found, beta)];
  return [...betaChecks, ...(await targetChecks({ space, energy, beta, states, rng: rng.split(1) }))];
}

function strideRemark(stride: number): readonly string[] {
  return stride === 1 ? [] : [`Computed from every ${stride}th draw of each chain.`];
}
