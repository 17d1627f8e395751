import { z } from 'zod';
import type { Reference, ReferenceSchemas } from '../extension/definition.js';
import type { Device } from './tensor-engine.js';

/** Which engine runs a graph, and where; what is absent is chosen by what this machine has. */
export interface EngineChoice {
  readonly engine?: Reference<'engine'> | undefined;
  readonly device: 'auto' | Device;
}

/** Options by which a workflow file chooses: `device: auto | cpu | gpu` and `engine: name`. Spread into an options object. */
export function engineChoiceOptions(refer: ReferenceSchemas) {
  return {
    engine: refer.to('engine').optional().describe('what runs the network; the best that this machine has when absent'),
    device: z
      .enum(['auto', 'cpu', 'gpu'])
      .default('auto')
      .describe('where it runs; auto takes a GPU where one is usable'),
  };
}
