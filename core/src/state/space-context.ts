import type { CreationContext } from '../extension/definition.js';
import type { StateSpace } from './state-space.js';

/** What an extension about states may need while it is created: also the space that its states are of. */
export interface SpaceContext<B> extends CreationContext {
  readonly space: StateSpace<B>;
}
