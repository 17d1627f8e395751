import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import type { DeviceState } from '@basin/core';
import { ConfigurationError } from '@basin/core';
import { multiply } from '../graph/arithmetic.js';
import { rows } from '../graph/dimension.js';
import { input } from '../graph/leaves.js';
import { writeModel } from '../onnx/write-model.js';
import { firstLine, loadOnnxRuntime } from './load-onnx-runtime.js';
import type { Provider } from './onnx-runtime-session.js';
import { runFault } from './run-inputs.js';

type GpuProvider = Exclude<Provider, 'cpu'>;

/** The processor and the graphics card, as ONNX Runtime can use them. A card counts when it has run a graph. */
export async function onnxRuntimeDevices(): Promise<readonly DeviceState[]> {
  try {
    const { versions } = (await loadOnnxRuntime()).env;
    const description = `onnxruntime ${versions.node ?? versions.common}`;
    return [{ device: 'cpu', usable: true, description }, await gpuState(description)];
  } catch (error) {
    const reason = error instanceof ConfigurationError ? error.message : firstLine(error);
    const advice = 'install it with npm install onnxruntime-node, on an x64 or arm64 machine';
    return (['cpu', 'gpu'] as const).map((device) => ({ device, usable: false, reason, advice }));
  }
}

/** The provider that can use the graphics card. @throws {ConfigurationError} None can; it says why. */
export async function usableProvider(): Promise<GpuProvider> {
  const found = await gpuProviders();
  const working = found.find(({ fault }) => fault === undefined);
  if (working !== undefined) return working.provider;
  throw runFault(`ONNX Runtime cannot use a GPU: ${reasonOf(found)}; ${gpuAdvice}`);
}

const gpuAdvice =
  'for CUDA, install the NVIDIA driver, CUDA 12 and cuDNN 9, then npm rebuild onnxruntime-node --onnxruntime-node-install=cuda12; for WebGPU, a driver with Vulkan, Metal or Direct3D 12';

async function gpuState(description: string): Promise<DeviceState> {
  const found = await gpuProviders();
  const working = found.find(({ fault }) => fault === undefined);
  if (working === undefined) return { device: 'gpu', usable: false, reason: reasonOf(found), advice: gpuAdvice };
  return { device: 'gpu', usable: true, description: `${description}, ${working.provider}` };
}

interface TriedProvider {
  readonly provider: GpuProvider;
  /** Why it cannot be used; absent where it works. */
  readonly fault?: string;
}

function reasonOf(tried: readonly TriedProvider[]): string {
  return tried.map(({ provider, fault }) => `${provider}: ${fault}`).join('; ');
}

let tried: Promise<readonly TriedProvider[]> | undefined;

/** The providers of this build for graphics cards, each tried once a process. */
function gpuProviders(): Promise<readonly TriedProvider[]> {
  tried ??= tryProviders();
  return tried;
}

async function tryProviders(): Promise<TriedProvider[]> {
  const built = (await loadOnnxRuntime()).listSupportedBackends();
  const results: TriedProvider[] = [];
  for (const provider of ['cuda', 'webgpu'] as const) {
    const backend = built.find(({ name }) => name === provider);
    results.push({ provider, ...(await faultOf(provider, backend)) });
  }
  return results;
}

async function faultOf(provider: GpuProvider, backend: { bundled: boolean } | undefined): Promise<{ fault?: string }> {
  if (backend === undefined) return { fault: 'this build of onnxruntime does not have it' };
  if (!(await mayHaveCard())) return { fault: 'no graphics card was found' };
  return tryProvider(provider);
}

/** Whether the system shows a graphics card. Only Linux is asked; elsewhere the trial tells. */
async function mayHaveCard(): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const [devices, cards] = await Promise.all(['/dev', '/dev/dri'].map((folder) => readdir(folder).catch(() => [])));
  return devices!.some((entry) => /^nvidia\d|^dxg$/.test(entry)) || cards!.some((entry) => entry.startsWith('renderD'));
}

/**
 * Runs a graph on a graphics card in a process of its own: a driver that does not fit may end the process it is loaded into, and
 * writes on the terminal.
 */
async function tryProvider(provider: GpuProvider): Promise<{ fault?: string }> {
  const library = createRequire(import.meta.url).resolve('onnxruntime-node');
  const trial = [trialProgram, library, provider, Buffer.from(trialModel()).toString('base64')];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', ...trial], { timeout: 60_000 });
    return stdout.endsWith('works') ? {} : { fault: stdout.split('\n').at(-1) || 'the trial gave nothing' };
  } catch (error) {
    return { fault: `a trial ended badly: ${firstLine(error)}` };
  }
}

function trialModel(): Uint8Array {
  const x = input('x', [rows, 2]);
  return writeModel({ inputs: [x], outputs: { y: multiply(x, x) } }, { precision: 'float32' });
}

const trialProgram = `
const [library, provider, model] = process.argv.slice(1);
const runtime = require(library);
runtime.env.logLevel = 'fatal';
const options = { executionProviders: [provider], logSeverityLevel: 4 };
runtime.InferenceSession.create(Buffer.from(model, 'base64'), options)
  .then((session) => session.run({ x: new runtime.Tensor('float32', Float32Array.of(3, 4), [1, 2]) }))
  .then(({ y }) => process.stdout.write(y.data[1] === 16 ? 'works' : 'a trial gave wrong numbers'))
  .catch((error) => process.stdout.write(String(error.message).split('\\n')[0]));
`;
