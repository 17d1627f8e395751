import type { StepCertificate } from '@basin/core';
import { expect, it } from 'vitest';
import { certificateOf, recordedCertificate } from './certificate-record.js';

const certificate: StepCertificate = {
  verdict: 'failed',
  isRequired: true,
  sampler: 'chains',
  chains: 2,
  drawsPerChain: 3,
  quantities: [
    {
      quantity: 'energy',
      mean: 1,
      deviation: 2,
      standardError: Number.NaN,
      bulkSampleSize: 4,
      tailSampleSize: 5,
      rHat: Number.NaN,
      autocorrelationTime: 6,
    },
  ],
  checks: [
    { name: 'a', value: 3, low: 400, high: Number.POSITIVE_INFINITY, passed: false, advice: 'More.' },
    { name: 'R̂ of x', value: Number.POSITIVE_INFINITY, low: 0, high: 1.01, passed: false, advice: 'Longer.' },
    { name: 'b', value: Number.NaN, low: Number.NEGATIVE_INFINITY, high: 1, passed: false, advice: 'Less.' },
  ],
  facts: [{ name: 'acceptance rate', value: 0.7 }],
  remarks: ['A remark.'],
};

it('writes what JSON can hold, and gives the same certificate back', () => {
  const recorded = recordedCertificate(certificate);
  expect(recorded.checks).toMatchObject([
    { low: 400, high: null },
    { value: 'Infinity', low: 0 },
    { value: null, low: null },
  ]);
  expect(JSON.parse(JSON.stringify(recorded))).toEqual(recorded);
  expect(certificateOf(recorded)).toEqual(certificate);
});
