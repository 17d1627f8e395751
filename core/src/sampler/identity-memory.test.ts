import { expect, it } from 'vitest';
import { IdentityMemory } from './identity-memory.js';

it('forgets the oldest beyond its limit', () => {
  const memory = new IdentityMemory(2);
  for (const identity of ['a', 'b', 'b', 'c']) memory.add(identity);
  expect(['a', 'b', 'c'].map((identity) => memory.has(identity))).toEqual([false, true, true]);
});
