export { onnxRuntimeEngine } from './engines/onnx-runtime-engine.js';
export { paddedRows } from './engines/padded-rows.js';
export { referenceEngine } from './engines/reference-engine.js';
export { tensorFlowEngine } from './engines/tensorflow-engine.js';
export { apply, applyAll } from './graph/apply.js';
export { add, divide, multiply, negate, scale, subtract } from './graph/arithmetic.js';
export { broadcastShapes } from './graph/broadcast.js';
export { cast } from './graph/casting.js';
export { groupNormalization, instanceNormalization } from './graph/channel-normalization.js';
export { and, equal, greater, less, not, or } from './graph/comparing.js';
export { concat, split } from './graph/concatenation.js';
export {
  type ConvolutionSettings,
  convolution,
  type TransposedSettings,
  transposedConvolution,
} from './graph/convolution.js';
export { cumulativeSum } from './graph/cumulative-sum.js';
export { depthToSpace, spaceToDepth } from './graph/depth-and-space.js';
export { type Dimension, type RowMultiple, rows, type Shape, shapeFor, shapeText } from './graph/dimension.js';
export { einsum } from './graph/einsum.js';
export { gatherElements, scatterElements } from './graph/element-indexing.js';
export { evaluateGraph, type GraphEvaluation, graphEvaluation } from './graph/evaluate-graph.js';
export { expandLike, fullLike, onesLike, sum, sumLike, zerosLike } from './graph/expand-and-sum.js';
export { gather, gatherNd, scatterNd } from './graph/gathering.js';
export { errorFunction, gelu } from './graph/gaussian.js';
export { globalAveragePool, globalMaxPool } from './graph/global-pooling.js';
export { layerNormalization } from './graph/layer-normalization.js';
export { constant, input, integers, scalar } from './graph/leaves.js';
export { matrixProduct } from './graph/matrix-products.js';
export { nodesInOrder } from './graph/node-order.js';
export { oneHot } from './graph/one-hot.js';
export type { Operator, OperatorArguments, ReferenceArray, TensorOutline } from './graph/operator.js';
export { operators } from './graph/operators.js';
export { averagePool, maxPool, type PoolSettings } from './graph/pooling.js';
export { exponential, logarithm, power, reciprocal, square, squareRoot } from './graph/powers.js';
export { argMax, argMin, topK } from './graph/ranking.js';
export { relu } from './graph/rectifiers.js';
export { euclideanNorm, largest, logSumExp, mean, sumOfSquares } from './graph/reductions.js';
export { reshape, reshapeLike, squeeze, unsqueeze } from './graph/reshaping.js';
export { gradients, nodesWithoutDerivative } from './graph/reverse-mode.js';
export { absolute, sign } from './graph/rounding.js';
export { maximum, minimum, where } from './graph/selecting.js';
export { shapeOf } from './graph/shape-operators.js';
export { sigmoid, silu, softplus } from './graph/sigmoids.js';
export { simplified } from './graph/simplify.js';
export { pad, slice } from './graph/slicing.js';
export { logSoftmax, softmax } from './graph/softmax.js';
export { countingTo, filled, integer } from './graph/sources.js';
export { substituted } from './graph/substitute.js';
export type {
  Attributes,
  ConstantValues,
  ElementType,
  Graph,
  GraphNode,
  Tensor,
  TensorSource,
} from './graph/tensor.js';
export { tile } from './graph/tiling.js';
export { transpose, transposeMatrices } from './graph/transposing.js';
export { lowerTriangle, upperTriangle } from './graph/triangle.js';
export { cosine, sine, tanh } from './graph/trigonometry.js';
export { type AttentionOptions, attentionNetwork } from './networks/attention.js';
export { type ConvolutionOptions, convolutionNetwork } from './networks/convolution-layers.js';
export { createNetwork, type NetworkRequest } from './networks/create-network.js';
export { type EnsembleOptions, ensemble } from './networks/ensemble.js';
export { exportNetwork } from './networks/export-network.js';
export { imageConvolution } from './networks/image-convolution-energy.js';
export { dense, flattened, normalised, scalarOutput } from './networks/layers.js';
export { multilayerPerceptron, type PerceptronOptions } from './networks/multilayer-perceptron.js';
export { type Architecture, buildNetwork, type FeatureOutline, type Network } from './networks/network.js';
export {
  type EngineBound,
  fixedNetworkEnergy,
  type NetworkEnergy,
  type NetworkEnergyParts,
  networkEnergy,
} from './networks/network-energy.js';
export { sequenceConvolution } from './networks/sequence-convolution-energy.js';
export { type NetworkParameter, Weights } from './networks/weights.js';
export type { FileLimits } from './onnx/file-limits.js';
export { type OnnxModel, type ReadSettings, readModel } from './onnx/read-model.js';
export type { OpaqueNode } from './onnx/read-nodes.js';
export type { DeclaredValue } from './onnx/read-value.js';
export { type WriteSettings, writeModel } from './onnx/write-model.js';
