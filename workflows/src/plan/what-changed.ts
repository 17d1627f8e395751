import { isMap } from '../language/reading-context.js';
import { canonicalJson } from './canonical-json.js';
import type { StepFacts } from './step-specification.js';

/**
 * What makes a step another one than it was, in plain words: the first kind of change that a reader would look for.
 *
 * @param before - The facts of its last run, as JSON kept them; anything, since a file may hold anything.
 * @returns Undefined where nothing differs but the steps before it.
 */
export function whatChanged(before: unknown, now: StepFacts): string | undefined {
  if (!isMap(before)) return 'first run';
  // The facts went through canonical JSON, so those of now do too before they are compared.
  const current = JSON.parse(canonicalJson(now)) as Record<string, unknown>;
  return (
    changedStep(before, current) ??
    changedKeys('option', before.options, current.options) ??
    changedEnergy(before.energy, current.energy) ??
    changedVariables(before.variables, current.variables) ??
    changedFiles(before.files, current.files) ??
    (same(before.named, current.named) ? undefined : 'an energy that its options name changed') ??
    (same(before.written, current.written) ? undefined : 'it writes to another file') ??
    changedInputs(before.inputs, current.inputs) ??
    changedText('the seed', before.seed, current.seed) ??
    (same(before.space, current.space) ? undefined : 'the space changed') ??
    changedPackages(before.packages, current.packages)
  );
}

function same(a: unknown, b: unknown): boolean {
  return canonicalJson(a ?? null) === canonicalJson(b ?? null);
}

function changedText(what: string, before: unknown, now: unknown): string | undefined {
  return same(before, now) ? undefined : `${what} changed from ${String(before)} to ${String(now)}`;
}

function changedStep(
  before: Readonly<Record<string, unknown>>,
  now: Readonly<Record<string, unknown>>,
): string | undefined {
  return changedText('the file format', before.basin, now.basin) ?? changedText('what it does', before.step, now.step);
}

function differingKeys(before: unknown, now: unknown): readonly string[] {
  const old = isMap(before) ? before : {};
  const current = isMap(now) ? now : {};
  const keys = new Set([...Object.keys(current), ...Object.keys(old)]);
  return [...keys].filter((key) => !same(old[key], current[key]));
}

function changedKeys(what: string, before: unknown, now: unknown): string | undefined {
  if (same(before, now)) return undefined;
  const keys = differingKeys(before, now);
  if (keys.length === 0) return `its ${what}s changed`;
  return `its ${what}${keys.length === 1 ? '' : 's'} ${keys.map((key) => `'${key}'`).join(', ')} changed`;
}

function changedFiles(before: unknown, now: unknown): string | undefined {
  const files = differingKeys(before, now);
  return files.length === 0 ? undefined : `${files.join(', ')} changed`;
}

function changedVariables(before: unknown, now: unknown): string | undefined {
  const names = differingKeys(before, now);
  if (names.length === 0) return undefined;
  return `environment variable${names.length === 1 ? '' : 's'} ${names.join(', ')} changed`;
}

function changedPackages(before: unknown, now: unknown): string | undefined {
  const [name] = differingKeys(before, now);
  if (name === undefined) return undefined;
  const versionOf = (packages: unknown): string => String((isMap(packages) ? packages[name] : undefined) ?? 'none');
  return `${name} changed from ${versionOf(before)} to ${versionOf(now)}`;
}

/** Other inputs than before; that an input itself changed is told of that step. */
function changedInputs(before: unknown, now: unknown): string | undefined {
  const namesOf = (inputs: unknown): string =>
    Array.isArray(inputs) ? inputs.map((input) => (isMap(input) ? String(input.name) : '')).join(', ') : '';
  return namesOf(before) === namesOf(now) ? undefined : 'it takes from other steps';
}

function changedEnergy(before: unknown, now: unknown): string | undefined {
  if (same(before, now)) return undefined;
  if (!isMap(before)) return 'it has an energy now';
  if (!isMap(now)) return 'it has no energy any more';
  const labels = changedTerm(before, now);
  return labels.length === 0 ? 'its energy changed' : `its energy changed at '${labels.join(' / ')}'`;
}

/** Labels from the root to the one term that differs; shorter where more than one does. */
function changedTerm(
  before: Readonly<Record<string, unknown>>,
  now: Readonly<Record<string, unknown>>,
): readonly string[] {
  const label = String(now.label);
  const old = termsOf(before);
  const current = termsOf(now);
  const own = { ...now, terms: null, term: null };
  const isOwn = !same({ ...before, terms: null, term: null }, own) || old.length !== current.length;
  if (isOwn) return [label];
  const differing = current.flatMap((term, index) => (same(old[index], term) ? [] : [index]));
  const [index] = differing;
  if (index === undefined || differing.length > 1) return [label];
  return [label, ...changedTerm(old[index]!, current[index]!)];
}

function termsOf({ terms, term }: Readonly<Record<string, unknown>>): readonly Readonly<Record<string, unknown>>[] {
  if (Array.isArray(terms)) return terms.filter(isMap);
  return isMap(term) ? [term] : [];
}
