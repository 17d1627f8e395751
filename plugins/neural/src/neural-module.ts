import { EnergyDefinition, EngineDefinition } from '@basin/core';
import { ContainerModule } from 'inversify';
import { onnxRuntimeEngine } from './engines/onnx-runtime-engine.js';
import { referenceEngine } from './engines/reference-engine.js';
import { tensorFlowEngine } from './engines/tensorflow-engine.js';
import { attentionEnergy } from './networks/attention-energy.js';
import { imageConvolutionEnergy } from './networks/image-convolution-energy.js';
import { perceptronEnergy } from './networks/multilayer-perceptron-energy.js';
import { onnxFileEnergy, onnxFileProperty } from './networks/onnx-file-energy.js';
import { regressor } from './networks/regressor.js';
import { sequenceConvolutionEnergy } from './networks/sequence-convolution-energy.js';

/** Everything this plugin contributes, one line each. */
export const basinModule = new ContainerModule(({ bind }) => {
  bind(EngineDefinition).toConstantValue(onnxRuntimeEngine);
  bind(EngineDefinition).toConstantValue(referenceEngine);
  bind(EngineDefinition).toConstantValue(tensorFlowEngine);
  bind(EnergyDefinition).toConstantValue(perceptronEnergy);
  bind(EnergyDefinition).toConstantValue(sequenceConvolutionEnergy);
  bind(EnergyDefinition).toConstantValue(imageConvolutionEnergy);
  bind(EnergyDefinition).toConstantValue(attentionEnergy);
  bind(EnergyDefinition).toConstantValue(regressor);
  bind(EnergyDefinition).toConstantValue(onnxFileEnergy);
  bind(EnergyDefinition).toConstantValue(onnxFileProperty);
});
