import type { NamedTensors, TensorData } from '@basin/core';

/** Reals as float32, whatever they were computed with. */
export function inSinglePrecision(tensors: NamedTensors): NamedTensors {
  const rounded = Object.entries(tensors).map(([name, { shape, values }]): [string, TensorData] => [
    name,
    { shape, values: values instanceof Float64Array ? Float32Array.from(values) : values },
  ]);
  return Object.fromEntries(rounded);
}
