import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createEngine } from './create-engine.js';
import { type DeviceState, defineEngine } from './engine-definition.js';

const context = { workerCount: 1, onDispose: () => undefined };

function engine(name: string, preference: { cpu: number; gpu: number }, states: readonly DeviceState[]) {
  const definition = defineEngine({
    name,
    summary: name,
    options: z.strictObject({}),
    preference,
    devices: () => states,
    create: (_options, device) => ({
      name,
      device,
      description: name,
      precision: 'float32',
      compile: () => {
        throw new Error('not asked for');
      },
    }),
  });
  return { definition, options: {} };
}

const cpu: DeviceState = { device: 'cpu', usable: true, description: 'a processor' };
const noGpu: DeviceState = { device: 'gpu', usable: false, reason: 'no GPU was found', advice: 'install a driver' };
const gpu: DeviceState = { device: 'gpu', usable: true, description: 'a GPU' };

describe('createEngine', () => {
  it('takes the preferred engine of a device', async () => {
    const few = engine('slow', { cpu: 1, gpu: 0 }, [cpu]);
    const most = engine('fast', { cpu: 5, gpu: 0 }, [cpu, noGpu]);
    expect(await createEngine([few, most], { device: 'auto' }, context)).toMatchObject({ name: 'fast', device: 'cpu' });
  });

  it('takes a GPU before a preferred CPU', async () => {
    const withGpu = engine('card', { cpu: 0, gpu: 0 }, [cpu, gpu]);
    const fast = engine('fast', { cpu: 9, gpu: 9 }, [cpu, noGpu]);
    expect(await createEngine([fast, withGpu], { device: 'auto' }, context)).toMatchObject({
      name: 'card',
      device: 'gpu',
    });
    expect(await createEngine([fast, withGpu], { device: 'cpu' }, context)).toMatchObject({ name: 'fast' });
  });

  it('says of every engine why it cannot', async () => {
    const one = engine('fast', { cpu: 9, gpu: 9 }, [cpu, noGpu]);
    await expect(createEngine([one], { device: 'gpu' }, context)).rejects.toThrow(
      'no engine can use a GPU here: fast (gpu): no GPU was found; install a driver',
    );
    await expect(createEngine([], { device: 'auto' }, context)).rejects.toThrow('no engine that could is installed');
  });
});
