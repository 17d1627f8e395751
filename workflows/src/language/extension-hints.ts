import type { Definition, EnergyDefinition } from '@basin/core';
import { definitionOf, isMap, type ReadingContext } from './reading-context.js';

type HintContext = Pick<ReadingContext, 'source'>;

/** The form by which an energy or property is used. */
export function keyOf({ name }: Pick<Definition, 'name'>, { source }: HintContext): 'property' | 'energy' {
  return definitionOf(source, 'energy', name).role;
}

/** How an extension is used in an expression, as a piece of the file. */
export function howToWrite(definition: Pick<Definition, 'name'>, context: HintContext): string {
  if (keyOf(definition, context) === 'energy') return `energy: ${definition.name}`;
  return `property: ${definition.name} with ${objectiveExample(context, definition)}`;
}

export function objectiveMissing(definition: EnergyDefinition, context: HintContext): string {
  const unit = definition.unit === '1' ? 'a pure number' : `in ${definition.unit}`;
  const article = `${definition.name} is a property (${unit}) and becomes an energy by an objective`;
  return `${article}; add ${objectiveExample(context, definition)}`;
}

/** Of a coordinate or a share: the example of 'between' is about masses. */
const smallNumbers = { low: 0, high: 1, width: 0.1 };

/** An objective as one would write it: 'between' where there is one, with numbers that fit a property of core's own. */
export function objectiveExample({ source }: HintContext, property?: Pick<Definition, 'name'>): string {
  const objectives = source.definitions('objective');
  const shown = objectives.find(({ name }) => name === 'between') ?? objectives[0];
  if (shown === undefined) return 'objective: …';
  if (shown.name === 'between' && property?.name.includes('/') === false) {
    return `objective: ${flowText({ between: smallNumbers })}`;
  }
  return `objective: ${flowText(shown.example === undefined ? shown.name : { [shown.name]: shown.example })}`;
}

/** Plain data as YAML in one line. */
function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`;
  if (!isMap(value))
    return typeof value === 'string' && /^[a-z][a-z0-9/-]*$/.test(value) ? value : JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${key}: ${flowText(inner)}`)
    .join(', ')} }`;
}
