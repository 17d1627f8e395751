import type { StepCertificate } from '@basin/core';
import { describe, expect, it } from 'vitest';
import { recordedCertificate } from '../run/certificate-record.js';
import { certificateLines } from './certificate-lines.js';
import { plainPaint } from './paint.js';

const quantity = {
  quantity: 'energy',
  mean: 1,
  deviation: 1,
  standardError: 0.1,
  bulkSampleSize: 812.7,
  tailSampleSize: 640.2,
  rHat: 1.0021,
  autocorrelationTime: 4,
};

const good: StepCertificate = {
  verdict: 'passed',
  isRequired: true,
  sampler: 'chains',
  chains: 4,
  drawsPerChain: 1000,
  quantities: [quantity, { ...quantity, quantity: 'x', rHat: 1.004, tailSampleSize: 700 }],
  checks: [{ name: 'R̂ of x', value: 1.004, low: 0, high: 1.01, passed: true, advice: 'Run longer chains.' }],
  facts: [],
  remarks: [],
};

function shown(certificate: Partial<StepCertificate>): readonly string[] {
  const outcome = {
    badRows: 0,
    rowsRead: 0,
    summary: {},
    certificate: recordedCertificate({ ...good, ...certificate }),
  };
  return certificateLines([{ name: 'draws', outcome }], plainPaint);
}

describe('certificateLines', () => {
  it('says what passed, with the worst figures and whose they are', () => {
    expect(shown({})).toEqual([
      '',
      '  ✓ certificate of draws: its one check passed',
      '    4 chains × 1,000 draws · worst R̂ 1.004 (x) · least effective sample size 640 (energy)',
    ]);
  });

  it('leaves quantities that never changed out of the worst', () => {
    const nothing = {
      standardError: NaN,
      bulkSampleSize: NaN,
      tailSampleSize: NaN,
      rHat: NaN,
      autocorrelationTime: NaN,
    };
    const held = { ...quantity, ...nothing, quantity: 'held', deviation: 0 };
    expect(shown({ quantities: [held, quantity] })[2]).toContain('worst R̂ 1.002 (energy)');
    expect(shown({ quantities: [held] })[2]).toBe('    4 chains × 1,000 draws · all the same');
  });

  it('shows each failed check with its value, its limit and what to do', () => {
    const infinity = Number.POSITIVE_INFINITY;
    const checks = [
      { name: 'R̂ of x', value: 1.3, low: 0, high: 1.01, passed: false, advice: 'Run longer chains.' },
      { name: 'bulk', value: 12.34, low: 400, high: infinity, passed: false, advice: 'Use another kernel.' },
      { name: 'effective β', value: Number.NaN, low: 0.9, high: 1.1, passed: false, advice: 'Use smaller steps.' },
      { name: 'divergent transitions', value: 3, low: 0, high: 0, passed: false, advice: 'Warm up longer.' },
    ];
    expect(shown({ verdict: 'failed', quantities: [], checks, remarks: ['A remark.'] })).toEqual([
      '',
      '  ✗ certificate of draws: 4 of 4 checks failed',
      '    ✗ R̂ of x                   1.300  at most 1.01',
      '      Run longer chains.',
      '    ✗ bulk                     12.34  at least 400',
      '      Use another kernel.',
      '    ✗ effective β            unknown  0.9 to 1.1',
      '      Use smaller steps.',
      '    ✗ divergent transitions        3  must be 0',
      '      Warm up longer.',
      '    · A remark.',
    ]);
  });

  it('says advice once, below all checks that it is for, an infinite R̂, and limits as they were written', () => {
    const common = { passed: false, advice: 'The chains never overlap.' };
    const checks = [
      { ...common, name: 'R̂ of x', value: Number.POSITIVE_INFINITY, low: 0, high: 1.0001 },
      { ...common, name: 'divergent transitions', value: 3, low: 0, high: 0, advice: 'Smaller steps.' },
      { ...common, name: 'bulk', value: 4, low: 400, high: Number.POSITIVE_INFINITY },
    ];
    expect(shown({ verdict: 'failed', quantities: [], checks }).slice(2)).toEqual([
      '    ✗ R̂ of x                 ∞  at most 1.0001',
      '    ✗ bulk                   4  at least 400',
      '      The chains never overlap.',
      '    ✗ divergent transitions  3  must be 0',
      '      Smaller steps.',
    ]);
  });

  it('shows digits that tell a value from its limit', () => {
    const common = { passed: false, low: 0, advice: 'Run longer chains.' };
    const checks = [
      { ...common, name: 'R̂ of x', value: 1.01006, high: 1.01 },
      { ...common, name: 'total variation', value: 0.0629951, high: 0.0629949 },
    ];
    expect(shown({ verdict: 'failed', quantities: [], checks }).slice(2, 4)).toEqual([
      '    ✗ R̂ of x           1.0101  at most 1.01',
      '    ✗ total variation   0.063  at most 0.0629949',
    ]);
  });

  it('says that an exact value is exact', () => {
    const exact = { verdict: 'exact', checks: [], quantities: [], facts: [{ name: 'states', value: 65536 }] } as const;
    expect(shown(exact)).toEqual(['', '  ✓ certificate of draws: exact, over 65,536 states']);
  });

  it('marks a failure that does not count, and what had nothing to check', () => {
    const failed = good.checks.map((check) => ({ ...check, passed: false }));
    expect(shown({ verdict: 'failed', isRequired: false, checks: failed })[1]).toBe(
      '  ! certificate of draws: 1 of 1 check failed',
    );
    expect(shown({ verdict: 'unchecked', checks: [], quantities: [] })).toEqual([
      '',
      '  – certificate of draws: there was nothing to check',
    ]);
  });

  it('shows nothing of steps without a certificate', () => {
    expect(certificateLines([{ name: 'read', outcome: { badRows: 0, rowsRead: 0, summary: {} } }], plainPaint)).toEqual(
      [],
    );
  });
});
