import { describe, expect, it } from 'vitest';
import { isJudged, limitInterval } from './sampling-limit.js';

describe('judgements of the draws so far', () => {
  const judged = Array.from({ length: 10_000 }, (_, i) => (i + 1) * limitInterval).filter(isJudged);

  it('come no later than a tenth of the steps after the one before, and are few', () => {
    expect(judged[0]).toBe(limitInterval);
    for (const [i, step] of judged.entries()) {
      if (i > 0) expect(step - judged[i - 1]!).toBeLessThanOrEqual(Math.max(limitInterval, 0.1 * step + limitInterval));
    }
    expect(judged.length).toBeLessThan(100);
  });

  it('come only where progress does', () => {
    expect([0, 1, limitInterval - 1, limitInterval + 1].some(isJudged)).toBe(false);
  });
});
