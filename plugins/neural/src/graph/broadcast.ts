import { type Dimension, type Shape, sameDimension, shapeText } from './dimension.js';
import { graphFault } from './graph-fault.js';

/**
 * The shape that tensors of these shapes are stretched to when they meet: aligned at the last axis, 1 stretches to anything.
 * @throws {ConfigurationError} Two lengths differ and neither is 1. A number of rows meets no number but 1.
 */
export function broadcastShapes(...shapes: readonly Shape[]): Shape {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    let met: Dimension = 1;
    for (const shape of shapes) {
      const dimension = shape[axis - rank + shape.length] ?? 1;
      if (dimension === 1 || sameDimension(dimension, met)) continue;
      if (met !== 1) throw graphFault(`shapes ${shapes.map(shapeText).join(' and ')} do not fit together`);
      met = dimension;
    }
    return met;
  });
}

/**
 * The axes of `shape` along which a tensor of shape `narrow` is repeated: leading ones it does not have, and those where its
 * length is 1.
 */
export function stretchedAxes(narrow: Shape, shape: Shape): { readonly leading: number; readonly stretched: number[] } {
  const leading = shape.length - narrow.length;
  const stretched: number[] = [];
  narrow.forEach((dimension, axis) => {
    if (dimension === 1 && shape[axis + leading] !== 1) stretched.push(axis + leading);
  });
  return { leading, stretched };
}
