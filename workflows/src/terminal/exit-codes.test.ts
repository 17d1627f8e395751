import { ConfigurationError, DatasetError, DesignError, PluginError } from '@basin/core';
import { expect, it } from 'vitest';
import { OverrideError } from '../language/apply-overrides.js';
import { exitCodeOf } from './exit-codes.js';
import { InterruptedError } from './interruption.js';
import { UsageError } from './usage-error.js';

class EngineError extends DesignError {}

it.each([
  [new UsageError('no such option'), 2],
  [Object.assign(new Error('parse'), { oclif: { exit: 2 } }), 2],
  [new ConfigurationError([{ message: 'wrong', path: [] }]), 3],
  [new OverrideError([{ message: 'no path', path: [] }]), 2],
  [new DatasetError({ file: 'a.csv', row: 3 }, 'wrong'), 3],
  [new PluginError('@x/y', 'broken'), 3],
  [Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC', syscall: 'write' }), 3],
  [new EngineError('the engine died'), 5],
  [new TypeError('x is undefined'), 1],
  [new InterruptedError('SIGINT', undefined), 130],
  [new InterruptedError('SIGTERM', undefined), 143],
  ['thrown text', 1],
])('%s', (error, code) => expect(exitCodeOf(error)).toBe(code));

it("knows another copy's errors by their class names", () => {
  const Other = { DesignError: class DesignError extends Error {} };
  class DatasetError extends Other.DesignError {}
  expect(exitCodeOf(new DatasetError('from another copy'))).toBe(3);
});
