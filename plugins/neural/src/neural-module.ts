import { EngineDefinition } from '@basin/core';
import { ContainerModule } from 'inversify';
import { onnxRuntimeEngine } from './engines/onnx-runtime-engine.js';
import { referenceEngine } from './engines/reference-engine.js';
import { tensorFlowEngine } from './engines/tensorflow-engine.js';

/** Everything this plugin contributes, one line each. */
export const basinModule = new ContainerModule(({ bind }) => {
  bind(EngineDefinition).toConstantValue(onnxRuntimeEngine);
  bind(EngineDefinition).toConstantValue(referenceEngine);
  bind(EngineDefinition).toConstantValue(tensorFlowEngine);
});
