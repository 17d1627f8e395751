import { type Brand, brand, type CreationContext, type DefinitionCommon } from '../extension/definition.js';
import { extensionPoint } from '../extension/extension-point.js';
import type { Awaitable } from '../numerics/awaitable.js';
import type { Device, TensorEngine } from './tensor-engine.js';

/** Whether an engine can use a device of this machine. */
export type DeviceState =
  | { readonly device: Device; readonly usable: true; readonly description: string }
  | {
      readonly device: Device;
      readonly usable: false;
      /** Why not, as a sentence without a full stop. */
      readonly reason: string;
      /** What would mend it: a package to install, a driver. */
      readonly advice: string;
    };

export interface EngineSpecification<O> extends DefinitionCommon<O> {
  /** Among engines that can use a device, the one with the highest preference is taken where a file names none. */
  readonly preference: Readonly<Record<Device, number>>;
  /** Looks; loads what it must and no more. Never throws. One entry for each device that the engine knows how to use. */
  devices(options: O): Awaitable<readonly DeviceState[]>;
  /** @throws {ConfigurationError} The device cannot be used; it says why, and what to install. */
  create(options: O, device: Device, context: CreationContext): Awaitable<TensorEngine>;
}

export type EngineDefinition<O = unknown> = EngineSpecification<O> & Brand<'engine'>;

/** The token that modules bind engines to. */
export const EngineDefinition = extensionPoint<EngineDefinition>('engine');

export function defineEngine<O>(specification: EngineSpecification<O>): EngineDefinition<O> {
  return brand('engine', specification);
}
