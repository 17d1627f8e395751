import { describe, expect, it } from 'vitest';
import { randomStream } from '../numerics/random-stream.js';
import { certify } from './certify.js';
import { totalVariation } from './total-variation.js';

const rng = randomStream(21, 'certificates');
const noise = (count: number, shift = 0): Float64Array => new Float64Array(count).map(() => shift + rng.normal());
const agreeing = { quantity: 'energy', chains: [noise(500), noise(500)] };
const disagreeing = { quantity: 'x', chains: [noise(500), noise(500, 4)] };
const base = { sampler: 'chains', facts: [], remarks: [] };

describe('certify', () => {
  it('passes chains that agree', () => {
    const { verdict, chains, drawsPerChain, quantities } = certify({ ...base, quantities: [agreeing] });
    expect({ verdict, chains, drawsPerChain }).toEqual({ verdict: 'passed', chains: 2, drawsPerChain: 500 });
    expect(quantities[0]?.bulkSampleSize).toBeGreaterThan(700);
  });

  it('names the quantity that fails, and what to do', () => {
    const { verdict, checks } = certify({ ...base, quantities: [agreeing, disagreeing] });
    expect(verdict).toBe('failed');
    expect(checks.find(({ name }) => name === 'R̂ of x')).toMatchObject({ passed: false, high: 1.01 });
    expect(checks.every(({ advice }) => advice.endsWith('.'))).toBe(true);
  });

  it('fails what is not a number, and what the sampler found wrong', () => {
    const broken = { quantity: 'y', chains: [Float64Array.of(1, 2, 3, Number.NaN)] };
    const { checks } = certify({ ...base, quantities: [agreeing, broken] });
    expect(checks.map(({ name, passed }) => [name, passed])).toEqual([
      ['R̂ of y', false],
      ['bulk effective sample size of y', false],
      ['tail effective sample size of y', false],
    ]);
    const limit = { low: 0, high: 0, advice: 'Use smaller steps.' };
    const facts = [
      { name: 'divergent transitions', value: 3, limit },
      { name: 'acceptance rate', value: 0.8 },
    ];
    const certificate = certify({ ...base, quantities: [agreeing], facts });
    expect(certificate.verdict).toBe('failed');
    expect(certificate.facts).toEqual([{ name: 'acceptance rate', value: 0.8 }]);
  });

  it('notes a few divergences, and takes them for the cause where chains disagree', () => {
    const advice = 'Write the energy in other coordinates.';
    const few = {
      name: 'divergent transitions of 5,000 steps',
      value: 3,
      limit: { low: 0, high: 5, advice },
      isTrouble: true,
    };
    const well = certify({ ...base, quantities: [agreeing], facts: [few] });
    expect(well.verdict).toBe('passed');
    expect(well.remarks).toEqual(['Noted: 3 divergent transitions of 5,000 steps.']);
    expect(certify({ ...base, quantities: [agreeing], facts: [{ ...few, value: 6 }] }).verdict).toBe('failed');
    expect(certify({ ...base, quantities: [agreeing], facts: [{ ...few, value: 0 }] }).remarks).toEqual([]);
    const { checks } = certify({ ...base, quantities: [disagreeing], facts: [few] });
    expect(checks[0]).toMatchObject({ name: few.name, passed: false, high: 0, advice });
    expect(checks[1]).toMatchObject({ name: 'R̂ of x', passed: false, advice });
    expect(certify({ ...base, quantities: [disagreeing] }).checks[0]!.advice).toContain('modes lie apart');
  });

  it('fails chains that never moved, and leaves one that never changed among others out of the worst', () => {
    const still = { quantity: 'held', chains: [new Float64Array(500).fill(0.1), new Float64Array(500).fill(0.1)] };
    const stuck = certify({ ...base, quantities: [{ ...still, quantity: 'energy' }, still] });
    expect(stuck.verdict).toBe('failed');
    expect(stuck.checks).toEqual([expect.objectContaining({ name: expect.stringContaining('never moved'), value: 0 })]);
    const { verdict, quantities, checks } = certify({ ...base, quantities: [still, agreeing] });
    expect(verdict).toBe('passed');
    expect(quantities[0]).toMatchObject({ quantity: 'held', mean: 0.1, deviation: 0, bulkSampleSize: Number.NaN });
    expect(checks.every(({ name }) => name.endsWith('energy'))).toBe(true);
    const apart = { quantity: 'y', chains: [new Float64Array(500), new Float64Array(500).fill(1)] };
    expect(certify({ ...base, quantities: [agreeing, apart] }).checks[0]).toMatchObject({
      name: 'R̂ of y',
      value: Number.POSITIVE_INFINITY,
      passed: false,
      advice: expect.stringContaining('never overlap'),
    });
  });

  it('says when there was nothing to check', () => {
    expect(certify({ ...base, quantities: [] }).verdict).toBe('unchecked');
  });
});

describe('totalVariation', () => {
  it('is half the summed distance, beside its expectation by chance', () => {
    const { value, noiseFloor } = totalVariation(Float64Array.of(30, 70), Float64Array.of(0.5, 0.5));
    expect(value).toBeCloseTo(0.2, 15);
    // E|share − ½| of 100 fair coins is √(2 · ¼ / (100 π)).
    expect(noiseFloor).toBeCloseTo(Math.sqrt(0.5 / (100 * Math.PI)), 15);
    expect(totalVariation(Float64Array.of(30, 70), Float64Array.of(0.5, 0.5), 25).noiseFloor).toBeCloseTo(
      2 * noiseFloor,
      15,
    );
    expect(() => totalVariation(Float64Array.of(1), Float64Array.of(0.5, 0.5))).toThrow(RangeError);
  });
});
