import { z } from 'zod';
import { ConfigurationError } from '../errors/design-error.js';
import type { Axes } from '../state/continuous.js';
import { axesInWords, type CoordinateSpace, coordinateSpaceOf } from '../state/coordinate-space.js';
import type { VectorBatch } from '../state/vector-space.js';
import type { FeatureMotion, Smooth } from './encoder.js';
import { defineEncoder } from './encoder-definition.js';

const options = z.strictObject({
  centre: z.number().default(0).describe('Taken from every coordinate of a line or an interval'),
  scale: z.number().positive().default(1).describe('What the rest is divided by: about the spread of the examples'),
  kinds: z
    .record(z.string(), z.int().min(2).max(10_000))
    .default({})
    .describe('Axes that hold whole numbers 0 … n − 1 which stand for kinds, and n: they are encoded one-hot'),
});

/** How coordinates are encoded. */
export type CoordinateEncoding = z.infer<typeof options>;

/** How one axis fills its features. */
interface AxisEncoding {
  readonly width: number;
  /** Writes the features of a coordinate. */
  write(x: number, into: Float64Array, at: number): void;
  /** ∂E/∂x of a coordinate from ∂E/∂features. */
  slope(x: number, gradient: Float64Array, at: number): number;
  /** Writes how the features move where the coordinate moves by v in a unit of time. */
  move(x: number, v: number, into: FeatureMotion, at: number): void;
  /** Its feature is this times the coordinate, up to something bounded; 0 where all its features are bounded. */
  readonly growth: number;
}

/**
 * Coordinates as features: lines and intervals moved and scaled, circles as cosine and sine, axes of kinds one-hot.
 * What stands for a kind is rounded to the nearest; its gradient is 0.
 *
 * @throws {ConfigurationError} The space has no coordinates, or not an axis that is said to hold kinds.
 */
export function coordinateEncoder(space: CoordinateSpace, encoding: CoordinateEncoding): Smooth<VectorBatch> {
  checkKinds(space, encoding);
  const { dimension } = space;
  if (isPlain(space, encoding)) return plainEncoder(space);
  const axes = Array.from({ length: dimension }, (_, axis) => axisEncoding(space.axes, axis, encoding));
  const width = axes.reduce((sum, axis) => sum + axis.width, 0);
  return {
    shape: [width],
    linearPart: linearPart(axes, width),
    encode: (batch) => {
      const points = space.coordinates(batch);
      const features = new Float64Array((points.length / dimension) * width);
      for (let i = 0, at = 0; i < points.length; ) {
        for (const axis of axes) {
          axis.write(points[i++]!, features, at);
          at += axis.width;
        }
      }
      return features;
    },
    pullBack: (batch, featureGradient) => {
      const points = space.coordinates(batch);
      const gradient = new Float64Array(points.length);
      for (let i = 0, at = 0; i < points.length; ) {
        for (const axis of axes) {
          gradient[i] = axis.slope(points[i]!, featureGradient, at);
          i++;
          at += axis.width;
        }
      }
      return gradient;
    },
    pushForward: (batch, directions) => {
      const points = space.coordinates(batch);
      const length = (points.length / dimension) * width;
      const motion = { velocity: new Float64Array(length), acceleration: new Float64Array(length) };
      for (let i = 0, at = 0; i < points.length; ) {
        for (const axis of axes) {
          axis.move(points[i]!, directions[i]!, motion, at);
          i++;
          at += axis.width;
        }
      }
      return motion;
    },
  };
}

/** Whether features are the coordinates as they are. */
function isPlain({ axes: { periodic } }: CoordinateSpace, { centre, scale, kinds }: CoordinateEncoding): boolean {
  return centre === 0 && scale === 1 && Object.keys(kinds).length === 0 && !periodic.includes(1);
}

/** Coordinates as they are: nothing is computed or copied on the way to a network. */
function plainEncoder(space: CoordinateSpace): Smooth<VectorBatch> {
  const { dimension } = space;
  const linearPart = new Float64Array(dimension * dimension);
  for (let axis = 0; axis < dimension; axis++) linearPart[axis * dimension + axis] = 1;
  return {
    shape: [dimension],
    linearPart,
    encode: (batch) => space.coordinates(batch),
    pullBack: (_batch, featureGradient) => featureGradient,
    pushForward: (_batch, directions) => ({
      velocity: directions,
      acceleration: new Float64Array(directions.length),
    }),
  };
}

/** [width, axes]: features of a line follow its coordinate, all others are bounded. */
function linearPart(axes: readonly AxisEncoding[], width: number): Float64Array {
  const part = new Float64Array(width * axes.length);
  let at = 0;
  for (const [axis, { width: own, growth }] of axes.entries()) {
    part[at * axes.length + axis] = growth;
    at += own;
  }
  return part;
}

function axisEncoding({ names, low, high, periodic }: Axes, axis: number, encoding: CoordinateEncoding): AxisEncoding {
  const count = encoding.kinds[names[axis]!];
  if (count !== undefined) return kinds(count);
  if (periodic[axis] === 1) return circle(low[axis]!, high[axis]!);
  return line(encoding.centre, encoding.scale);
}

function line(centre: number, scale: number): AxisEncoding {
  return {
    width: 1,
    write: (x, into, at) => {
      into[at] = (x - centre) / scale;
    },
    slope: (_x, gradient, at) => gradient[at]! / scale,
    move: (_x, v, { velocity }, at) => {
      velocity[at] = v / scale;
    },
    growth: 1 / scale,
  };
}

function circle(low: number, high: number): AxisEncoding {
  const turn = (2 * Math.PI) / (high - low);
  return {
    width: 2,
    write: (x, into, at) => {
      into[at] = Math.cos(turn * (x - low));
      into[at + 1] = Math.sin(turn * (x - low));
    },
    slope: (x, gradient, at) =>
      turn * (gradient[at + 1]! * Math.cos(turn * (x - low)) - gradient[at]! * Math.sin(turn * (x - low))),
    move: (x, v, { velocity, acceleration }, at) => {
      const [cosine, sine] = [Math.cos(turn * (x - low)), Math.sin(turn * (x - low))];
      velocity[at] = -turn * v * sine;
      velocity[at + 1] = turn * v * cosine;
      acceleration[at] = -((turn * v) ** 2) * cosine;
      acceleration[at + 1] = -((turn * v) ** 2) * sine;
    },
    growth: 0,
  };
}

function kinds(count: number): AxisEncoding {
  return {
    width: count,
    write: (x, into, at) => {
      into[at + Math.min(count - 1, Math.max(0, Math.round(x)))] = 1;
    },
    slope: () => 0,
    move: () => undefined,
    growth: 0,
  };
}

function checkKinds(space: CoordinateSpace, encoding: CoordinateEncoding): void {
  const unknown = Object.keys(encoding.kinds).filter((name) => !space.axes.names.includes(name));
  if (unknown.length === 0) return;
  throw new ConfigurationError(
    unknown.map((name) => ({
      path: ['kinds', name],
      message: `there is no axis '${name}'; the space has ${axesInWords(space)}`,
    })),
  );
}

/** The encoder `coordinates`. */
export const coordinates = defineEncoder<VectorBatch, CoordinateEncoding>({
  name: 'coordinates',
  space: 'vector',
  isDefault: true,
  summary: 'Coordinates as they are, moved and scaled; circles by cosine and sine',
  details:
    'Gradients find their way back through it, so that networks over it can be sampled by kernels that follow gradients. An axis of kinds holds the labels of a joint energy: hold it with given, or sum it out with free-energy.',
  options,
  example: { scale: 2 },
  create: (encoding, { space }) => coordinateEncoder(coordinateSpaceOf(space), encoding),
});
