import { ConfigurationError, type ConfigurationFault } from '../errors/design-error.js';
import { nearestNames } from '../extension/nearest-name.js';
import { isContinuous } from './continuous.js';
import { isDiscrete } from './discrete.js';
import type { StateSpace } from './state-space.js';

/** Coordinates or sites, ascending, and the value at which each is held. */
export interface HeldVariables {
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

/** The value of a coordinate; of a site the name of its value, or its number where values have no names. */
export type VariableValue = number | string;

/** A coordinate by its axis' name or its number, a site by its number, or a group of sites by its name. */
export type VariableName = string | number;

/** A name with its place in a list of names, for faults. */
interface Requested {
  readonly variable: VariableName;
  readonly path: readonly (string | number)[];
}

/**
 * The numbers of coordinates or sites, ascending.
 *
 * @param path - Where the names stand, for faults.
 * @throws {ConfigurationError} Every name that the space has not, with the nearest; a variable that is named twice.
 */
export function variableIndices<B>(
  space: StateSpace<B>,
  names: readonly VariableName[],
  path: readonly (string | number)[],
): Int32Array {
  const requested = names.map((variable, index): Requested => ({ variable, path: [...path, index] }));
  return Int32Array.from(resolved(space, requested, path).flatMap(({ indices }) => indices)).sort();
}

/**
 * Variables with values: every site of a named group gets the value of the group.
 *
 * @throws {ConfigurationError} As {@link variableIndices}; a value that the variable cannot have.
 */
export function heldVariables<B>(
  space: StateSpace<B>,
  assignments: ReadonlyMap<VariableName, VariableValue>,
  path: readonly (string | number)[],
): HeldVariables {
  const requested = [...assignments.keys()].map((variable): Requested => ({ variable, path: [...path, variable] }));
  const entries = resolved(space, requested, path).flatMap(({ indices, request }) => {
    const given = assignments.get(request.variable)!;
    return indices.map((index) => ({ index, given, value: numberFor(space, index, given), request }));
  });
  const faults = entries.flatMap(({ index, given, value, request }): ConfigurationFault[] =>
    value === undefined ? [{ path: request.path, message: valueFault(space, index, given) }] : [],
  );
  if (faults.length > 0) throw new ConfigurationError(faults);
  const sorted = entries.sort((a, b) => a.index - b.index);
  return {
    indices: Int32Array.from(sorted, ({ index }) => index),
    values: Float64Array.from(sorted, ({ value }) => value!),
  };
}

/**
 * A function that puts variables of a batch to their values.
 *
 * @throws {ConfigurationError} The space has neither coordinates nor sites, or not these.
 */
export function withHeldVariables<B>(space: StateSpace<B>, { indices, values }: HeldVariables): (batch: B) => B {
  const count = variableCount(space);
  const wrong = indices.find((index) => !(index >= 0 && index < count));
  if (wrong !== undefined || count === 0)
    throw new ConfigurationError([{ path: [], message: missing(space, wrong ?? 0) }]);
  const put = <A extends Float64Array | Uint8Array>(rows: A): A => {
    for (let k = 0; k < indices.length; k++) {
      for (let i = indices[k]!; i < rows.length; i += count) rows[i] = values[k]!;
    }
    return rows;
  };
  if (isContinuous(space)) return (batch) => space.withCoordinates(batch, put(space.coordinates(batch).slice()));
  if (isDiscrete(space)) return (batch) => space.withSites(batch, put(space.sites(batch).slice()));
  return (batch) => batch;
}

/** Coordinates or sites of the states; 0 where they have neither. */
export function variableCount<B>(space: StateSpace<B>): number {
  if (isContinuous(space)) return space.dimension;
  return isDiscrete(space) ? space.siteCount : 0;
}

function resolved<B>(
  space: StateSpace<B>,
  requested: readonly Requested[],
  path: readonly (string | number)[],
): readonly { readonly indices: readonly number[]; readonly request: Requested }[] {
  if (variableCount(space) === 0) {
    const message = `states of kind '${space.kind}' have no coordinates or sites to name`;
    throw new ConfigurationError([{ path, message }]);
  }
  const faults: ConfigurationFault[] = [];
  const taken = new Set<number>();
  const found = requested.map((request) => {
    const indices = indicesOf(space, request.variable);
    if (indices === undefined) faults.push({ path: request.path, message: missing(space, request.variable) });
    const repeated = indices?.find((index) => taken.has(index));
    if (repeated !== undefined)
      faults.push({ path: request.path, message: `${describe(space, repeated)} is named twice` });
    for (const index of indices ?? []) taken.add(index);
    return { indices: indices ?? [], request };
  });
  if (faults.length > 0) throw new ConfigurationError(faults);
  return found;
}

function indicesOf<B>(space: StateSpace<B>, variable: VariableName): readonly number[] | undefined {
  const names = namesOf(space);
  const group = typeof variable === 'string' ? names.get(variable) : undefined;
  if (group !== undefined) return group;
  const index = typeof variable === 'string' && !/^\d+$/.test(variable) ? Number.NaN : Number(variable);
  return Number.isInteger(index) && index >= 0 && index < variableCount(space) ? [index] : undefined;
}

/** What can be named: axes, and groups of sites where the space has some. */
function namesOf<B>(space: StateSpace<B>): ReadonlyMap<string, readonly number[]> {
  if (isContinuous(space)) return new Map(space.axes.names.map((name, axis) => [name, [axis]]));
  if (!isDiscrete(space)) return new Map();
  const sitesOf = (first: number, count: number) => Array.from({ length: count }, (_, i) => first + i);
  return new Map((space.groups ?? []).map(({ name, first, count }) => [name, sitesOf(first, count)]));
}

function missing<B>(space: StateSpace<B>, variable: VariableName): string {
  const names = [...namesOf(space).keys()];
  const count = variableCount(space);
  const what = isContinuous(space) ? 'coordinate' : 'site';
  const nearest = typeof variable === 'string' ? nearestNames(variable, names) : [];
  const hint = nearest.length > 0 ? `; did you mean '${nearest[0]}'?` : '';
  const named =
    names.length === 0
      ? ''
      : `, or ${names
          .slice(0, 8)
          .map((name) => `'${name}'`)
          .join(', ')}${names.length > 8 ? ' …' : ''}`;
  return `there is no ${what} '${variable}'${hint || ';'} allowed: 0 to ${count - 1}${named}`;
}

function describe<B>(space: StateSpace<B>, index: number): string {
  return isContinuous(space) ? `coordinate '${space.axes.names[index]}'` : `site ${index}`;
}

/** The number that a variable is put to; undefined where it cannot have the value. */
function numberFor<B>(space: StateSpace<B>, index: number, given: VariableValue): number | undefined {
  const value = Number(given);
  if (isContinuous(space)) {
    const { low, high, periodic } = space.axes;
    const isNumber = typeof given === 'number' && Number.isFinite(value);
    const isInside = periodic[index] === 1 || (value >= low[index]! && value <= high[index]!);
    return isNumber && isInside ? value : undefined;
  }
  if (!isDiscrete(space)) return undefined;
  const alphabet = space.alphabets?.[index];
  if (alphabet !== undefined) {
    const found = alphabet.indexOf(String(given));
    return found < 0 ? undefined : found;
  }
  return Number.isInteger(value) && value >= 0 && value < space.valueCounts[index]! ? value : undefined;
}

function valueFault<B>(space: StateSpace<B>, index: number, given: VariableValue): string {
  if (isContinuous(space)) {
    const { low, high } = space.axes;
    return `${describe(space, index)} cannot be ${given}; allowed is ${low[index]} to ${high[index]}`;
  }
  const alphabet = isDiscrete(space) ? space.alphabets?.[index] : undefined;
  const count = isDiscrete(space) ? space.valueCounts[index]! : 0;
  const shown = (alphabet ?? []).slice(0, 12).join(', ');
  const allowed = alphabet === undefined ? `0 to ${count - 1}` : `${shown}${alphabet.length > 12 ? ' …' : ''}`;
  return `${describe(space, index)} has no value '${given}'; allowed: ${allowed}`;
}
