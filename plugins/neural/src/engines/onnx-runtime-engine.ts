import { defineEngine, type TensorEngine } from '@basin/core';
import { z } from 'zod';
import { loadOnnxRuntime } from './load-onnx-runtime.js';
import { onnxRuntimeDevices, usableProvider } from './onnx-runtime-devices.js';
import { compileSession } from './onnx-runtime-session.js';

const name = 'neural/onnx-runtime';

/** ONNX Runtime, by its binding for Node: the fastest on a CPU. */
export const onnxRuntimeEngine = defineEngine({
  name,
  summary: 'Tensor graphs by ONNX Runtime, in float32',
  details:
    'Runs on the CPU, or on a GPU by CUDA or WebGPU where their libraries and drivers are installed. With one thread, which is the default, a graph gives the same bits in every run.',
  reference: 'ONNX Runtime developers, https://onnxruntime.ai',
  options: z.strictObject({
    threads: z
      .int()
      .min(1)
      .max(1024)
      .default(1)
      .describe('threads for one operator; more than one helps large networks'),
  }),
  preference: { cpu: 100, gpu: 100 },
  devices: onnxRuntimeDevices,
  async create({ threads }, device): Promise<TensorEngine> {
    const runtime = await loadOnnxRuntime();
    const provider = device === 'cpu' ? 'cpu' : await usableProvider();
    const place = { cpu: 'CPU', cuda: 'GPU by CUDA', webgpu: 'GPU by WebGPU' }[provider];
    return {
      name,
      device,
      description: `onnxruntime ${runtime.env.versions.node ?? runtime.env.versions.common}, ${place}`,
      precision: 'float32',
      compile: (model) => compileSession(runtime, model, provider, threads),
    };
  },
});
