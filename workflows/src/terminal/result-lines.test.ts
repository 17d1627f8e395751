import type { StepCertificate } from '@basin/core';
import { describe, expect, it } from 'vitest';
import { recordedCertificate } from '../run/certificate-record.js';
import { plainPaint } from './paint.js';
import { resultLines } from './result-lines.js';

const quantity = {
  quantity: 'energy',
  mean: 0.98731,
  deviation: 1,
  standardError: 0.0213,
  bulkSampleSize: 800,
  tailSampleSize: 600,
  rHat: 1.002,
  autocorrelationTime: 4,
};

const certificate: StepCertificate = {
  verdict: 'passed',
  isRequired: true,
  sampler: 'chains',
  chains: 4,
  drawsPerChain: 1000,
  quantities: [quantity, { ...quantity, quantity: 'x', mean: -2.4, standardError: 0.003 }],
  checks: [],
  facts: [],
  remarks: [],
};

function step(
  name: string,
  kind: string,
  given: Partial<StepCertificate>,
  summary: Record<string, number | string> = {},
) {
  const recorded = recordedCertificate({ ...certificate, ...given });
  return { name, step: kind, outcome: { badRows: 0, rowsRead: 0, summary, certificate: recorded } };
}

describe('resultLines', () => {
  it('gives the means of what was drawn with their errors', () => {
    expect(resultLines([step('draws', 'sample', {})], plainPaint)).toEqual([
      '',
      '  means of draws ± Monte Carlo standard errors',
      '    energy  0.987 ± 0.021',
      '    x       -2.4000 ± 0.0030',
    ]);
  });

  it('leaves out places in an alphabet, whose means say nothing', () => {
    const quantities = [quantity, { ...quantity, quantity: 'place in the alphabet at site 0' }];
    expect(resultLines([step('draws', 'sample', { quantities })], plainPaint)).toEqual([
      '',
      '  means of draws ± Monte Carlo standard errors',
      '    energy  0.987 ± 0.021',
      '    and 1 more in run.json',
    ]);
  });

  it('tells the bounds of ln Z with their errors', () => {
    const facts = [
      { name: 'ln Z, lower bound in expectation', value: 15.5312 },
      { name: 'standard error of ln Z, lower bound in expectation', value: 0.012 },
      { name: 'ln Z, upper bound in expectation', value: 15.5201 },
      { name: 'standard error of ln Z, upper bound in expectation', value: 0.011 },
    ];
    const annealed = { sampler: 'annealed-importance-sampling', chains: 0, drawsPerChain: 0, quantities: [], facts };
    expect(
      resultLines(
        [step('annealed', 'log-partition', annealed, { 'ln Z': 15.53, 'standard error': 0.0065 })],
        plainPaint,
      ),
    ).toEqual([
      '  ln Z 15.5300 ± 0.0065 (annealed: annealed-importance-sampling)',
      '    ln Z, lower bound in expectation: 15.531 ± 0.012',
      '    ln Z, upper bound in expectation: 15.520 ± 0.011',
    ]);
  });

  it('shows six of many, and says where the others are', () => {
    const quantities = Array.from({ length: 9 }, (_, i) => ({ ...quantity, quantity: `x${i}` }));
    const steps = [step('draws', 'sample', { quantities })];
    expect(resultLines(steps, plainPaint).slice(2)).toHaveLength(7);
    expect(resultLines(steps, plainPaint).at(-1)).toBe('    and 3 more in run.json');
    const report = { name: 'report', step: 'report', outcome: { badRows: 0, rowsRead: 0, summary: {} } };
    expect(resultLines([...steps, report], plainPaint).at(-1)).toBe('    and 3 more in the report');
  });

  it('says of which draws the means are not to be trusted, and what never changed', () => {
    const held = { ...quantity, quantity: 'held', mean: 2, deviation: 0, standardError: Number.NaN };
    const lines = resultLines([step('draws', 'sample', { verdict: 'failed', quantities: [held] })], plainPaint);
    expect(lines[1]).toMatch(/, not to be trusted: the certificate failed$/);
    expect(lines[2]).toBe('    held  2 in every draw');
  });

  it('gives ln Z with its error and how it was found', () => {
    const exact = { verdict: 'exact', sampler: 'enumeration', quantities: [] } as const;
    const annealed = { sampler: 'annealed-importance-sampling', quantities: [] };
    const steps = [
      step('counted', 'log-partition', exact, { 'ln Z': 15.52191546, 'standard error': 0 }),
      step('annealed', 'log-partition', annealed, { 'ln Z': 15.51713, 'standard error': 0.00796 }),
      step('broken', 'log-partition', { ...annealed, verdict: 'failed' }, { 'ln Z': 'none', 'standard error': 'none' }),
    ];
    expect(resultLines(steps, plainPaint)).toEqual([
      '  ln Z 15.52191546 (counted: enumeration, exact)',
      '  ln Z 15.5171 ± 0.0080 (annealed: annealed-importance-sampling)',
      '  ln Z none (broken: annealed-importance-sampling) not to be trusted: the certificate failed',
    ]);
  });
});
