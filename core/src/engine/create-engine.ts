import { ConfigurationError } from '../errors/design-error.js';
import type { CreationContext } from '../extension/definition.js';
import type { EngineChoice } from './engine-choice.js';
import type { DeviceState, EngineDefinition } from './engine-definition.js';
import type { Device, TensorEngine } from './tensor-engine.js';

/** An engine and the options it is created with. */
export interface EngineCandidate {
  readonly definition: EngineDefinition;
  readonly options: unknown;
}

interface Place extends EngineCandidate {
  readonly state: DeviceState;
}

/**
 * The engine of a choice: of those that can use a device that will do, the one with the highest preference; a GPU goes before a CPU.
 *
 * @param candidates - The engine that the choice names, else all there are.
 * @throws {ConfigurationError} None can use such a device; the message says why not, engine by engine, and what would help.
 */
export async function createEngine(
  candidates: readonly EngineCandidate[],
  { device }: Pick<EngineChoice, 'device'>,
  context: CreationContext,
): Promise<TensorEngine> {
  const places = (await Promise.all(candidates.map(placesOf))).flat();
  const fitting = places.filter(({ state }) => device === 'auto' || state.device === device);
  const usable = fitting.filter(({ state }) => state.usable).sort((a, b) => rank(b) - rank(a));
  const best = usable[0];
  if (best === undefined) throw noEngine(device, fitting);
  return best.definition.create(best.options, best.state.device, context);
}

async function placesOf(candidate: EngineCandidate): Promise<Place[]> {
  const states = await candidate.definition.devices(candidate.options);
  return states.map((state) => ({ ...candidate, state }));
}

function rank({ definition, state }: Place): number {
  return (state.device === 'gpu' ? 1e6 : 0) + definition.preference[state.device];
}

function noEngine(device: 'auto' | Device, places: readonly Place[]): ConfigurationError {
  const asked = device === 'auto' ? 'a device' : `a ${device.toUpperCase()}`;
  const reasons = places.flatMap(({ definition, state }) =>
    state.usable ? [] : [`${definition.name} (${state.device}): ${state.reason}; ${state.advice}`],
  );
  const why = reasons.length === 0 ? 'no engine that could is installed' : reasons.join('. ');
  return new ConfigurationError([{ path: ['device'], message: `no engine can use ${asked} here: ${why}` }]);
}
