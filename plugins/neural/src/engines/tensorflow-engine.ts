import { type DeviceState, defineEngine, type TensorEngine } from '@basin/core';
import { z } from 'zod';
import { runFault } from './run-inputs.js';
import {
  type LoadedBuild,
  loadTensorFlow,
  type MissingBuild,
  type TensorFlowBuild,
  tensorFlowBuilds,
} from './tensorflow-library.js';
import { compileTensorFlow } from './tensorflow-session.js';
import { understoodGraph } from './understood-graph.js';

const name = 'neural/tensorflow';
const nativeAdvice = 'install @tensorflow/tfjs-node, which brings TensorFlow for the processor';
const gpuAdvice =
  'on Linux with an NVIDIA card, install @tensorflow/tfjs-node-gpu with CUDA 11.8 and cuDNN 8.6; it downloads TensorFlow when it is installed';

/** TensorFlow.js in whichever build is installed. Only its forward kernels are used. */
export const tensorFlowEngine = defineEngine({
  name,
  summary: 'Tensor graphs by TensorFlow.js, in float32',
  details:
    'The fastest build that is installed: @tensorflow/tfjs-node-gpu, @tensorflow/tfjs-node, WebAssembly, plain JavaScript. The last two come with this package. Gradients are nodes of the graph, so its own are not used. Convolutions and pools gather their windows first, which takes as many times the memory as a window has elements.',
  reference: 'Smilkov et al., TensorFlow.js: machine learning for the web and beyond, MLSys 1, 309 (2019)',
  options: z.strictObject({
    build: z.enum(tensorFlowBuilds).optional().describe('the build to use; the fastest that is installed when absent'),
  }),
  preference: { cpu: 10, gpu: 50 },
  devices: async ({ build }): Promise<readonly DeviceState[]> => [
    await cpuState(build === undefined ? cpuBuilds : [build]),
    await gpuState(build === undefined || build === 'node-gpu'),
  ],
  async create({ build }, device): Promise<TensorEngine> {
    const candidates = build === undefined ? (device === 'gpu' ? (['node-gpu'] as const) : cpuBuilds) : [build];
    const { loaded, missing } = await firstOf(candidates);
    if (loaded === undefined) throw runFault(`TensorFlow.js cannot be used: ${faultsOf(missing)}; ${nativeAdvice}`);
    if (device === 'gpu' && loaded.device === 'cpu') throw runFault(`TensorFlow found no graphics card; ${gpuAdvice}`);
    return {
      name,
      device,
      description: loaded.description,
      precision: 'float32',
      compile: (model) => compileTensorFlow(loaded, understoodGraph(model, name)),
    };
  },
});

const cpuBuilds: readonly TensorFlowBuild[] = ['node', 'wasm', 'cpu'];

async function cpuState(builds: readonly TensorFlowBuild[]): Promise<DeviceState> {
  const { loaded, missing } = await firstOf(builds);
  if (loaded === undefined) return { device: 'cpu', usable: false, reason: faultsOf(missing), advice: nativeAdvice };
  return { device: 'cpu', usable: true, description: loaded.description };
}

async function gpuState(isWanted: boolean): Promise<DeviceState> {
  if (!isWanted)
    return {
      device: 'gpu',
      usable: false,
      reason: "the option 'build' names another build",
      advice: "leave 'build' out",
    };
  const { loaded, missing } = await firstOf(['node-gpu']);
  if (loaded === undefined) return { device: 'gpu', usable: false, reason: faultsOf(missing), advice: gpuAdvice };
  if (loaded.device === 'gpu') return { device: 'gpu', usable: true, description: loaded.description };
  return { device: 'gpu', usable: false, reason: 'TensorFlow found no graphics card', advice: gpuAdvice };
}

async function firstOf(builds: readonly TensorFlowBuild[]) {
  const missing: MissingBuild[] = [];
  for (const build of builds) {
    const result = await loadTensorFlow(build);
    if ('library' in result) return { loaded: result satisfies LoadedBuild, missing };
    missing.push(result);
  }
  return { loaded: undefined, missing };
}

function faultsOf(missing: readonly MissingBuild[]): string {
  return missing.map(({ build, fault }) => `${build}: ${fault}`).join('; ');
}
