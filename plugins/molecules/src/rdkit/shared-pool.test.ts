import { expect, it } from 'vitest';
import { closeRdkitPool, sharedRdkitPool } from './shared-pool.js';

it('is one pool until it is closed, and a new one afterwards', async () => {
  const first = sharedRdkitPool(1);
  expect(sharedRdkitPool(2)).toBe(first);
  expect((await first.canonicalise(['OCC'])).canonical).toEqual(['CCO']);
  await closeRdkitPool();
  const second = sharedRdkitPool(1);
  expect(second).not.toBe(first);
  expect((await second.canonicalise(['OCC'])).canonical).toEqual(['CCO']);
  await closeRdkitPool();
  await closeRdkitPool();
});
