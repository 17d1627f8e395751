import { expect, it } from 'vitest';
import type { StepFacts } from './step-specification.js';
import { whatChanged } from './what-changed.js';

const facts: StepFacts = {
  basin: 1,
  name: 'table',
  step: 'write',
  seed: 0,
  options: { file: 'designs.csv' },
  energy: undefined,
  space: undefined,
  inputs: [],
  files: {},
  written: ['results/first/designs.csv'],
  packages: {},
};

it('tells that a step writes to another file under the same options', () => {
  const before = JSON.parse(JSON.stringify(facts));
  expect(whatChanged(before, facts)).toBeUndefined();
  expect(whatChanged(before, { ...facts, written: ['results/second/designs.csv'] })).toBe('it writes to another file');
});
