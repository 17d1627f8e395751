import { ConfigurationError, type ConfigurationFault } from '../errors/design-error.js';
import type { Axes } from './continuous.js';

/** One axis as its user writes it. Absent bounds are infinite. */
export interface AxisSpecification {
  readonly name: string;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
  /** A circle: needs both bounds, which are the same place. */
  readonly periodic?: boolean | undefined;
}

/** @throws {ConfigurationError} Every fault of {@link axisFaults}, under 'axes'. */
export function axesOf(specifications: readonly AxisSpecification[]): Axes {
  const faults = axisFaults(specifications);
  if (faults.length > 0)
    throw new ConfigurationError(faults.map((fault) => ({ ...fault, path: ['axes', ...fault.path] })));
  return {
    names: specifications.map(({ name }) => name),
    low: Float64Array.from(specifications, ({ low }) => low ?? Number.NEGATIVE_INFINITY),
    high: Float64Array.from(specifications, ({ high }) => high ?? Number.POSITIVE_INFINITY),
    periodic: Uint8Array.from(specifications, ({ periodic }) => (periodic === true ? 1 : 0)),
  };
}

/** No axis, two of one name, bounds in the wrong order or not finite, or a circle without both bounds; paths begin at the list. */
export function axisFaults(specifications: readonly AxisSpecification[]): readonly ConfigurationFault[] {
  if (specifications.length === 0) return [{ path: [], message: 'there is no axis; a space has one or more' }];
  const names = specifications.map(({ name }) => name);
  return specifications.flatMap((specification, index) => {
    const repeated = names.indexOf(specification.name) < index;
    const message = repeated ? `two axes are named '${specification.name}'` : boundsFault(specification);
    return message === undefined ? [] : [{ path: [index], message }];
  });
}

function boundsFault({ name, low, high, periodic }: AxisSpecification): string | undefined {
  const infinite = [low, high].find((bound) => bound !== undefined && !Number.isFinite(bound));
  if (infinite !== undefined) return `a bound of axis '${name}' is ${infinite}; leave it away where there is none`;
  if (low !== undefined && high !== undefined && !(low < high)) {
    return `axis '${name}' goes from ${low} to ${high}; low must be below high`;
  }
  if (periodic === true && (low === undefined || high === undefined)) {
    return `axis '${name}' is periodic and needs both low and high`;
  }
  return undefined;
}
