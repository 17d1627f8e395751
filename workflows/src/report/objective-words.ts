import type { Reference } from '@basin/core';
import { numberText } from './number-text.js';

type Options = Readonly<Record<string, number | undefined>>;

/** How the objectives that most workflows use are said in words; the others are said by name and options. */
const phrases: Readonly<Record<string, (options: Options) => string>> = {
  minimise: () => 'as small as possible',
  maximise: () => 'as large as possible',
  target: ({ value, sigma }) => `${said(value)} ± ${said(sigma)}`,
  between: ({ low, high }) => `between ${said(low)} and ${said(high)}`,
  above: ({ low }) => `at least ${said(low)}`,
  below: ({ high }) => `at most ${said(high)}`,
  equals: ({ value }) => `exactly ${said(value)}`,
  step: ({ low, high }) => `between ${said(low)} and ${said(high)}`,
  'left-step': ({ low }) => `at most ${said(low)}`,
  'right-step': ({ high }) => `at least ${said(high)}`,
  gaussian: ({ mean, sigma }) => `${said(mean)} ± ${said(sigma)}`,
  'min-gaussian': ({ mean }) => `at most ${said(mean)}`,
  'max-gaussian': ({ mean }) => `at least ${said(mean)}`,
};

/** What an objective asks for, in words: 'between 1 and 3'. */
export function objectiveWords({ name, options }: Reference<'objective'>): string {
  return Object.hasOwn(phrases, name) ? phrases[name]!(options as Options) : referenceWords({ name, options });
}

/** An extension with its options, as one would say it: 'molecules/similarity (to CCO)'. */
export function referenceWords({ name, options }: Pick<Reference, 'name' | 'options'>): string {
  const entries = Object.entries((options ?? {}) as Record<string, unknown>).filter(([, value]) => value !== undefined);
  if (entries.length === 0) return name;
  return `${name} (${entries.map(([key, value]) => `${key} ${valueWords(value)}`).join(', ')})`;
}

function valueWords(value: unknown): string {
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return shortened(value);
  return shortened(JSON.stringify(value));
}

function shortened(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}

function said(value: number | undefined): string {
  return numberText(value ?? Number.NaN);
}
