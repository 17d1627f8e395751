import { type DeviceState, type EngineDefinition, optionsSchemaOf, type Registry } from '@basin/core';
import type { DoctorCheck } from './doctor-check.js';

/**
 * Every engine that a plugin offers, with the devices it can use here, and why it cannot use the others. A missing device is no
 * failure, since another engine or device takes its place; an engine that cannot use any is worth a warning.
 */
export async function checkEngines(registry: Registry): Promise<DoctorCheck[]> {
  const checks = registry.registered('engine').map(({ definition }) => {
    // The registry takes a literal only with the brand of its point, so the point tells the type.
    return checkEngine(definition as unknown as EngineDefinition, registry);
  });
  return (await Promise.all(checks)).flat();
}

async function checkEngine(definition: EngineDefinition, registry: Registry): Promise<DoctorCheck[]> {
  const name = `engine ${definition.name}`;
  try {
    const options = optionsSchemaOf(definition, registry).parse(definition.example ?? {});
    return checksOf(name, await definition.devices(options));
  } catch (error) {
    const text = `does not work: ${error instanceof Error ? error.message : String(error)}`;
    return [{ name, state: 'bad', text, advice: 'install its plugin again; if that does not help, tell its authors' }];
  }
}

function checksOf(name: string, states: readonly DeviceState[]): DoctorCheck[] {
  const isUsable = states.some(({ usable }) => usable);
  return states.map((state) => {
    const device = state.device.toUpperCase();
    if (state.usable) return { name, state: 'good', text: `${device}: ${state.description}` };
    const text = `no ${device}: ${state.reason}`;
    // The processor is enough: what a graphics card would need is said, not asked for.
    if (isUsable) return { name, state: 'good', text: `${text}; to use one, ${state.advice}` };
    return { name, state: 'warning', text, advice: state.advice };
  });
}
