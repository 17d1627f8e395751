import type { EnergyExpression, Reference } from '@basin/core';
import { numberText } from './number-text.js';
import type { QuestionGroup, QuestionNode, Requirement } from './report-content.js';
import type { DescribeObjective } from './wanted-regions.js';

/** Longer values of options are cut: a report is read, and the workflow at its end has all of them. */
const longestValue = 240;

/** Where a node stands: at the root its weight means nothing, below a `not` it is not asked for, and of draws nothing is. */
interface Standing {
  readonly isRoot?: boolean;
  readonly isDenied?: boolean;
  readonly isDrawn?: boolean;
}

/** The composition as a tree of requirements in words. */
export function questionOf(
  node: EnergyExpression,
  describe: DescribeObjective,
  { isRoot = true, isDenied = false, isDrawn = false }: Standing = {},
): QuestionNode {
  const weight = isRoot || node.weight === 1 ? {} : { weight: node.weight };
  const asked = isDenied || isDrawn ? '' : 'as low as possible';
  const wishOf = (objective: Reference<'objective'> | undefined): string =>
    objective === undefined ? asked : objectiveWords(objective, describe);
  const group = (
    operator: QuestionGroup['operator'],
    terms: readonly EnergyExpression[],
    { denied = isDenied, detail = '' } = {},
  ) => ({
    kind: 'group' as const,
    operator,
    ...(detail === '' ? {} : { detail }),
    ...(isRoot || node.label === node.form ? {} : { label: node.label }),
    ...weight,
    terms: terms.map((term) => questionOf(term, describe, { isRoot: false, isDenied: denied, isDrawn })),
  });
  switch (node.form) {
    case 'all':
      return group('all of', node.terms);
    case 'any':
      return group('any of', node.terms, {
        detail: node.normalise === undefined ? '' : 'each divided by its integral',
      });
    case 'not': {
      const strength = node.strength === 1 ? {} : { strength: node.strength };
      return { ...group('not', [node.term], { denied: !isDenied }), ...strength };
    }
    case 'given':
      return group('given', [node.term], { detail: valuesText(node.at) });
    case 'temper':
      return group('tempered', [node.term], { detail: `by ${numberText(node.beta)}` });
    case 'minimum-over':
      return group('least over', [node.term], { detail: node.latents.join(', ') });
    case 'free-energy':
      return group('free energy over', [node.term], {
        detail: `${node.latents.join(', ')} at β ${numberText(node.beta)}`,
      });
    case 'trained':
      if (node.objective !== undefined || node.term === undefined) {
        const source = `the energy that step ${node.step} trained`;
        return {
          kind: 'requirement',
          label: node.label,
          asked: wishOf(node.objective),
          source,
          options: [],
          ...weight,
        };
      }
      return group('trained', [node.term], { detail: `by step ${node.step}, beginning as` });
    case 'constraint':
      return { ...requirement(node, constraintWords(node), node.property), ...weight };
    case 'property':
      return { ...requirement(node, wishOf(node.objective), node.property), ...weight };
    case 'energy':
      return { ...requirement(node, asked, node.energy), ...weight };
    case 'named':
      return { kind: 'requirement', label: node.label, asked, source: `the energy named ${node.name}`, options: [] };
  }
}

function requirement({ label }: EnergyExpression, asked: string, { name, options }: Reference): Requirement {
  return { kind: 'requirement', label, asked, source: name, options: optionTexts(options) };
}

function constraintWords({ low, high }: { readonly low?: number; readonly high?: number }): string {
  const [from, to] = [low, high].map((end) => (end === undefined ? undefined : numberText(end)));
  if (from === undefined) return `never above ${to}`;
  return to === undefined ? `never below ${from}` : `never outside ${from} to ${to}`;
}

/** 'x = 1, y = 2'; a long list is cut. */
function valuesText(at: Readonly<Record<string, number | string>>): string {
  const entries = Object.entries(at);
  const texts = entries.slice(0, 12).map(([name, value]) => `${name} = ${valueText(value)}`);
  return [...texts, ...(entries.length > 12 ? [`and ${entries.length - 12} more`] : [])].join(', ');
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
