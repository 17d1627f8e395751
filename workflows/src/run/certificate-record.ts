import type { StepCertificate } from '@basin/core';
import { z } from 'zod';

/** JSON has no NaN and no infinities: what is not finite is written as null. */
const figure = z.number().nullable();

/** A certificate as step.json and run.json hold it. */
export const certificateRecord = z.strictObject({
  verdict: z.enum(['passed', 'failed', 'unchecked']),
  isRequired: z.boolean(),
  sampler: z.string(),
  chains: z.number(),
  drawsPerChain: z.number(),
  quantities: z.array(
    z.strictObject({
      quantity: z.string(),
      mean: figure,
      deviation: figure,
      standardError: figure,
      bulkSampleSize: figure,
      tailSampleSize: figure,
      rHat: figure,
      autocorrelationTime: figure,
    }),
  ),
  checks: z.array(
    z.strictObject({
      name: z.string(),
      value: figure,
      low: figure,
      high: figure,
      passed: z.boolean(),
      advice: z.string(),
    }),
  ),
  facts: z.array(z.strictObject({ name: z.string(), value: figure })),
  remarks: z.array(z.string()),
});

export type CertificateRecord = z.output<typeof certificateRecord>;

/** What is written of a certificate. */
export function recordedCertificate(certificate: StepCertificate): CertificateRecord {
  // The one way in which JSON tells of numbers is exactly what the record is.
  return certificateRecord.parse(JSON.parse(JSON.stringify(certificate)));
}

/** A certificate as it was before it was written; infinities of values, which are rare, come back as NaN. */
export function certificateOf({ quantities, checks, facts, ...rest }: CertificateRecord): StepCertificate {
  return {
    ...rest,
    quantities: quantities.map(({ quantity, ...figures }) => ({
      quantity,
      mean: figures.mean ?? Number.NaN,
      deviation: figures.deviation ?? Number.NaN,
      standardError: figures.standardError ?? Number.NaN,
      bulkSampleSize: figures.bulkSampleSize ?? Number.NaN,
      tailSampleSize: figures.tailSampleSize ?? Number.NaN,
      rHat: figures.rHat ?? Number.NaN,
      autocorrelationTime: figures.autocorrelationTime ?? Number.NaN,
    })),
    checks: checks.map((check) => ({
      ...check,
      value: check.value ?? Number.NaN,
      low: check.low ?? Number.NEGATIVE_INFINITY,
      high: check.high ?? Number.POSITIVE_INFINITY,
    })),
    facts: facts.map(({ name, value }) => ({ name, value: value ?? Number.NaN })),
  };
}
