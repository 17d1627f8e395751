import { type DeviceState, defineEngine, EngineDefinition, Registry } from '@basin/core';
import { ContainerModule } from 'inversify';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { checkEngines } from './doctor-engines.js';

const cpu: DeviceState = { device: 'cpu', usable: true, description: 'fast 1.0' };
const noGpu: DeviceState = { device: 'gpu', usable: false, reason: 'no card was found', advice: 'install a driver' };
const noCpu: DeviceState = { ...noGpu, device: 'cpu', reason: 'its library is missing' };

function engine(name: string, devices: () => readonly DeviceState[]): EngineDefinition {
  const create = () => expect.fail('engines are not created');
  const specification = {
    name,
    summary: name,
    preference: { cpu: 1, gpu: 1 },
    options: z.strictObject({}),
    devices,
    create,
  };
  return defineEngine(specification) as EngineDefinition;
}

it('tells the devices of every engine, and what is missing as no more than it is', async () => {
  const registry = new Registry();
  const literals = [
    engine('x/both', () => [cpu, noGpu]),
    engine('x/neither', () => [noCpu]),
    engine('x/thrown', () => {
      throw new Error('no such symbol');
    }),
  ];
  registry.load(
    { name: 'x', version: '1.0.0' },
    new ContainerModule(({ bind }) => {
      for (const literal of literals) bind(EngineDefinition).toConstantValue(literal);
    }),
  );
  const checks = await checkEngines(registry);
  expect(checks.map(({ name, state, text }) => [name, state, text])).toEqual([
    ['engine x/both', 'good', 'CPU: fast 1.0'],
    ['engine x/both', 'good', 'no GPU: no card was found; to use one, install a driver'],
    ['engine x/neither', 'warning', 'no CPU: its library is missing'],
    ['engine x/thrown', 'bad', 'does not work: no such symbol'],
  ]);
  expect(checks[2]!.advice).toBe('install a driver');
});
