import { arrangementKernels } from './tensorflow-arrangement.js';
import { referenceKernels } from './tensorflow-by-reference.js';
import { elementwiseKernels } from './tensorflow-elementwise.js';
import { indexingKernels } from './tensorflow-indexing.js';
import type { Kernels } from './tensorflow-kernel.js';
import { productKernels } from './tensorflow-products.js';
import { reductionKernels } from './tensorflow-reductions.js';
import { windowKernels } from './tensorflow-windows.js';

/** What TensorFlow.js does for each operator, by ONNX's name. Forward alone: gradients are nodes of the graph. */
export const tensorFlowKernels: Kernels = {
  ...elementwiseKernels,
  ...arrangementKernels,
  ...indexingKernels,
  ...reductionKernels,
  ...productKernels,
  ...windowKernels,
  ...referenceKernels,
};
