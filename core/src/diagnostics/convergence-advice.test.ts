import { describe, expect, it } from 'vitest';
import { convergenceAdvice } from './convergence-advice.js';

describe('convergenceAdvice', () => {
  it('sends chains that sit in different places to samplers that pass barriers', () => {
    const apart = convergenceAdvice('chains', 1.5, 1.01);
    expect(apart.rHat).toMatch(/different places.*parallel-tempering.*sequential-monte-carlo.*`steps` and `warmUp`/);
    expect(apart.sampleSize).toBe(apart.rHat);
    expect(convergenceAdvice('chains', Number.POSITIVE_INFINITY, 1.01).rHat).toMatch(/^The chains never overlap/);
  });

  it('asks for more steps where chains nearly agree, and of draws that are only few', () => {
    expect(convergenceAdvice('chains', 1.03, 1.01).rHat).not.toContain('parallel-tempering');
    const { sampleSize } = convergenceAdvice('chains', 1.001, 1.01);
    expect(sampleSize).toMatch(/`steps` or `chains`/);
  });

  it('names options that the sampler has', () => {
    expect(convergenceAdvice('parallel-tempering', 1.5, 1.01).rHat).toMatch(/`betaHot`.*`replicas`/);
    const islands = convergenceAdvice('sequential-monte-carlo', 1.5, 1.05);
    expect(islands.rHat).toMatch(/`particles`.*`moves`/);
    expect(islands.rHat).not.toContain('`steps`');
  });

  it('says where R̂ is unknown', () => {
    expect(convergenceAdvice('chains', Number.NaN, 1.01).rHat).toMatch(/^R̂ could not be computed/);
  });
});
