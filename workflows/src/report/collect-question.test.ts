import type { EnergyExpression } from '@basin/core';
import { expect, it } from 'vitest';
import { questionOf } from './collect-question.js';

const property = (label: string, name: string, options: unknown): EnergyExpression => ({
  label,
  weight: 2,
  form: 'property',
  property: { point: 'energy', name: 'toy/number', options: { of: 'CCO', count: 1500000, deep: [1], none: undefined } },
  objective: { point: 'objective', name, options },
});

const expression: EnergyExpression = {
  label: 'wanted',
  weight: 3,
  form: 'all',
  terms: [
    property('a', 'toy/near', {}),
    property('b', 'elsewhere/objective', { low: 1, points: ['x'.repeat(300)] }),
    {
      label: 'not',
      weight: 1,
      form: 'not',
      strength: 0.5,
      term: { label: 'c', weight: 1, form: 'energy', energy: { point: 'energy', name: 'toy/curve', options: {} } },
    },
  ],
};

it('says a composition in words: those of the objectives, else name and options', () => {
  const options = [
    { name: 'of', text: 'CCO' },
    { name: 'count', text: '1\u2009500\u2009000' },
    { name: 'deep', text: '[1]' },
  ];
  const question = questionOf(expression, ({ name }) => (name === 'toy/near' ? { words: 'near 2' } : undefined));
  expect(question).toMatchObject({
    kind: 'group',
    operator: 'all of',
    terms: [
      { kind: 'requirement', label: 'a', asked: 'near 2', weight: 2, source: 'toy/number', options },
      { label: 'b', asked: `elsewhere/objective, low 1, points ["${'x'.repeat(237)}…` },
      { operator: 'not', strength: 0.5, terms: [{ label: 'c', asked: '', source: 'toy/curve', options: [] }] },
    ],
  });
  expect(question).not.toHaveProperty('weight');
  expect(question).not.toHaveProperty('label');
  expect(question.kind === 'group' && question.terms[2]).not.toHaveProperty('label');
});

it('says conditions, latents and constraints in words', () => {
  const leaf: EnergyExpression = {
    label: 'a',
    weight: 1,
    form: 'energy',
    energy: { point: 'energy', name: 'toy/curve', options: {} },
  };
  const constraint = (label: string, ends: { low?: number; high?: number }): EnergyExpression => ({
    label,
    weight: 1,
    form: 'constraint',
    property: { point: 'energy', name: 'toy/number', options: {} },
    ...ends,
  });
  const quadrature = { name: 'enumeration', options: {} } as never;
  const question = questionOf(
    {
      label: 'all',
      weight: 1,
      form: 'all',
      terms: [
        { label: 'held', weight: 1, form: 'given', term: leaf, at: { x: 1.5, y: 'up' } },
        { label: 'temper', weight: 1, form: 'temper', term: leaf, beta: 0.5 },
        { label: 'least', weight: 1, form: 'minimum-over', term: leaf, latents: ['h', 3], method: quadrature },
        { label: 'free', weight: 1, form: 'free-energy', term: leaf, latents: ['h'], beta: 2, method: quadrature },
        { label: 'any', weight: 1, form: 'any', terms: [leaf], normalise: 'known' },
        constraint('low', { low: 1 }),
        constraint('high', { high: 2 }),
        constraint('both', { low: 1, high: 2 }),
      ],
    },
    () => undefined,
  );
  expect(question).toMatchObject({
    terms: [
      { operator: 'given', detail: 'x = 1.5, y = up', label: 'held' },
      { operator: 'tempered', detail: 'by 0.5' },
      { operator: 'least over', detail: 'h, 3' },
      { operator: 'free energy over', detail: 'h at β 2' },
      { operator: 'any of', detail: 'each divided by its integral' },
      { asked: 'never below 1' },
      { asked: 'never above 2' },
      { asked: 'never outside 1 to 2' },
    ],
  });
});
