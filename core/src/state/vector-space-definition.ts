import { z } from 'zod';
import { type AxisSpecification, axisFaults } from './axis-specification.js';
import { positionColumn } from './coordinate-columns.js';
import { defineStateSpace } from './state-space-definition.js';
import { type VectorBatch, VectorSpace } from './vector-space.js';

const axis = z.strictObject({
  name: z.string().min(1).describe('Name of the axis and of its column'),
  low: z.number().optional().describe('Least coordinate; none when absent'),
  high: z.number().optional().describe('Greatest coordinate; none when absent'),
  periodic: z.boolean().default(false).describe('Whether the axis is a circle, with high the same place as low'),
});

const options = z
  .strictObject({
    dimension: z
      .int()
      .min(1)
      .max(100_000)
      .optional()
      .describe("Number of unbounded axes, kept in one column 'position'"),
    axes: z
      .array(z.union([z.string().min(1), axis]))
      .min(1)
      .optional()
      .describe('Axes by name, each with bounds where it has some; every axis is a column'),
    spread: z
      .number()
      .positive()
      .default(1)
      .describe('Standard deviation of random starting points along axes without two bounds'),
  })
  .superRefine(({ dimension, axes }, context) => {
    if ((dimension === undefined) === (axes === undefined)) {
      context.addIssue({ code: 'custom', message: 'give either dimension or axes: how many coordinates a state has' });
    }
    for (const { path, message } of axisFaults(specificationsOf(axes ?? ['x']))) {
      context.addIssue({ code: 'custom', path: ['axes', ...path], message });
    }
  });

/** Options of the vector space, parsed. */
export type VectorSpaceOptions = z.infer<typeof options>;

/** The space `vector`. */
export const vectorSpace = defineStateSpace<VectorBatch, VectorSpaceOptions>({
  name: 'vector',
  kind: 'vector',
  variables: 'coordinates',
  summary: 'Points of ℝⁿ, of a box or of a torus',
  details:
    'Axes without bounds are lines, axes with bounds are intervals, and periodic ones are circles. Random starting points are ' +
    'normal about 0 along lines, uniform along intervals and circles, and a half normal from the bound where there is one. ' +
    "Axes given by name are columns of the table; of a space given by its dimension, all coordinates are in the vector column 'position', " +
    "which is 'position[0]', 'position[1]' and so on in CSV files.",
  options,
  example: { axes: ['x', { name: 'angle', low: 0, high: 360, periodic: true }] },
  columns: ({ axes }) => (axes === undefined ? [positionColumn] : specificationsOf(axes).map(({ name }) => name)),
  create: ({ dimension, axes, spread }) =>
    axes === undefined
      ? VectorSpace.ofDimension(dimension ?? 0, spread)
      : VectorSpace.ofAxes(specificationsOf(axes), spread),
});

function specificationsOf(axes: readonly (string | AxisSpecification)[]): readonly AxisSpecification[] {
  return axes.map((given) => (typeof given === 'string' ? { name: given } : given));
}
