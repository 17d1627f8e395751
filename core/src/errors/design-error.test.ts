import { describe, expect, it, vi } from 'vitest';
import {
  ConfigurationError,
  DatasetError,
  DesignError,
  InvalidStateError,
  NonFiniteEnergyError,
  PluginError,
  UnknownExtensionError,
} from './design-error.js';

describe('errors say where, what came and what is allowed', () => {
  it.each<[DesignError, string, string]>([
    [
      new ConfigurationError([
        { message: 'no beta', path: ['steps', 'search', 'beta'], position: { file: 'a.yaml', line: 3, column: 7 } },
        { message: 'no space', path: ['space', 0] },
        { message: 'empty file', path: [] },
      ]),
      'ConfigurationError',
      'a.yaml:3:7: no beta\nspace.0: no space\nempty file',
    ],
    [new UnknownExtensionError('energy', 'x', []), 'UnknownExtensionError', "no energy is named 'x'"],
    [
      new UnknownExtensionError('energy', 'x', ['y', 'z']),
      'UnknownExtensionError',
      "no energy is named 'x'; did you mean 'y' or 'z'?",
    ],
    [new PluginError('@x/y', 'has no module'), 'PluginError', 'plugin @x/y: has no module'],
    [new InvalidStateError(4, 'no atoms'), 'InvalidStateError', 'row 4: no atoms'],
    [
      new NonFiniteEnergyError('docking', 2, Number.NEGATIVE_INFINITY),
      'NonFiniteEnergyError',
      "energy 'docking' is -Infinity at row 2; an energy is a finite number, or +Infinity for a forbidden state",
    ],
    [
      new DatasetError({ file: 'a.csv', row: 9, column: 'smiles' }, 'is empty'),
      'DatasetError',
      "a.csv:9, column 'smiles': is empty",
    ],
    [new DatasetError({ file: 'a.csv' }, 'is no table'), 'DatasetError', 'a.csv: is no table'],
  ])('%s', (error, name, message) => {
    expect(error).toBeInstanceOf(DesignError);
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe(name);
    expect(error.message).toBe(message);
  });

  it('keep their cause', () => {
    const cause = new Error('disk full');
    expect(new PluginError('p', 'm', { cause }).cause).toBe(cause);
    expect(new DatasetError({ file: 'f' }, 'm', { cause }).cause).toBe(cause);
  });
});

describe('instanceof', () => {
  it('knows errors of another copy of the package, by their kind', async () => {
    vi.resetModules();
    const other = (await import('./design-error.js')) as typeof import('./design-error.js');
    const error = new other.ConfigurationError([]);
    expect(other.ConfigurationError).not.toBe(ConfigurationError);
    expect([error instanceof ConfigurationError, error instanceof DesignError]).toEqual([true, true]);
    expect([error instanceof PluginError, new DesignError('x') instanceof ConfigurationError]).toEqual([false, false]);
    expect([new Error('x') instanceof DesignError, (undefined as unknown) instanceof DesignError]).toEqual([
      false,
      false,
    ]);
  });
});
