import type { Encoder } from '../encoding/encoder.js';
import type { EngineChoice } from '../engine/engine-choice.js';
import type { TensorEngine } from '../engine/tensor-engine.js';
import type { Reference } from '../extension/definition.js';
import type { Awaitable } from '../numerics/awaitable.js';
import type { SpaceContext } from '../state/space-context.js';

/** What an energy may need while it is created. */
export interface EnergyContext<B> extends SpaceContext<B> {
  /**
   * An encoder of the space: the one named, or the space's default.
   *
   * @throws {ConfigurationError} It reads another kind of space, or none was named and the space has no default.
   */
  encoder(reference: Reference<'encoder'> | undefined): Awaitable<Encoder<B>>;
  /**
   * An engine, made once for all who choose alike.
   *
   * @throws {ConfigurationError} No engine here can use the device; it says why each cannot, and what to install.
   */
  engine(choice: EngineChoice): Awaitable<TensorEngine>;
  /**
   * The content of a file of the workspace that the energy's definition names in `filesRead`.
   *
   * @throws {DatasetError} It cannot be read.
   */
  readFile(path: string): Promise<Uint8Array>;
}
