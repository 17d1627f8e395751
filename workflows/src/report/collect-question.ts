import type { EnergyExpression, Reference } from '@basin/core';
import { numberText } from './number-text.js';
import type { QuestionGroup, QuestionNode, Requirement } from './report-content.js';
import type { DescribeObjective } from './wanted-regions.js';

/** Longer values of options are cut: a report is read, and the workflow at its end has all of them. */
const longestValue = 240;

/** Where a node stands: at the root its weight means nothing, below a `not` it is not asked for. */
interface Standing {
  readonly isRoot: boolean;
  readonly isDenied: boolean;
}

/** The composition as a tree of requirements in words. */
export function questionOf(
  node: EnergyExpression,
  describe: DescribeObjective,
  { isRoot, isDenied }: Standing = { isRoot: true, isDenied: false },
): QuestionNode {
  const weight = isRoot || node.weight === 1 ? {} : { weight: node.weight };
  const asked = isDenied ? '' : 'as low as possible';
  const group = (operator: QuestionGroup['operator'], terms: readonly EnergyExpression[], denied: boolean) => ({
    kind: 'group' as const,
    operator,
    ...(isRoot || node.label === operator ? {} : { label: node.label }),
    ...weight,
    terms: terms.map((term) => questionOf(term, describe, { isRoot: false, isDenied: denied })),
  });
  switch (node.form) {
    case 'all':
      return group('all of', node.terms, isDenied);
    case 'any':
      return group('any of', node.terms, isDenied);
    case 'not': {
      const strength = node.strength === 1 ? {} : { strength: node.strength };
      return { ...group('not', [node.term], !isDenied), ...strength };
    }
    case 'property':
      return { ...requirement(node, objectiveWords(node.objective, describe), node.property), ...weight };
    case 'energy':
      return { ...requirement(node, asked, node.energy), ...weight };
    case 'named':
      return { kind: 'requirement', label: node.label, asked, source: `the energy named ${node.name}`, options: [] };
  }
}

function requirement({ label }: EnergyExpression, asked: string, { name, options }: Reference): Requirement {
  return { kind: 'requirement', label, asked, source: name, options: optionTexts(options) };
}

/** In its own words; of an objective that nobody here knows, name and options. */
function objectiveWords(reference: Reference<'objective'>, describe: DescribeObjective): string {
  const { name, options } = reference;
  const said = () => [name, ...optionTexts(options).map(({ name: option, text }) => `${option} ${text}`)].join(', ');
  return describe(reference)?.words ?? said();
}

function optionTexts(options: unknown): Requirement['options'] {
  const entries = Object.entries((options ?? {}) as Record<string, unknown>).filter(([, value]) => value !== undefined);
  return entries.map(([name, value]) => ({ name, text: valueText(value) }));
}

function valueText(value: unknown): string {
  if (typeof value === 'number') return numberText(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= longestValue ? text : `${text.slice(0, longestValue - 1)}…`;
}
