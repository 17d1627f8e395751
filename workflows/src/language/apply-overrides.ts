import type { SourcePosition } from '@basin/core';
import { ConfigurationError } from '@basin/core';
import { describeValue } from './describe-value.js';
import { FaultList } from './fault-list.js';
import { forbiddenKeys, type ParsedYaml, parseYamlValue } from './parse-yaml.js';
import type { KeyPath, SourcePlaces } from './source-places.js';

/** What was typed as `--set` cannot be followed: the command line is at fault, not the file. */
export class OverrideError extends ConfigurationError {}

type Container = Record<string, unknown> | unknown[];

/**
 * Applies `path.to.key=value` texts to a parsed document, in order: the value is read as YAML, maps on the way are made where
 * they are missing, and list entries are named by their index. The places of what is set become '<--set path>'.
 *
 * @returns A new document; `parsed` stays as it is, but for its places.
 * @throws {OverrideError} A text without '=', a value that is no YAML, or a path that cannot be followed; all of them.
 */
export function applyOverrides(parsed: ParsedYaml, overrides: readonly string[]): ParsedYaml {
  if (overrides.length === 0) return parsed;
  const value = structuredClone(parsed.value) ?? {};
  const { places } = parsed;
  const faults = new FaultList(places);
  for (const override of overrides) {
    const name = nameOf(override);
    const position: SourcePosition = { file: `<--set ${name}>`, line: 1, column: 1 };
    const fault = applyOverride(value, override, places, position);
    if (fault === undefined) continue;
    const refused = [`--set ${name}`];
    places.set(refused, { key: position, value: position, start: 0, end: 0 });
    faults.atKey(refused, fault);
  }
  faults.throwIfAny(OverrideError);
  return { value, places, faults: parsed.faults };
}

function nameOf(override: string): string {
  const equals = override.indexOf('=');
  return equals < 0 ? override : override.slice(0, equals);
}

/** Changes `root` and the places; or leaves both and returns what is wrong, as a sentence. */
function applyOverride(
  root: unknown,
  override: string,
  places: SourcePlaces,
  position: SourcePosition,
): string | undefined {
  const name = nameOf(override);
  if (name === override) return `expected path.to.key=value, such as seed=7, got '${override}'`;
  const path = name.split('.');
  if (path.some((part) => part === '')) return `'${name}' is no path of keys, such as steps.designs.count`;
  const forbidden = path.find((part) => forbiddenKeys.has(part));
  if (forbidden !== undefined) return `the key '${forbidden}' is not allowed`;
  let value: unknown;
  try {
    value = parseYamlValue(position.file, override.slice(name.length + 1));
  } catch (error) {
    return `its value is no YAML: ${messageOf(error)}`;
  }
  const above = path.slice(0, -1);
  const target = containerOf(root, above, (made) => markPlaces(places, made, {}, position));
  if (typeof target === 'string') return target;
  const last = keyIn(target, path.at(-1)!);
  if (last === undefined) return `'${above.join('.')}' is a list; name an entry of it by its index`;
  (target as Record<string | number, unknown>)[last] = value;
  markPlaces(places, path, value, position);
  return undefined;
}

function messageOf(error: unknown): string {
  return error instanceof ConfigurationError ? error.faults.map(({ message }) => message).join('; ') : String(error);
}

/** The map or list at a path, made where nothing is; or what is wrong, as a sentence. */
function containerOf(root: unknown, path: readonly string[], onMade: (path: KeyPath) => void): Container | string {
  let here = root;
  for (let depth = 0; ; depth++) {
    if (!isContainer(here)) {
      return `'${path.slice(0, depth).join('.')}' holds ${describeValue(here)}, so nothing can be set below it`;
    }
    const part = path[depth];
    if (part === undefined) return here;
    const key = keyIn(here, part);
    if (key === undefined) return `'${path.slice(0, depth).join('.')}' is a list; name an entry of it by its index`;
    const slots = here as Record<string | number, unknown>;
    if (!Object.hasOwn(slots, key) || slots[key] === null) {
      slots[key] = {};
      onMade(path.slice(0, depth + 1));
    }
    here = slots[key];
  }
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}

/** A name in a map; in a list the index of an entry, or of the one behind the last. */
function keyIn(container: Container, part: string): string | number | undefined {
  if (!Array.isArray(container)) return part;
  const index = Number(part);
  return /^\d+$/.test(part) && index <= container.length ? index : undefined;
}

function markPlaces(places: SourcePlaces, path: KeyPath, value: unknown, position: SourcePosition): void {
  places.deleteBelow(path);
  const mark = (at: KeyPath, inner: unknown): void => {
    places.set(at, { key: position, value: position, start: 0, end: 0 });
    if (isContainer(inner)) for (const [key, below] of Object.entries(inner)) mark([...at, key], below);
  };
  mark(path, value);
}
