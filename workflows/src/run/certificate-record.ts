import type { StepCertificate } from '@basin/core';
import { z } from 'zod';

/** JSON has no NaN and no infinities: NaN is written as null, an infinity as a text. */
const figure = z.union([z.number(), z.literal(['Infinity', '-Infinity'])]).nullable();

/** The end of an allowed range; null where there is none. */
const bound = z.number().nullable();

/** A certificate as step.json and run.json hold it. */
export const certificateRecord = z.strictObject({
  verdict: z.enum(['passed', 'failed', 'exact', 'unchecked']),
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
      low: bound,
      high: bound,
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
  return certificateRecord.parse(JSON.parse(JSON.stringify(certificate, withInfinities)));
}

/** Infinities as texts, but for those that mean that a range has no end. */
function withInfinities(key: string, value: unknown): unknown {
  const isInfinite = value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY;
  return isInfinite && key !== 'low' && key !== 'high' ? String(value) : value;
}

function numberOf(written: z.output<typeof figure>): number {
  return written === null ? Number.NaN : Number(written);
}

/** A certificate as it was before it was written. */
export function certificateOf({ quantities, checks, facts, ...rest }: CertificateRecord): StepCertificate {
  return {
    ...rest,
    quantities: quantities.map(({ quantity, ...figures }) => ({
      quantity,
      mean: numberOf(figures.mean),
      deviation: numberOf(figures.deviation),
      standardError: numberOf(figures.standardError),
      bulkSampleSize: numberOf(figures.bulkSampleSize),
      tailSampleSize: numberOf(figures.tailSampleSize),
      rHat: numberOf(figures.rHat),
      autocorrelationTime: numberOf(figures.autocorrelationTime),
    })),
    checks: checks.map((check) => ({
      ...check,
      value: numberOf(check.value),
      low: check.low ?? Number.NEGATIVE_INFINITY,
      high: check.high ?? Number.POSITIVE_INFINITY,
    })),
    facts: facts.map(({ name, value }) => ({ name, value: numberOf(value) })),
  };
}
