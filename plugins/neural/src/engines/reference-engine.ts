import { defineEngine, type TensorEngine } from '@basin/core';
import { z } from 'zod';
import { compileReference } from './compile-reference.js';
import { understoodGraph } from './understood-graph.js';

const name = 'neural/reference';

/** Plain loops over typed arrays in float64: what other engines are held against. Many times slower than they are. */
export const referenceEngine = defineEngine({
  name,
  summary: 'Tensor graphs by plain loops in float64',
  details:
    'The definition of every operator, written to be read. Other engines are tested against it. Use it to see whether a result depends on the precision of float32; it is many times slower.',
  options: z.strictObject({}),
  preference: { cpu: 1, gpu: 0 },
  devices: () => [{ device: 'cpu', usable: true, description: 'plain loops in float64' }],
  create: (): TensorEngine => ({
    name,
    device: 'cpu',
    description: 'plain loops in float64, CPU',
    precision: 'float64',
    compile: (model) => compileReference(understoodGraph(model, name)),
  }),
});
