import { exponentialTable } from '../numerics/fast-exp.js';
import { mixtureBinary } from '../numerics/mixture-binary.js';
import { type WasmExports, wasmModule } from '../numerics/web-assembly.js';
import type { MixtureComponents } from './mixture-components.js';
import type { PointFunction } from './point-energy.js';

interface MixtureExports extends WasmExports {
  readonly freeMemory: { readonly value: number };
  plane(
    pairs: number,
    count: number,
    parameters: number,
    exponents: number,
    points: number,
    gradient: number,
    highest: number,
    sums: number,
  ): void;
}

const load = wasmModule<MixtureExports>(mixtureBinary);

/** So many points at once stay in the nearest cache. */
const pointsAtOnce = 256;
/** More components take so long for each point that vectors would gain no more; fewer always fit the memory. */
const mostComponents = 4096;
/** Numbers of a component: logarithm of its weight, mean and precision. */
const parameterCount = 5;
const doubleBytes = 8;

/**
 * A mixture in the plane by the module core/assembly/mixture.ts, two points side by side: the bits of `planeMixture`.
 *
 * @returns undefined where the host has no vectors, or the module's memory no room.
 */
export function vectorPlaneMixture(components: MixtureComponents): PointFunction | undefined {
  const count = components.logWeights.length;
  const module = count <= mostComponents ? load() : undefined;
  if (module === undefined) return undefined;
  const memory = new Float64Array(module.memory.buffer);
  memory.set(exponentialTable());
  const parameters = parametersOf(components);
  const parametersAt = module.freeMemory.value / doubleBytes;
  const exponentsAt = parametersAt + parameterCount * count;
  const pointsAt = exponentsAt + 2 * count;
  const gradientAt = pointsAt + 2 * pointsAtOnce;
  const highestAt = gradientAt + 2 * pointsAtOnce;
  const sumsAt = highestAt + pointsAtOnce;
  const places = [parametersAt, exponentsAt, pointsAt, gradientAt, highestAt, sumsAt].map((at) => at * doubleBytes);
  const [parametersByte = 0, exponentsByte = 0, pointsByte = 0, gradientByte = 0, highestByte = 0, sumsByte = 0] =
    places;
  return (points, energy, gradient) => {
    memory.set(parameters, parametersAt);
    for (let from = 0; from < energy.length; from += pointsAtOnce) {
      const size = Math.min(pointsAtOnce, energy.length - from);
      memory.set(points.subarray(2 * from, 2 * (from + size)), pointsAt);
      const pairs = (size + 1) >> 1;
      module.plane(pairs, count, parametersByte, exponentsByte, pointsByte, gradientByte, highestByte, sumsByte);
      for (let i = 0; i < size; i++) energy[from + i] = 0 - memory[highestAt + i]! - Math.log(memory[sumsAt + i]!);
      gradient?.set(memory.subarray(gradientAt, gradientAt + 2 * size), 2 * from);
    }
  };
}

function parametersOf({ logWeights, means, precisions }: MixtureComponents): Float64Array {
  const parameters = new Float64Array(parameterCount * logWeights.length);
  for (let k = 0, at = 0; k < logWeights.length; k++, at += parameterCount) {
    parameters[at] = logWeights[k]!;
    parameters.set(means.subarray(2 * k, 2 * k + 2), at + 1);
    parameters.set(precisions.subarray(2 * k, 2 * k + 2), at + 3);
  }
  return parameters;
}
