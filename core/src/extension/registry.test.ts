import { ContainerModule } from 'inversify';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineEnergy, EnergyDefinition } from '../energy/energy-definition.js';
import { PluginError, UnknownExtensionError } from '../errors/design-error.js';
import { defineObjective, ObjectiveDefinition } from '../objective/objective-definition.js';
import { Registry } from './registry.js';

const flat = {
  energy: (values: Float64Array) => new Float64Array(values.length),
  derivative: (values: Float64Array) => values,
};

function energyNamed(name: string) {
  return defineEnergy({
    name,
    space: 'vector',
    role: 'energy',
    unit: '1',
    summary: 'Zero',
    options: z.strictObject({}),
    create: () => ({ evaluate: (batch: Float64Array) => new Float64Array(batch.length) }),
  });
}

function plugin(name: string) {
  return { name, version: '1.0.0' };
}

/** A module that binds literals to the energy point, whatever they are. */
function energies(...literals: unknown[]): ContainerModule {
  return new ContainerModule(({ bind }) => {
    for (const literal of literals) bind(EnergyDefinition).toConstantValue(literal as EnergyDefinition);
  });
}

describe('Registry', () => {
  it('finds what modules bind, in order of name, with who contributed it', () => {
    const registry = new Registry();
    registry.load(plugin('@x/two'), energies(energyNamed('x/b'), energyNamed('x/a')));
    expect(registry.definitions('energy').map(({ name }) => name)).toEqual(['x/a', 'x/b']);
    expect(registry.find('energy', 'x/b').plugin).toEqual(plugin('@x/two'));
    expect(registry.plugins).toEqual([plugin('@x/two')]);
    expect(registry.definitions('sampler')).toEqual([]);
  });

  it('keeps the points apart: one name at two of them is no duplicate', () => {
    const registry = new Registry();
    const module = new ContainerModule(({ bind }) => {
      bind(EnergyDefinition).toConstantValue(energyNamed('same') as EnergyDefinition);
      bind(ObjectiveDefinition).toConstantValue(
        defineObjective({
          name: 'same',
          role: 'penalty',
          summary: 'Zero',
          options: z.strictObject({}),
          describe: () => ({ words: 'anything' }),
          create: () => flat,
        }) as ObjectiveDefinition,
      );
    });
    registry.load(plugin('p'), module);
    expect(registry.broken).toEqual([]);
    expect(registry.definition('objective', 'same').$$type).toBe('basin/objective');
  });

  it('leaves nothing of a module that throws, says whose it is, and goes on with others', () => {
    const registry = new Registry();
    const failing = new ContainerModule(({ bind }) => {
      bind(EnergyDefinition).toConstantValue(energyNamed('bad/one') as EnergyDefinition);
      throw new Error('no license file');
    });
    expect(() => registry.load(plugin('bad'), failing)).toThrow(PluginError);
    expect(() => registry.load(plugin('bad'), failing)).toThrow(
      'plugin bad: its module threw while loading: no license file',
    );
    expect(registry.definitions('energy')).toEqual([]);
    expect(registry.plugins).toEqual([]);
    registry.load(plugin('good'), energies(energyNamed('good/one')));
    expect(registry.definition('energy', 'good/one').name).toBe('good/one');
  });

  it('refuses a module that loads asynchronously', () => {
    const module = new ContainerModule(async () => {});
    expect(() => new Registry().load(plugin('slow'), module)).toThrow(PluginError);
  });

  it('refuses a plugin that is loaded already', () => {
    const registry = new Registry();
    registry.load(plugin('p'), energies());
    expect(() => registry.load(plugin('p'), energies())).toThrow('plugin p: is loaded already');
  });

  it('keeps the first of two literals of one name, and remembers the other as broken', () => {
    const registry = new Registry();
    const first = energyNamed('x/a');
    registry.load(plugin('one'), energies(first));
    registry.load(plugin('two'), energies(energyNamed('x/a'), energyNamed('x/b')));
    expect(registry.definition('energy', 'x/a')).toBe(first);
    expect(registry.definition('energy', 'x/b').name).toBe('x/b');
    expect(registry.broken).toHaveLength(1);
    expect(registry.broken[0]!.error.message).toBe("plugin two: energy 'x/a' has a name that one already registered");
  });

  it('refuses by name what is built for another API version, and only when it is asked for', () => {
    const registry = new Registry();
    registry.load(plugin('old'), energies({ ...energyNamed('old/a'), apiVersion: 0 }, energyNamed('old/b')));
    expect(registry.definition('energy', 'old/b').name).toBe('old/b');
    expect(() => registry.find('energy', 'old/a')).toThrow(
      "energy 'old/a' is built for API version 0; this Basin has version 1",
    );
  });

  it('takes a literal from another copy of core: the brand counts, not who made it', () => {
    const registry = new Registry();
    const literal = {
      $$type: 'basin/energy',
      apiVersion: 1,
      name: 'far/a',
      space: 'vector',
      role: 'energy',
      unit: '1',
      summary: 'Made by hand',
      options: z.strictObject({}),
      create: () => flat,
    };
    const token = Symbol.for('basin/energy');
    registry.load(plugin('far'), new ContainerModule(({ bind }) => void bind(token).toConstantValue(literal)));
    expect(registry.definition('energy', 'far/a')).toBe(literal);
  });

  it.each([
    ['of another point', { ...energyNamed('x/a'), $$type: 'basin/sampler' }, "its type is 'basin/sampler'"],
    ['without a brand', { name: 'x/a' }, "its type is 'undefined'"],
    ['without a name', { ...energyNamed('x/a'), name: undefined }, 'has no name'],
    ['that is null', null, 'has no name'],
    ['that is a text', 'x/a', 'has no name'],
  ])('remembers a literal %s as broken', (_, literal, reason) => {
    const registry = new Registry();
    registry.load(plugin('odd'), energies(literal, energyNamed('odd/fine')));
    expect(registry.broken.map(({ error }) => error.message)).toEqual([expect.stringContaining(reason)]);
    expect(registry.definitions('energy').map(({ name }) => name)).toEqual(['odd/fine']);
  });

  it('keeps the other points of a module one of whose contributions throws while being made', () => {
    const registry = new Registry();
    const module = new ContainerModule(({ bind }) => {
      bind(EnergyDefinition).toResolvedValue(() => {
        throw new Error('no weights');
      });
      bind(ObjectiveDefinition).toConstantValue(
        defineObjective({
          name: 'kept',
          role: 'penalty',
          summary: 'Zero',
          options: z.strictObject({}),
          describe: () => ({ words: 'anything' }),
          create: () => flat,
        }) as ObjectiveDefinition,
      );
    });
    registry.load(plugin('half'), module);
    expect(registry.definitions('objective').map(({ name }) => name)).toEqual(['kept']);
    expect(registry.broken[0]!.error.message).toBe(
      'plugin half: one of its energy contributions threw while being made: no weights',
    );
  });

  it('keeps the other contributions of the same point, and tells who asks for a lost one what may have become of it', () => {
    const registry = new Registry();
    const module = new ContainerModule(({ bind }) => {
      bind(EnergyDefinition).toConstantValue(energyNamed('half/before'));
      bind(EnergyDefinition).toResolvedValue(() => {
        throw new Error('no weights');
      });
      bind(EnergyDefinition).toConstantValue(energyNamed('half/after'));
    });
    registry.load(plugin('half'), module);
    expect(registry.definitions('energy').map(({ name }) => name)).toEqual(['half/after', 'half/before']);
    expect(() => registry.find('energy', 'half/lost')).toThrow(
      "no energy is named 'half/lost'; it may be what failed: plugin half: one of its energy contributions threw while being made: no weights",
    );
  });

  it('makes literals from services that the module binds', () => {
    const registry = new Registry();
    const service = Symbol('name service');
    const module = new ContainerModule(({ bind }) => {
      bind(service).toConstantValue('half/served');
      bind(EnergyDefinition).toResolvedValue((name: unknown) => energyNamed(String(name)), [service]);
    });
    registry.load(plugin('half'), module);
    expect(registry.definitions('energy').map(({ name }) => name)).toEqual(['half/served']);
  });

  it('names the nearest for a name that nobody registered', () => {
    const registry = new Registry();
    registry.load(
      plugin('p'),
      energies(energyNamed('molecules/log-p'), energyNamed('molecules/qed'), energyNamed('proteins/charge')),
    );
    expect(() => registry.find('energy', 'molecules/logp')).toThrow(
      "no energy is named 'molecules/logp'; did you mean 'molecules/log-p'?",
    );
    const ask = () => registry.find('energy', 'something-else-altogether');
    expect(ask).toThrow(UnknownExtensionError);
    expect(ask).toThrow(expect.objectContaining({ nearest: [] }));
  });
});
