import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineEnergy } from '../energy/energy-definition.js';
import type { Definition } from '../extension/definition.js';
import { defineSampler } from '../sampler/sampler-definition.js';
import { checkDefinition, checkRefusal } from './check-definition.js';

const sound = defineEnergy({
  name: 'physics/lennard-jones',
  space: 'cluster',
  role: 'energy',
  unit: 'eV',
  summary: 'Lennard-Jones energy of a finite cluster',
  reference: 'Jones, Proc. R. Soc. A 106, 463 (1924)',
  options: z.strictObject({ epsilon: z.number().positive(), sigma: z.number().positive().default(1) }),
  example: { epsilon: 1 },
  create: () => ({ evaluate: () => new Float64Array(0) }),
}) as Definition;

describe('checkDefinition', () => {
  it('passes a literal that says all it must', async () => {
    await checkDefinition(sound);
  });

  it('takes references in examples as given where no registry is', async () => {
    const sampler = defineSampler({
      name: 'walker',
      summary: 'Walks',
      reference: 'Somebody (2020)',
      requires: [],
      yields: 'designs',
      options: (refer) => z.strictObject({ proposal: refer.to('proposal') }),
      example: { proposal: { 'plugin/step': { width: 2 } } },
      create: () => {
        throw new Error('not created here');
      },
    });
    await checkDefinition(sampler as Definition);
    const none = {
      definitions: () => [],
      definition: () => {
        throw new Error('no proposal is named so');
      },
    };
    await expect(checkDefinition(sampler as Definition, none)).rejects.toThrow('no proposal is named so');
  });

  it.each<[string, object, string]>([
    ['a name in capitals', { name: 'physics/LJ' }, 'its name is not kebab-case'],
    ['an empty part in a name', { name: 'physics//lj' }, 'its name is not kebab-case'],
    ['another API version', { apiVersion: 7 }, 'built for API version 7'],
    ['no brand', { $$type: undefined }, 'which no define function gives'],
    ['an empty summary', { summary: ' ' }, 'its summary is empty'],
    ['a full stop', { summary: 'An energy.' }, 'ends in a full stop'],
    ['two lines', { summary: 'An\nenergy' }, 'more than one line'],
    ['no reference', { reference: '' }, 'it has no reference'],
    ['no unit', { unit: '' }, 'its unit is missing'],
    ['an example that does not parse', { example: { epsilon: -1 } }, 'its options refuse its example'],
    ['no example where one is needed', { example: undefined }, 'it has no example'],
    [
      'options that let typing errors pass',
      { options: z.looseObject({ epsilon: z.number() }) },
      'let an unknown key pass',
    ],
    [
      'a check that refuses the example',
      { check: () => [{ path: ['epsilon'], message: 'too shallow' }] },
      'its check refuses its example: too shallow',
    ],
    ['a check that speaks of nothing there', { check: () => [{ path: ['sigma'], message: 'x' }] }, "speaks of 'sigma'"],
  ])('finds %s', async (_, part, message) => {
    await expect(checkDefinition({ ...sound, ...part } as Definition)).rejects.toThrow(message);
  });
});

describe('checkRefusal', () => {
  const shallow = {
    ...sound,
    check: async ({ epsilon }: { epsilon: number }) =>
      epsilon < 0.1 ? [{ path: ['epsilon'], message: 'too shallow' }] : [],
  } as Definition;

  it('passes a check that refuses what it must', async () => {
    await checkDefinition(shallow);
    await checkRefusal(shallow, { epsilon: 0.01 });
  });

  it.each<[string, Definition, object, string]>([
    ['a check that lets it pass', shallow, { epsilon: 1 }, 'finds no fault'],
    ['a literal without a check', sound, { epsilon: 0.01 }, 'finds no fault'],
    ['options that the schema refuses', shallow, { epsilon: -1 }, 'its schema refuses'],
    [
      'a fault in two lines',
      { ...sound, check: () => [{ path: ['epsilon'], message: 'too\nshallow' }] } as Definition,
      { epsilon: 1 },
      'in one line',
    ],
    [
      'a fault of an option that is not given',
      { ...sound, check: () => [{ path: ['sigma'], message: 'too wide' }] } as Definition,
      { epsilon: 1 },
      "speaks of 'sigma'",
    ],
  ])('finds %s', async (_, definition, options, message) => {
    await expect(checkRefusal(definition, options)).rejects.toThrow(message);
  });
});
