import type { DefinitionSource } from '@basin/core';
import type { z } from 'zod';
import { describeValue, nearestHint, oneOf, unknownKey } from './describe-value.js';
import type { FaultList } from './fault-list.js';
import { allowedKeys, isReference, isWholeNumber } from './option-schema.js';
import type { KeyPath } from './source-places.js';

type Issue = z.core.$ZodIssue;

/** What issues are about: the value that was parsed, where it stands, its schema, and keys that are allowed beside the schema's. */
export interface IssueSubject {
  readonly raw: unknown;
  readonly path: KeyPath;
  readonly schema: z.core.$ZodType;
  readonly source: DefinitionSource;
  readonly commonKeys?: readonly string[];
}

/** The message by which a definition source says that a fault elsewhere already explains why a name is unknown. */
export const explainedElsewhere = 'comes from a plugin that could not be loaded';

/** A fault before its position is looked up. */
interface PlacedFault {
  readonly at: 'key' | 'value';
  readonly path: KeyPath;
  readonly message: string;
}

/** Turns the issues of a failed parse into faults in plain words, each at the key or value that it is about. */
export function reportIssues(issues: readonly Issue[], subject: IssueSubject, faults: FaultList): void {
  for (const { at, path, message } of issues.flatMap((issue) => faultsOf(issue, subject))) {
    if (at === 'key') faults.atKey(path, message);
    else faults.atValue(path, message);
  }
}

function atKey(path: KeyPath, message: string): readonly PlacedFault[] {
  return [{ at: 'key', path, message }];
}

function atValue(path: KeyPath, message: string): readonly PlacedFault[] {
  return [{ at: 'value', path, message }];
}

function faultsOf(raised: Issue, subject: IssueSubject): readonly PlacedFault[] {
  const within = raised.path as KeyPath;
  const issue = withWholeNumber(raised, subject);
  const path = [...subject.path, ...within];
  if (issue.message === explainedElsewhere) return [];
  if (issue.code === 'unrecognized_keys') return unknownKeyFaults(issue, subject);
  if (issue.code === 'invalid_union') return unionFaults(issue, subject);
  if (issue.code === 'invalid_key') {
    const reason = issue.issues.map((inner) => sentenceOf(inner, within.at(-1))).join('; ');
    return atKey(path, reason);
  }
  const value = valueAt(subject.raw, within);
  if (value === undefined && within.length > 0) {
    return atKey(path, `'${String(within.at(-1))}' is missing: ${expectationOf(issue)}`);
  }
  if (isUnknownName(issue, subject)) return atKey(path, issue.message);
  const sentence = sentenceOf(issue, value);
  const key = within.at(-1);
  return atValue(path, typeof key === 'string' && !isAuthored(issue) ? `${key}: ${sentence}` : sentence);
}

/** A reference by `{ name: options }` whose name nobody registered: the fault is in the key. */
function isUnknownName(issue: Issue, { schema, raw, source }: IssueSubject): boolean {
  const within = issue.path as KeyPath;
  return issue.code === 'custom' && within.length > 0 && isReference(schema, within.slice(0, -1), raw, source);
}

function withWholeNumber(issue: Issue, { schema, raw, source }: IssueSubject): Issue {
  const isNumber = issue.code === 'invalid_type' && issue.expected === 'number';
  return isNumber && isWholeNumber(schema, issue.path as KeyPath, raw, source) ? { ...issue, expected: 'int' } : issue;
}

function unknownKeyFaults(issue: z.core.$ZodIssueUnrecognizedKeys, subject: IssueSubject): readonly PlacedFault[] {
  const within = issue.path as KeyPath;
  const own = allowedKeys(subject.schema, within, subject.raw, subject.source);
  const allowed = within.length === 0 ? [...(subject.commonKeys ?? []), ...own] : own;
  return issue.keys.flatMap((key) => atKey([...subject.path, ...within, key], unknownKey(key, allowed)));
}

/** Of a union, the one alternative that the value was meant to be; where none fits, what each of them expects. */
function unionFaults(issue: z.core.$ZodIssueInvalidUnion, subject: IssueSubject): readonly PlacedFault[] {
  const within = issue.path as KeyPath;
  const value = valueAt(subject.raw, within);
  if (isAuthored(issue) && value !== undefined) return atValue([...subject.path, ...within], issue.message);
  const meant = issue.errors
    .filter((branch) => !branch.some(isOfAnotherType))
    .toSorted((a, b) => a.length - b.length)[0];
  if (meant !== undefined && value !== undefined) {
    const nested = meant.map((inner) => ({ ...inner, path: [...within, ...inner.path] }) as Issue);
    return nested.flatMap((inner) => faultsOf(inner, subject));
  }
  const expected = expectedOfUnion(issue);
  const path = [...subject.path, ...within];
  const key = within.at(-1);
  if (value === undefined && key !== undefined) {
    return atKey(path, `'${String(key)}' is missing: expected ${expected}`);
  }
  return atValue(path, `${typeof key === 'string' ? `${key}: ` : ''}expected ${expected}, got ${describeValue(value)}`);
}

function isOfAnotherType(issue: Issue): boolean {
  return issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value');
}

function expectedOfUnion(issue: z.core.$ZodIssueInvalidUnion): string {
  if ('options' in issue && issue.options !== undefined) return oneOf(issue.options.map(String));
  const expected = issue.errors.map((branch) => (branch[0] === undefined ? 'another value' : expectedBy(branch[0])));
  return [...new Set(expected)].join(' or ');
}

/** Messages that the author of a schema wrote stay as they are. */
function isAuthored(issue: Issue): boolean {
  return issue.code === 'custom' || !/^(Invalid|Too |Unrecognized)/.test(issue.message);
}

function sentenceOf(issue: Issue, value: unknown): string {
  if (isAuthored(issue)) return issue.message;
  const hint =
    issue.code === 'invalid_value' && typeof value === 'string' ? nearestHint(value, issue.values.map(String)) : '';
  return `expected ${expectedFor(issue, value)}, got ${describeValue(value)}${hint}`;
}

/** A number that is refused as none: options are finite. */
function expectedFor(issue: Issue, value: unknown): string {
  const isInfinite = typeof value === 'number' && !Number.isFinite(value);
  const isNumber = issue.code === 'invalid_type' && issue.expected === 'number';
  return isInfinite && isNumber ? 'a finite number' : expectedBy(issue);
}

function expectationOf(issue: Issue): string {
  return isAuthored(issue) ? issue.message : `expected ${expectedBy(issue)}`;
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a map',
  record: 'a map',
  null: 'nothing',
  undefined: 'nothing',
  never: 'nothing',
};

const formatWords: Readonly<Record<string, string>> = {
  url: 'a URL',
  email: 'an e-mail address',
  uuid: 'a UUID',
  datetime: 'a date and time',
  date: 'a date',
};

/** What an issue says is allowed, to follow 'expected'. */
function expectedBy(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeWords[issue.expected] ?? `a ${issue.expected}`;
    case 'invalid_value':
      return issue.values.every((value) => typeof value === 'string')
        ? oneOf(issue.values.map(String))
        : issue.values.map(String).join(' or ');
    case 'too_small':
      return bound(issue.origin, issue.inclusive === false ? 'above' : 'at least', issue.minimum, issue.exact);
    case 'too_big':
      return bound(issue.origin, issue.inclusive === false ? 'below' : 'at most', issue.maximum, issue.exact);
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`;
    case 'invalid_format':
      return formatWords[issue.format] ?? (issue.pattern === undefined ? issue.format : `text like ${issue.pattern}`);
    case 'invalid_union':
      return expectedOfUnion(issue);
    default:
      return 'another value';
  }
}

function bound(origin: string, relation: string, limit: number | bigint, exact: boolean | undefined): string {
  const count = `${exact === true ? 'exactly' : relation} ${limit}`;
  if (origin === 'string') return `${count} characters`;
  if (origin === 'array' || origin === 'set' || origin === 'tuple')
    return `${count} ${limit === 1 ? 'entry' : 'entries'}`;
  return `a number ${relation === 'at least' || relation === 'at most' ? `of ${count}` : count}`;
}

function valueAt(root: unknown, path: KeyPath): unknown {
  let here = root;
  for (const key of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
    here = (here as Record<string | number, unknown>)[key];
  }
  return here;
}
