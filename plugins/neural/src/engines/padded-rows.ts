import type { CompiledGraph, NamedTensors, TensorData } from '@basin/core';

/**
 * Rows are filled up to a multiple of so many. Measured with ONNX Runtime 1.30 on an x64 processor: products of matrices, with
 * weights that are inputs, treat the last rows of a batch otherwise unless there are 4 of them, and one row otherwise than many.
 */
const rowMultiple = 4;

/**
 * A graph in which rows do not meet, run so that a row's numbers do not depend on how many others there are: the last row is
 * repeated until the number of rows is a multiple of 4, and what comes of it is left out.
 *
 * With ONNX Runtime on one thread, a row then has the same bits in any batch and at any place of it, as long as what is summed
 * within a row (softmax, means) is a multiple of 16 long: other sums begin at places where the processor adds in another order.
 * Several threads share the work by its size, so that with them bits may differ.
 *
 * @param rowInputs - Inputs whose first axis counts the rows. All outputs must have that axis first, and no output may depend on
 *   another row: sums over rows would count the repeated one.
 * @remarks Costs at most 3 more rows, and a copy of the row inputs unless their number fits already.
 */
export function paddedRows(graph: CompiledGraph, rowInputs: readonly string[]): CompiledGraph {
  return {
    run(inputs, outputs) {
      const rowCount = inputs[rowInputs[0] ?? '']?.shape[0] ?? 0;
      const missing = (rowMultiple - (rowCount % rowMultiple)) % rowMultiple;
      // What does not fit is left to the graph, which says so.
      const fits = rowInputs.every((name) => inputs[name]?.shape[0] === rowCount);
      if (missing === 0 || rowCount === 0 || !fits) return graph.run(inputs, outputs);
      const filled = rowInputs.map((name) => [name, withRows(inputs[name]!, rowCount + missing)]);
      const results = graph.run({ ...inputs, ...Object.fromEntries(filled) }, outputs);
      return Promise.resolve(results).then((tensors) => firstRows(tensors, rowCount));
    },
    dispose: () => graph.dispose(),
  };
}

/** A tensor with its last row repeated. */
function withRows({ shape, values }: TensorData, rowCount: number): TensorData {
  const [before = 1, ...row] = shape;
  const width = row.reduce((product, length) => product * length, 1);
  const Values = values.constructor as new (length: number) => typeof values; // One of the four array types of the contract.
  const filled = new Values(rowCount * width);
  filled.set(values.subarray(0, before * width));
  for (let at = before; at < rowCount; at++)
    filled.set(values.subarray((before - 1) * width, before * width), at * width);
  return { shape: [rowCount, ...row], values: filled };
}

function firstRows(tensors: NamedTensors, rowCount: number): NamedTensors {
  const cut = Object.entries(tensors).map(([name, { shape, values }]): [string, TensorData] => {
    const [before = 1, ...row] = shape;
    return [name, { shape: [rowCount, ...row], values: values.slice(0, (values.length / before) * rowCount) }];
  });
  return Object.fromEntries(cut);
}
