import { type Energy, isClamped, isContinuous, isDiscrete, type StateSpace } from '@basin/core';
import type { Examples } from './training-examples.js';

/** Names that a remark lists, at most. */
const mostNames = 8;

/** What of the examples themselves whoever reads the results must know: sentences. */
export function exampleRemarks(
  { examples, count, targets }: Examples,
  space: StateSpace<unknown>,
  energy: Energy<unknown>,
  batch: number,
): readonly string[] {
  const held = new Set(isClamped(energy) ? energy.clamp.indices : []);
  const constant = constantVariables(examples, space).filter(({ index }) => !held.has(index));
  return [
    ...(count < batch
      ? [`There are ${count} examples, fewer than a batch of ${batch}: every step sees all of them.`]
      : []),
    ...(constant.length === 0 || count === 1
      ? []
      : [
          constantRemark(
            constant.map(({ name }) => name),
            isDiscrete(space),
          ),
        ]),
    ...(targets === undefined || count === 1 || !isConstant(targets)
      ? []
      : [`The target is ${targets[0]} in every example: there is nothing to predict.`]),
  ];
}

function constantRemark(names: readonly string[], areSites: boolean): string {
  const what = areSites ? 'site' : 'coordinate';
  const shown = names.slice(0, mostNames).join(', ');
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : '';
  const [subject, verb] = names.length === 1 ? [what, 'has'] : [`${what}s`, 'have'];
  return `The ${subject} ${shown}${more} ${verb} the same value in every example: what is learned there is only that.`;
}

interface Variable {
  readonly index: number;
  readonly name: string;
}

/** Coordinates, or sites that could take more than one value, that are the same in all examples. */
function constantVariables(examples: unknown, space: StateSpace<unknown>): readonly Variable[] {
  if (isContinuous(space)) {
    const constant = constantColumns(space.coordinates(examples), space.dimension);
    return constant.map((index) => ({ index, name: space.axes.names[index]! }));
  }
  if (!isDiscrete(space)) return [];
  const constant = constantColumns(space.sites(examples), space.siteCount);
  return constant.filter((site) => space.valueCounts[site]! > 1).map((index) => ({ index, name: `${index + 1}` }));
}

/** @param values - [rows, width] */
function constantColumns(values: Float64Array | Uint8Array, width: number): readonly number[] {
  return Array.from({ length: width }, (_, column) => column).filter((column) => {
    for (let i = column; i < values.length; i += width) if (values[i] !== values[column]) return false;
    return true;
  });
}

function isConstant(values: Float64Array): boolean {
  return values.every((value) => value === values[0]);
}
