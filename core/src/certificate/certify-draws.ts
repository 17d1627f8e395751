import { type Certificate, type CertificateCheck, verdictOf } from '../diagnostics/certificate.js';
import { type CertificateLimits, certify } from '../diagnostics/certify.js';
import type { Energy } from '../energy/energy.js';
import type { Rng } from '../numerics/rng.js';
import type { SamplingFact } from '../sampler/sampler.js';
import type { StateSpace } from '../state/state-space.js';
import { betaFinding } from './beta-check.js';
import type { DrawRecord } from './draw-record.js';
import { exactSharesChecks } from './exact-shares.js';
import { noDrawsFact } from './no-draws.js';
import { targetChecks } from './target-checks.js';
import { meetsWalls } from './walls.js';

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
 * their target: effective β, Stein discrepancy, discrepancy between halves, total variation, each where the energy allows it. No
 * draws at all fail.
 *
 * @remarks Some thousand more energy evaluations, and some 10⁸ operations for the discrepancies.
 */
export async function certifyDraws<B>(evidence: DrawsEvidence<B>): Promise<Certificate> {
  const { record, facts, remarks, sampler, limits } = evidence;
  const base = certify({
    sampler,
    quantities: record.quantities(),
    facts: [...noDrawsFact(record), ...facts],
    statesDiffer: record.statesDiffer(),
    remarks: [...remarks, ...strideRemark(record.stride)],
    ...(limits === undefined ? {} : { limits }),
  });
  const found = await againstTarget(evidence, independentCount(base));
  const checks = [...base.checks, ...found.checks];
  return { ...base, checks, remarks: [...base.remarks, ...found.remarks], verdict: verdictOf(checks) };
}

/** What the worst known quantity's draws are worth: so many states are about independent. None where no quantity tells. */
function independentCount({ quantities }: Certificate): number {
  const worth = quantities.map(({ bulkSampleSize }) => bulkSampleSize).filter(Number.isFinite);
  if (quantities.length > 0 && worth.length === 0) return 0;
  return Math.floor(Math.min(Number.MAX_SAFE_INTEGER, ...worth));
}

async function againstTarget<B>(
  { space, energy, beta, record, rng }: DrawsEvidence<B>,
  sampleSize: number,
): Promise<{ readonly checks: readonly CertificateCheck[]; readonly remarks: readonly string[] }> {
  if (sampleSize < 20) return { checks: [], remarks: [] };
  const states = record.states(Math.min(mostStates, sampleSize));
  const draws = record.states(record.drawCount);
  if (states === undefined || draws === undefined) return { checks: [], remarks: [] };
  const isWalled = await meetsWalls(space, energy, states, rng.split(2));
  const target = { space, energy, beta, states, isWalled };
  const ofBeta = await betaFinding({ ...target, rng: rng.split(0) });
  const checks = [
    ...ofBeta.checks,
    ...(await exactSharesChecks({ space, energy, beta, draws, sampleSize })),
    ...(await targetChecks({ ...target, rng: rng.split(1) })),
  ];
  return { checks, remarks: [...(isWalled ? [walled] : []), ...ofBeta.remarks] };
}

const walled =
  'Forbidden states lie beside the draws, where the density ends in a wall: effective β and Stein discrepancy, which hold only where it vanishes, are left out.';

function strideRemark(stride: number): readonly string[] {
  return stride === 1 ? [] : [`Computed from every ${stride}th draw of each chain.`];
}
