import { createRequire } from 'node:module';
import type { Device } from '@basin/core';
import { firstLine } from './load-onnx-runtime.js';
import type { Library } from './tensorflow-kernel.js';

/** Builds of TensorFlow.js, the fastest first. */
export const tensorFlowBuilds = ['node-gpu', 'node', 'wasm', 'cpu'] as const;
export type TensorFlowBuild = (typeof tensorFlowBuilds)[number];

/** A build that has been loaded and has multiplied two matrices. */
export interface LoadedBuild {
  readonly build: TensorFlowBuild;
  readonly device: Device;
  readonly library: Library;
  /** 'TensorFlow.js 4.22.0, wasm'. */
  readonly description: string;
}

/** A build that cannot be used, and why. */
export interface MissingBuild {
  readonly build: TensorFlowBuild;
  readonly fault: string;
}

const loading = new Map<TensorFlowBuild, Promise<LoadedBuild | MissingBuild>>();

/** Loads a build, once a process. Never throws. */
export function loadTensorFlow(build: TensorFlowBuild): Promise<LoadedBuild | MissingBuild> {
  const known = loading.get(build) ?? load(build).catch((error) => ({ build, fault: firstLine(error) }));
  loading.set(build, known);
  return known;
}

async function load(build: TensorFlowBuild): Promise<LoadedBuild | MissingBuild> {
  const { library, backend, device } = await imported(build);
  await useBackend(library, backend);
  const square = library.tensor2d([1, 2, 3, 4], [2, 2]);
  const product = library.matMul(square, square);
  const [first] = await product.data();
  library.dispose([square, product]);
  if (first !== 7) return { build, fault: 'a trial gave wrong numbers' };
  return { build, device, library, description: `TensorFlow.js ${library.version_core}, ${build}` };
}

async function imported(build: TensorFlowBuild): Promise<{ library: Library; backend: string; device: Device }> {
  if (build === 'node-gpu' || build === 'node') return importedNative(build);
  const library = await import('@tensorflow/tfjs-core');
  if (build === 'cpu') {
    await import('@tensorflow/tfjs-backend-cpu');
  } else {
    const { setThreadsCount } = await import('@tensorflow/tfjs-backend-wasm');
    setThreadsCount(1); // Threads of their own would keep the process alive, and change the order of sums.
  }
  return { library, backend: build, device: 'cpu' };
}

/** The builds with TensorFlow's own library, which are installed by those who want them: their names are no imports here. */
async function importedNative(build: 'node-gpu' | 'node') {
  const name = build === 'node' ? '@tensorflow/tfjs-node' : '@tensorflow/tfjs-node-gpu';
  if (!isInstalled(name)) throw new Error('it is not installed');
  const loaded = (await import(name)) as { default?: Library } & Library;
  const device = build === 'node-gpu' && hasGpu(loaded.default ?? loaded) ? 'gpu' : 'cpu';
  return { library: loaded.default ?? loaded, backend: 'tensorflow', device: device as Device };
}

function isInstalled(name: string): boolean {
  try {
    return createRequire(import.meta.url).resolve(name) !== '';
  } catch {
    return false;
  }
}

/** Whether TensorFlow has found a graphics card; its build for cards falls back to the processor silently. */
function hasGpu(library: Library): boolean {
  const backend = library.findBackend('tensorflow') as { isUsingGpuDevice?: boolean } | null;
  return backend?.isUsingGpuDevice === true;
}

/** Makes a build's backend the one that computes. @throws {Error} It does not start. */
export async function useBackend(library: Library, backend: string): Promise<void> {
  if (library.getBackend() === backend) return;
  if (!(await library.setBackend(backend))) throw new Error(`the backend '${backend}' does not start`);
}

/** TensorFlow.js's own name for the backend of a build. */
export function backendOf(build: TensorFlowBuild): string {
  return build === 'node' || build === 'node-gpu' ? 'tensorflow' : build;
}
