import { type Definition, defineEnergy } from '@basin/core';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { OptionChecks } from './option-checks.js';
import { parseYaml } from './parse-yaml.js';

let checked: unknown[] = [];

/** An energy that takes every option but 'bad'. */
const picky = defineEnergy({
  name: 'toy/picky',
  space: 'toy',
  role: 'energy',
  unit: '1',
  summary: 'Takes every option but bad',
  options: z.unknown(),
  check: async (options) => {
    checked.push(options);
    return options === 'bad' ? [{ path: [], message: 'is bad' }] : [];
  },
  create: () => ({ evaluate: () => new Float64Array(0) }),
}) as unknown as Definition;

describe('OptionChecks', () => {
  it('checks equal options once, and reports them wherever they stand', async () => {
    checked = [];
    const { faults } = parseYaml({ file: 'file.yaml', text: 'a: bad\nb: bad\nc: good\n' });
    const checks = new OptionChecks();
    checks.note(picky, 'bad', ['a']);
    checks.note(picky, 'bad', ['b']);
    checks.note(picky, 'good', ['c']);
    checks.note(picky, `${'$'}{env:SECRET}`, ['d']);
    await checks.report(faults);
    expect(checked).toEqual(['bad', 'good']);
    expect(faults.count).toBe(2);
  });

  it('remembers what has passed, and only that', async () => {
    checked = [];
    const known = new Set<string>();
    for (let time = 1; time <= 2; time++) {
      const { faults } = parseYaml({ file: 'file.yaml', text: 'a: bad\nb: good\n' });
      const checks = new OptionChecks(known);
      checks.note(picky, 'bad', ['a']);
      checks.note(picky, 'good', ['b']);
      await checks.report(faults);
      expect(faults.count).toBe(1);
    }
    expect(checked).toEqual(['bad', 'good', 'bad']);
  });
});
