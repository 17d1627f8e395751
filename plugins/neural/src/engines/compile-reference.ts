import type { CompiledGraph, NamedTensors, TensorData } from '@basin/core';
import { type GraphEvaluation, graphEvaluation } from '../graph/evaluate-graph.js';
import type { ReferenceArray } from '../graph/operator.js';
import type { Graph, Tensor } from '../graph/tensor.js';
import { expectedInput, rowsOf, runFault, wantedOutputs } from './run-inputs.js';

/** A graph made ready for plain loops in float64. @throws {ConfigurationError} It holds an unknown operator. */
export function compileReference(graph: Graph): CompiledGraph {
  const expected = graph.inputs.map(expectedInput);
  const known = Object.keys(graph.outputs);
  // A subset of the outputs is a graph of its own: what only the others need is not computed.
  const evaluations = new Map<string, GraphEvaluation>([[known.join('\n'), graphEvaluation(graph)]]);
  let isDisposed = false;
  return {
    run(inputs, outputs) {
      if (isDisposed) throw runFault('the graph has been disposed of');
      const rowCount = rowsOf(expected, inputs);
      const wanted = wantedOutputs(known, outputs);
      const key = wanted.join('\n');
      const evaluation = evaluations.get(key) ?? graphEvaluation(withOutputs(graph, wanted));
      evaluations.set(key, evaluation);
      return evaluated(evaluation, graph, inputs, rowCount);
    },
    dispose() {
      isDisposed = true;
      evaluations.clear();
    },
  };
}

function withOutputs(graph: Graph, wanted: readonly string[]): Graph {
  return {
    inputs: graph.inputs,
    outputs: Object.fromEntries(wanted.map((output) => [output, graph.outputs[output]!])),
  };
}

function evaluated(evaluation: GraphEvaluation, graph: Graph, inputs: NamedTensors, rowCount: number): NamedTensors {
  const arrays = Object.entries(inputs).map(([input, { shape, values }]): [string, ReferenceArray] => [
    input,
    { shape, values: Float64Array.from(values) },
  ]);
  try {
    const results = Object.entries(evaluation(Object.fromEntries(arrays), rowCount));
    return Object.fromEntries(results.map(([output, array]) => [output, given(array, graph.outputs[output]!)]));
  } catch (error) {
    // Typed arrays refuse lengths that do not fit into memory.
    throw error instanceof RangeError ? runFault(`the graph cannot be evaluated: ${error.message}`) : error;
  }
}

/** In an array of its own: values may be those of an input, a constant or another output. */
function given({ shape, values }: ReferenceArray, { type }: Tensor): TensorData {
  if (type === 'real') return { shape, values: values.slice() };
  return { shape, values: type === 'integer' ? Int32Array.from(values) : Uint8Array.from(values) };
}
