import type * as OnnxRuntime from 'onnxruntime-node';
import { runFault } from './run-inputs.js';

export type Runtime = typeof OnnxRuntime;

let loading: Promise<Runtime> | undefined;

/**
 * The binding of ONNX Runtime, loaded when it is first needed: its library has tens of megabytes.
 * @throws {ConfigurationError} It cannot be loaded on this machine; it says why, and what to do.
 */
export function loadOnnxRuntime(): Promise<Runtime> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Runtime> {
  try {
    const runtime = await import('onnxruntime-node');
    // What goes wrong comes as an error; the library's own lines on the terminal would only say it twice.
    runtime.env.logLevel = 'fatal';
    return runtime;
  } catch (error) {
    throw runFault(
      `onnxruntime-node cannot be loaded: ${firstLine(error)}; install it with npm install onnxruntime-node`,
    );
  }
}

/** The first line of what an error says. */
export function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n', 1)[0]!;
}
