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
  box(
    pairs: number,
    count: number,
    dimension: number,
    parameters: number,
    exponents: number,
    sides: number,
    points: number,
    gradient: number,
    highest: number,
    sums: number,
  ): void;
}

const load = wasmModule<MixtureExports>(mixtureBinary);

/** Coordinates of so many points stay in the nearest cache. */
const coordinatesAtOnce = 512;
const doubleBytes = 8;

/**
 * A mixture of components with independent axes by the module core/assembly/mixture.ts, two points side by side: the bits of
 * `plainMixture`.
 *
 * @returns undefined where the host has no vectors, or the module's memory no room for the components.
 */
export function vectorMixture(components: MixtureComponents): PointFunction | undefined {
  const module = load();
  if (module === undefined) return undefined;
  const { dimension, logWeights } = components;
  const memory = new Float64Array(module.memory.buffer);
  const parameters = parametersOf(components);
  const pointsAtOnce = 2 * Math.max(1, Math.floor(coordinatesAtOnce / (2 * dimension)));
  const parametersAt = module.freeMemory.value / doubleBytes;
  const exponentsAt = parametersAt + parameters.length;
  const sidesAt = exponentsAt + 2 * logWeights.length;
  const pointsAt = sidesAt + 4 * dimension;
  const gradientAt = pointsAt + pointsAtOnce * dimension;
  const highestAt = gradientAt + pointsAtOnce * dimension;
  const sumsAt = highestAt + pointsAtOnce;
  if (sumsAt + pointsAtOnce > memory.length) return undefined;
  memory.set(exponentialTable());
  const fill = fillOf(module, components, {
    parametersAt,
    exponentsAt,
    sidesAt,
    pointsAt,
    gradientAt,
    highestAt,
    sumsAt,
  });
  return (points, energy, gradient) => {
    memory.set(parameters, parametersAt);
    for (let from = 0; from < energy.length; from += pointsAtOnce) {
      const size = Math.min(pointsAtOnce, energy.length - from);
      memory.set(points.subarray(from * dimension, (from + size) * dimension), pointsAt);
      fill((size + 1) >> 1);
      for (let i = 0; i < size; i++) energy[from + i] = 0 - memory[highestAt + i]! - Math.log(memory[sumsAt + i]!);
      gradient?.set(memory.subarray(gradientAt, gradientAt + size * dimension), from * dimension);
    }
  };
}

/** Where things lie, in doubles. */
interface Places {
  readonly parametersAt: number;
  readonly exponentsAt: number;
  readonly sidesAt: number;
  readonly pointsAt: number;
  readonly gradientAt: number;
  readonly highestAt: number;
  readonly sumsAt: number;
}

/** The module's function of so many pairs of points. */
function fillOf(
  module: MixtureExports,
  { dimension, logWeights }: MixtureComponents,
  places: Places,
): (pairs: number) => void {
  const count = logWeights.length;
  const parameters = places.parametersAt * doubleBytes;
  const exponents = places.exponentsAt * doubleBytes;
  const sides = places.sidesAt * doubleBytes;
  const points = places.pointsAt * doubleBytes;
  const gradient = places.gradientAt * doubleBytes;
  const highest = places.highestAt * doubleBytes;
  const sums = places.sumsAt * doubleBytes;
  return dimension === 2
    ? (pairs) => module.plane(pairs, count, parameters, exponents, points, gradient, highest, sums)
    : (pairs) => module.box(pairs, count, dimension, parameters, exponents, sides, points, gradient, highest, sums);
}

/** Of each component: logarithm of the weight, mean, precision. */
function parametersOf({ dimension, logWeights, means, precisions }: MixtureComponents): Float64Array {
  const stride = 1 + 2 * dimension;
  const parameters = new Float64Array(stride * logWeights.length);
  for (let k = 0, at = 0; k < logWeights.length; k++, at += stride) {
    const axes = [k * dimension, (k + 1) * dimension] as const;
    parameters[at] = logWeights[k]!;
    parameters.set(means.subarray(...axes), at + 1);
    parameters.set(precisions.subarray(...axes), at + 1 + dimension);
  }
  return parameters;
}
