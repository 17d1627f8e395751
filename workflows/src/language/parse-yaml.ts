import { ConfigurationError, type ConfigurationFault, type SourcePosition } from '@basin/core';
import { Composer, type Document, isMap, isScalar, isSeq, LineCounter, type ParsedNode, Parser } from 'yaml';
import { checkSyntaxTree, checkTokens, type TextFault } from './check-tokens.js';
import { FaultList } from './fault-list.js';
import type { WorkflowSource } from './read-workflow-file.js';
import { type KeyPath, SourcePlaces } from './source-places.js';
import { syntaxFaults } from './syntax-faults.js';

/** A YAML text as plain values, with the place of each. */
export interface ParsedYaml {
  /** Of equal keys the first counts; keys that are not allowed are left out. */
  readonly value: unknown;
  readonly places: SourcePlaces;
  /** Keys given twice and keys that are not allowed: what the file says besides can be looked at all the same. */
  readonly faults: FaultList;
}

/** Keys that could reach behind a plain object. */
export const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Parses one document of YAML 1.2 (core schema) without anchors, aliases, tags and merge keys; keys are texts and unique.
 * Hostile texts are refused before they cost anything: linear in the length, under a second for 1 MiB.
 *
 * @throws {ConfigurationError} The first faults of the syntax, each with its place; those of keys are not thrown but returned.
 */
export function parseYaml({ file, text }: WorkflowSource): ParsedYaml {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
  const positionAt = (offset: number): SourcePosition => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const refuse = (faults: readonly TextFault[]): void => {
    if (faults.length > 0) throw syntaxError(faults, positionAt);
  };
  const tokenFault = checkTokens(text);
  refuse(tokenFault === undefined ? [] : [tokenFault]);
  const tokens = [...new Parser().parse(text)];
  refuse(checkSyntaxTree(tokens));
  const document = compose(tokens, text, refuse);
  const places = new SourcePlaces();
  const faults = new FaultList(places);
  const value = convert(document.contents, [], undefined, { text, places, faults, positionAt });
  return { value, places, faults };
}

/** Reads a value as YAML would, for `--set`: '3' is a number, '[a, b]' a list. @throws {ConfigurationError} Any fault. */
export function parseYamlValue(name: string, text: string): unknown {
  const { value, faults } = parseYaml({ file: name, text });
  faults.throwIfAny();
  return value;
}

function syntaxError(faults: readonly TextFault[], positionAt: (offset: number) => SourcePosition): ConfigurationError {
  const placed = faults.map(({ offset, message }): ConfigurationFault => {
    return { message, path: [], position: positionAt(offset) };
  });
  return new ConfigurationError(placed);
}

function compose(
  tokens: Iterable<Parameters<Composer['next']>[0]>,
  text: string,
  refuse: (faults: readonly TextFault[]) => void,
): Document.Parsed {
  // Unique keys are looked after in `convert`, in linear time.
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    stringKeys: true,
    uniqueKeys: false,
    logLevel: 'silent',
  });
  const documents = [...composer.compose(tokens, true, text.length)];
  const faults = documents.flatMap(({ errors }) => errors);
  refuse(syntaxFaults(faults, text));
  const [document, second] = documents;
  if (second !== undefined) {
    refuse([{ offset: second.range[0], message: 'a second document begins; a workflow file holds one' }]);
  }
  return document as Document.Parsed;
}

interface Conversion {
  readonly text: string;
  readonly places: SourcePlaces;
  readonly faults: FaultList;
  readonly positionAt: (offset: number) => SourcePosition;
}

function convert(node: ParsedNode | null, path: KeyPath, key: SourcePosition | undefined, into: Conversion): unknown {
  const [start, end] = node?.range ?? [0, 0];
  into.places.set(path, { key, value: into.positionAt(start), start, end });
  if (isMap(node)) return convertMap(node as MapNode, path, into);
  if (isSeq(node))
    return node.items.map((item, index) => convert(item as ParsedNode, [...path, index], undefined, into));
  return isScalar(node) ? node.value : null;
}

type MapNode = { readonly items: readonly { readonly key: ParsedNode; readonly value: ParsedNode | null }[] };

function convertMap(map: MapNode, path: KeyPath, into: Conversion): Record<string, unknown> {
  const converted: Record<string, unknown> = {};
  const seen = new Set<string>();
  for (const { key, value } of map.items) {
    const name = isScalar(key) ? String(key.value) : '';
    const position = into.positionAt(key.range[0]);
    const fault = keyFault(name, seen);
    if (fault === undefined) {
      const below = [...path, name];
      converted[name] = convert(value, below, position, into);
      if (converted[name] === null && beginsComment(into.text, key.range[1])) into.places.markCommented(below);
    } else {
      const refused = [...path, `${name} (again)`];
      into.places.set(refused, { key: position, value: position, start: key.range[0], end: key.range[1] });
      into.faults.atKey(refused, fault);
    }
    seen.add(name);
  }
  return converted;
}

/** Whether nothing but a comment stands between a key and the end of its line. */
function beginsComment(text: string, keyEnd: number): boolean {
  const end = text.indexOf('\n', keyEnd);
  return /^\s*:\s+#/.test(text.slice(keyEnd, end === -1 ? text.length : end));
}

function keyFault(name: string, seen: ReadonlySet<string>): string | undefined {
  if (forbiddenKeys.has(name)) return `the key '${name}' is not allowed`;
  if (name === '<<') return `merge keys ('<<') are not used; give the energy a name under 'energies' and use the name`;
  return seen.has(name) ? `the key '${name}' is given twice` : undefined;
}
