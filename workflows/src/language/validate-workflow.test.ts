import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError, Registry } from '@basin/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyOverrides } from './apply-overrides.js';
import { parseYaml } from './parse-yaml.js';
import { type PluginFault, validateWorkflow } from './validate-workflow.js';
import type { WorkflowDocument } from './workflow-document.js';

const folder = mkdtempSync(join(tmpdir(), 'basin-language-'));
const registry = new Registry();
let counts: { checked: number };

beforeAll(async () => {
  const moduleUrl = new URL('../plugins/fixtures/toy-plugin/toy-module.js', import.meta.url).href;
  const toy = await import(moduleUrl);
  counts = toy.counts;
  registry.load({ name: 'toy-plugin', version: '1.2.3' }, toy.basinModule);
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'data/numbers.csv'), 'x\n1\n');
  symlinkSync('/etc', join(folder, 'outside'));
  symlinkSync(join(folder, 'nowhere'), join(folder, 'broken'));
});

afterAll(() => rmSync(folder, { recursive: true }));

async function validate(
  text: string,
  set: readonly string[] = [],
  pluginFaults: readonly PluginFault[] = [],
): Promise<WorkflowDocument> {
  const parsed = applyOverrides(parseYaml({ file: 'w.yaml', text }), set);
  return validateWorkflow(parsed, { text, folder, workflowName: 'w', source: registry, pluginFaults });
}

async function faultsOf(
  text: string,
  set: readonly string[] = [],
  pluginFaults: readonly PluginFault[] = [],
): Promise<string[]> {
  try {
    await validate(text, set, pluginFaults);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.faults.map(({ position, message }) =>
      position?.file === 'w.yaml' ? `${position.line}:${position.column} ${message}` : `${position?.file} ${message}`,
    );
  }
  return [];
}

/** A reference to a secret, as it stands in a file. */
function secret(name: string): string {
  return `\${env:${name}}`;
}

const good = `basin: 1
title: Numbers
energies:
  short:
    property: { toy/size: { factor: 2 } }
    objective: { toy/near: { target: 0.5 } }
    weight: 2
  prior: { energy: toy/prior }
  wanted:
    all:
      - short
      - property: toy/size
        objective: { toy/near: { target: 1 } }
      - property: toy/size
        objective: { toy/near: { target: 2 } }
        name: two
      - not: prior
        strength: 0.5
steps:
  designs:
    from: numbers
    step: toy/design
    energy: wanted
    sampler: { toy/walk: { steps: 3 } }
  numbers: { step: toy/numbers, count: 20 }
`;

/** The good file with one piece of text in another's place. */
function changed(piece: string, other: string): string {
  expect(good).toContain(piece);
  return good.replace(piece, other);
}

describe('validateWorkflow', () => {
  it('reads a whole file', async () => {
    const document = await validate(good);
    expect(document).toMatchObject({ title: 'Numbers', description: '', seed: 0, badRows: { share: 0.1 } });
    expect(document.space).toEqual({ point: 'space', name: 'toy/number', options: { low: 0, high: 1 } });
    expect(document.steps.map(({ name }) => name)).toEqual(['numbers', 'designs']);
    expect(document.steps[1]).toMatchObject({ from: ['numbers'], energyExpression: { form: 'named', name: 'wanted' } });
    expect(document.steps[0]?.options).toEqual({ count: 20, batch: 10, pause: 0, bad: 0, mode: 'uniform' });
    expect(document.steps[0]?.source).toBe('numbers: { step: toy/numbers, count: 20 }');
    expect(document.steps[1]?.source.split('\n')[1]).toBe('  from: numbers');
  });

  it('labels terms uniquely and keeps weights', async () => {
    const wanted = (await validate(good)).energies.get('wanted');
    const terms = wanted?.form === 'all' ? wanted.terms : [];
    expect(terms.map(({ label, weight }) => [label, weight])).toEqual([
      ['short', 2],
      ['size', 1],
      ['two', 1],
      ['not', 1],
    ]);
    expect(terms[3]).toMatchObject({ form: 'not', strength: 0.5, term: { form: 'named', name: 'prior' } });
  });

  it('numbers labels that would repeat', async () => {
    const text = changed('        name: two\n', '');
    const wanted = (await validate(text)).energies.get('wanted');
    expect(wanted?.form === 'all' && wanted.terms.map(({ label }) => label)).toEqual([
      'short',
      'size',
      'size 2',
      'not',
    ]);
  });

  it('takes labels from a map of terms', async () => {
    const text = changed(
      'all:\n      - short\n',
      'all: { first: short, second: { energy: prior, weight: 3 } }\n  rest:\n    any:\n      - short\n',
    );
    const wanted = (await validate(text)).energies.get('wanted');
    expect(wanted?.form === 'all' && wanted.terms.map(({ label, weight }) => [label, weight])).toEqual([
      ['first', 2],
      ['second', 3],
    ]);
  });

  it('reads limits of bad rows as a share or a number', async () => {
    expect((await validate(`${good}badRows: { limit: 0.05 }\n`)).badRows).toEqual({ share: 0.05 });
    expect((await validate(`${good}badRows: { limit: 3 }\n`)).badRows).toEqual({ count: 3 });
    expect(await faultsOf(`${good}badRows: { limit: 1.5 }\n`)).toEqual([
      "26:19 limit: expected a share of the rows ('50 %', or 0 to below 1) or a number of rows (1, 2, …)",
    ]);
    expect((await validate(`${good}badRows: { limit: 1 }\n`)).badRows).toEqual({ count: 1 });
    expect((await validate(`${good}badRows: { limit: 50 % }\n`)).badRows).toEqual({ share: 0.5 });
    expect((await validate(`${good}badRows: { limit: '100%' }\n`)).badRows).toEqual({ share: 1 });
    for (const wrong of ['101 %', '-5 %', 'half', "'%'", '1.5', '-1', '.inf']) {
      expect(await faultsOf(`${good}badRows: { limit: ${wrong} }\n`)).toEqual([
        expect.stringMatching(/^26:19 limit: expected/),
      ]);
    }
  });

  it('keeps the names of energies and terms from the column of the states', async () => {
    expect(await faultsOf(changed('name: two', 'name: x'))).toEqual([
      "16:15 'x' is the column that holds the states; give the energy another name",
    ]);
    expect(await faultsOf(changed('  prior: { energy: toy/prior }', '  x: toy/prior'))).toContain(
      "8:3 'x' is the column that holds the states; give the energy another name",
    );
  });

  const single: [piece: string, other: string, fault: string][] = [
    [
      'title: Numbers',
      'titel: Numbers',
      "2:1 unknown key 'titel'; did you mean 'title'? allowed: 'basin', 'title', 'description', 'plugins', 'space', 'seed', 'badRows', 'energies', 'steps'",
    ],
    ['basin: 1', 'basin: 2', '1:8 expected basin: 1, the version of the format that this Basin reads'],
    ['title: Numbers', 'title: 7', '2:8 title: expected a text, got 7'],
    ['factor: 2', 'factor: big', '5:37 factor: expected a number, got "big"'],
    ['factor: 2', 'factor: -2', '5:37 factor: expected a number above 0, got -2'],
    ['factor: 2', 'facto: 2', "5:29 unknown key 'facto'; did you mean 'factor'? allowed: 'factor'"],
    ['toy/size: { factor', 'toy/seize: { factor', "5:17 no energy is named 'toy/seize'; did you mean 'toy/size'?"],
    ['{ target: 0.5 }', '{}', "6:18 'target' is missing: expected a number"],
    [
      '    objective: { toy/near: { target: 0.5 } }\n',
      '',
      '5:5 toy/size is a property (in m) and becomes an energy by an objective; add objective: { toy/near: { target: 0.5, width: 0.1 } }',
    ],
    [
      '{ energy: toy/prior }',
      '{ energy: toy/prior, objective: { toy/near: { target: 1 } } }',
      "8:31 'toy/prior' is an energy already and takes no objective; leave it out",
    ],
    [
      '{ energy: toy/prior }',
      '{ energy: toy/size }',
      '8:12 toy/size is a property; write property: toy/size with objective: { toy/near: { target: 0.5, width: 0.1 } }',
    ],
    [
      '{ energy: toy/prior }',
      '{ property: toy/prior, objective: { toy/near: { target: 1 } } }',
      "8:22 toy/prior is an energy, not a property; write energy: toy/prior and leave 'objective' out",
    ],
    [
      '{ energy: toy/prior }',
      '{ toy/prior: {} }',
      "8:10 expected 'property', 'energy', 'all', 'any', 'not', 'given', 'temper', 'constraint', 'minimum-over', 'free-energy' or 'trained' in this energy, got a map with 'toy/prior'; write 'energy:' before its name",
    ],
    ['- short', '- shrot', "11:9 no energy is named 'shrot'; did you mean 'short'?"],
    ['- short', '- toy/prior', "11:9 no energy is named 'toy/prior'; write energy: toy/prior"],
    ['weight: 2', 'weight: -2', "7:13 weight: expected a number above 0, got -2; 'not' takes an energy away"],
    ['name: two', 'name: [two]', '16:15 name: expected a text of 1 to 80 characters, got a list of 1'],
    [
      'toy/size: { factor: 2 }',
      'toy/mass: {}',
      "5:17 toy/mass is about states of kind 'lump', but the workflow's space holds 'number'",
    ],
    ['{ energy: toy/prior }', '{ energy: wanted }', "8:3 energy 'prior' contains itself: prior → wanted → prior"],
    [
      'prior: { energy',
      'bigPrior: { energy',
      "8:3 the name 'bigPrior' must be lower-case words joined by '-', such as 'big-prior'",
    ],
    ['from: numbers', 'from: numbrs', "21:11 no step is named 'numbrs'; did you mean 'numbers'?"],
    ['from: numbers', 'from: [numbers, numbers]', "21:21 'numbers' is named twice"],
    ['from: numbers', 'from: designs', "21:11 step 'designs' takes from itself"],
    ['step: toy/design', 'step: toy/desing', "22:11 no step does 'toy/desing'; did you mean 'toy/design'?"],
    ['    energy: wanted\n', '', "20:3 'energy' is missing: 'toy/design' needs one (short, prior, wanted)"],
    ['count: 20', 'count: 20, energy: prior', "25:44 'toy/numbers' takes no energy; leave 'energy' out"],
    ['count: 20', 'count: 20, from: designs', "25:44 'toy/numbers' takes no step's table; leave 'from' out"],
    ['count: 20', 'count: 1.5', '25:40 count: expected a whole number, got 1.5'],
    ['count: 20', 'count: 0', '25:40 count: expected a number of at least 1, got 0'],
    [', count: 20', '', "25:3 'count' is missing: expected a whole number"],
    [
      'count: 20',
      'count: 20, mode: unifrom',
      "25:50 mode: expected 'uniform' or 'normal', got \"unifrom\"; did you mean 'uniform'?",
    ],
    [
      'count: 20',
      'cuont: 20, count: 2',
      "25:33 unknown key 'cuont'; did you mean 'count'? allowed: 'step', 'from', 'energy', 'count', 'batch', 'pause', 'bad', 'failAt', 'mode'",
    ],
    ['steps: 3', 'schedule: { from: 1 }', "24:28 'to' is missing: expected a number"],
    ['steps: 3', 'schedule: 7', "24:38 schedule: expected 'flat' or a map, got 7"],
    [
      'steps: 3',
      'moves: [toy/push]',
      "24:36 toy/push moves in states of kind 'lump', but the workflow's space holds 'number'",
    ],
    ['steps: 3', 'moves: [{ toy/shift: { bye: 1 } }]', "24:51 unknown key 'bye'; did you mean 'by'? allowed: 'by'"],
    ['steps: 3', 'moves: [toy/shfit]', "24:36 no proposal is named 'toy/shfit'; did you mean 'toy/shift'?"],
    [
      'numbers: { step: toy/numbers, count: 20 }',
      'numbers: 7',
      "25:12 expected a map with 'step' and its options, got 7",
    ],
  ];
  for (const [piece, other, fault] of single) {
    it(`refuses ${other.trim() || `a file without ${piece.trim()}`}`, async () => {
      const found = (await faultsOf(changed(piece, other))).filter((text) => !text.includes("'title' is missing"));
      expect(found).toContain(fault);
      expect(found.length).toBeLessThanOrEqual(2);
    });
  }

  it('refuses paths that leave the workspace, and files that are not there', async () => {
    const faultOf = (file: string): Promise<string[]> =>
      faultsOf(`basin: 1\ntitle: t\nsteps:\n  a: { step: toy/load, file: ${JSON.stringify(file)} }\n`);
    expect(await faultOf('data/numbers.csv')).toEqual([]);
    expect(await faultOf('data/none.csv')).toEqual(['4:30 there is no file "data/none.csv" beside the workflow file']);
    expect((await faultOf('../x.csv'))[0]).toContain("'..' is not allowed");
    expect((await faultOf('data/../../x.csv'))[0]).toContain("'..' is not allowed");
    expect((await faultOf('/etc/passwd'))[0]).toContain('is absolute');
    expect((await faultOf('C:\\x'))[0]).toContain('is absolute');
    expect((await faultOf('outside/passwd'))[0]).toContain('is a link that leaves');
    expect((await faultOf('broken'))[0]).toContain('leads nowhere');
    expect((await faultOf('.basin/lock'))[0]).toContain("which is Basin's own");
    expect((await faultOf(`${secret('HOME')}/x`))[0]).toContain('cannot hold a secret');
    expect((await faultOf('data'))[0]).toContain('is not a plain file');
  });

  it('refuses to write over the record of the run', async () => {
    const text = `basin: 1
title: t
steps:
  a: { step: toy/numbers, count: 1 }
  b: { step: toy/note, from: a, file: run.json }
`;
    expect(await faultsOf(text)).toEqual([
      '5:39 "run.json" is where the run keeps its own record; choose another name',
    ]);
  });

  it('refuses two steps that write one file, and a step that reads what another writes', async () => {
    const text = `basin: 1
title: t
steps:
  a: { step: toy/numbers, count: 1 }
  b: { step: toy/note, from: a, file: data/numbers.csv }
  c: { step: toy/note, from: a, file: ./data/numbers.csv }
  d: { step: toy/load, file: data/numbers.csv }
`;
    expect(await faultsOf(text)).toEqual([
      "6:3 'data/numbers.csv' is written by step 'b' too",
      "7:3 'data/numbers.csv' is written by step 'c'; take its table with from: c",
    ]);
  });

  it('refuses steps that wait for each other', async () => {
    const text = `basin: 1
title: t
steps:
  a: { step: toy/scale, by: 1, from: c }
  b: { step: toy/scale, by: 1, from: a }
  c: { step: toy/scale, by: 1, from: b }
`;
    expect(await faultsOf(text)).toEqual(['4:32 steps wait for each other: a takes from c takes from b takes from a']);
  });

  it('refuses plugins that are paths or URLs', async () => {
    const text = `${good}plugins: ['./plugin.js', 'https://x.org/p', '@basin/molecules', '../p', 'a b']\n`;
    expect(await faultsOf(text)).toHaveLength(4);
    expect((await faultsOf(text))[0]).toContain('26:11 "./plugin.js" is no package name');
  });

  it('reports a lost plugin once, not each of its names', async () => {
    const text = `basin: 1
title: t
plugins: [lost]
energies: { a: { property: lost/thing, objective: { toy/near: { target: 1 } } } }
steps: { s: { step: lost/step, count: 1 }, t: { step: toy/numbrs } }
`;
    expect(await faultsOf(text, [], [{ index: 0, message: 'lost is not installed' }])).toEqual([
      '3:11 lost is not installed',
      expect.stringContaining("5:55 no step does 'toy/numbrs'"),
    ]);
  });

  it('takes names under a plugin that is no package name for its own', async () => {
    const text = `basin: 1
title: t
plugins: [./lost.js]
energies: { a: { property: lost/thing, objective: { toy/near: { target: 1, widht: 2 } } } }
steps: { s: { step: toy/design, from: t, energy: lost/prior, sampler: toy/walk }, t: { step: toy/numbers, count: 0 } }
`;
    expect(await faultsOf(text)).toEqual([
      expect.stringContaining('3:11 "./lost.js" is no package name'),
      expect.stringContaining("4:76 unknown key 'widht'; did you mean 'width'?"),
      '5:114 count: expected a number of at least 1, got 0',
    ]);
  });

  it('reports a repeated or forbidden key together with all other faults, and goes on with the first of equal keys', async () => {
    const text = changed('count: 20', 'count: x, __proto__: { y: 1 }').replace(
      'title: Numbers\n',
      'title: Numbers\nseed: 1\nseed: one\n',
    );
    expect(await faultsOf(text)).toEqual([
      "4:1 the key 'seed' is given twice",
      '27:40 count: expected a whole number, got "x"',
      "27:43 the key '__proto__' is not allowed",
    ]);
  });

  it('shows numbers that are not finite as the file does', async () => {
    expect(await faultsOf(changed('factor: 2', 'factor: .inf'))).toEqual([
      '5:37 factor: expected a finite number, got .inf',
    ]);
    expect(await faultsOf(changed('factor: 2', 'factor: -.inf'))).toEqual([
      '5:37 factor: expected a finite number, got -.inf',
    ]);
    expect(await faultsOf(changed('count: 20', 'count: .nan'))).toEqual([
      '25:40 count: expected a whole number, got .nan',
    ]);
    expect(await faultsOf(changed('weight: 2', 'weight: .nan'))).toEqual([
      '7:13 weight: expected a number above 0, got .nan',
    ]);
  });

  it('applies --set before validation and points its faults at it', async () => {
    expect(await validate(good, ['seed=9', 'steps.numbers.count=5', 'energies.wanted.all.0=prior'])).toMatchObject({
      seed: 9,
    });
    expect(await faultsOf(good, ['steps.numbers.count=abc'])).toEqual([
      '<--set steps.numbers.count> count: expected a whole number, got "abc"',
    ]);
    expect(await faultsOf(good, ['seed', 'title.x=1', '__proto__.x=1', 'energies.wanted.all.9=a', 'seed=[1'])).toEqual([
      "<--set seed> expected path.to.key=value, such as seed=7, got 'seed'",
      `<--set title.x> 'title' holds "Numbers", so nothing can be set below it`,
      "<--set __proto__.x> the key '__proto__' is not allowed",
      "<--set energies.wanted.all.9> 'energies.wanted.all' is a list; name an entry of it by its index",
      expect.stringContaining('<--set seed> its value is no YAML'),
    ]);
  });

  it('refuses what is no map, and a file without steps', async () => {
    expect(await faultsOf('')).toEqual(['1:1 expected a map with basin: 1, a title and steps']);
    expect(await faultsOf('- 1')).toEqual(['1:1 expected a map with basin: 1, a title and steps']);
    expect((await faultsOf('basin: 1\ntitle: t\n'))[0]).toContain("'steps' is missing");
  });

  it('refuses secrets whose name is none', async () => {
    expect(await faultsOf(changed('energy: toy/prior', `energy: { toy/prior: { key: "${secret('A B')}" } }`))).toEqual([
      "8:40 'A B' is no name of an environment variable",
    ]);
  });

  it('sorts the faults of a file by line', async () => {
    const text = changed('count: 20', 'count: x')
      .replace('factor: 2', 'factor: y')
      .replace('title: Numbers', 'title: 1');
    const lines = (await faultsOf(text)).map((fault) => Number(fault.split(':')[0]));
    expect(lines).toEqual([2, 5, 25]);
  });

  describe('has extensions check their own options', () => {
    it('once for equal options, wherever they stand', async () => {
      counts.checked = 0;
      expect(await faultsOf(good)).toEqual([]);
      // toy/size stands there three times, with factor 2 and twice with factor 1.
      expect(counts.checked).toBe(2);
    });

    it('and reports what they find together with all other faults', async () => {
      const text = changed('factor: 2', 'factor: 2e6').replace('- short', '- shrot');
      expect(await faultsOf(text)).toEqual([
        '5:37 no number is 2000000 times as large',
        "11:9 no energy is named 'shrot'; did you mean 'short'?",
      ]);
    });

    it('at every place where the options stand', async () => {
      const huge = 'property: { toy/size: { factor: 2e6 } }';
      const text = changed('property: { toy/size: { factor: 2 } }', huge).replace('property: toy/size', huge);
      counts.checked = 0;
      expect(await faultsOf(text)).toEqual([
        '5:37 no number is 2000000 times as large',
        '12:41 no number is 2000000 times as large',
      ]);
      expect(counts.checked).toBe(2);
    });

    it('of references inside options, also beside a fault', async () => {
      const sampler = 'moves: [{ toy/shift: { by: 101 } }, toy/shift, { toy/shift: { bye: 1 } }]';
      expect(await faultsOf(changed('steps: 3', sampler))).toEqual([
        '24:55 a shift by 101 leaves every range',
        "24:90 unknown key 'bye'; did you mean 'by'? allowed: 'by'",
      ]);
    });

    it('in files with keys that are names of methods', async () => {
      const text = changed('count: 20', 'count: 20, bad: 30, toString: { valueOf: 1 }');
      expect(await faultsOf(text)).toEqual([expect.stringContaining("unknown key 'toString'")]);
      const moved = changed('steps: 3', 'valueOf: { toString: [toy/shift] }, moves: [{ toy/shift: { by: 101 } }]');
      expect(await faultsOf(moved)).toEqual([
        expect.stringContaining("unknown key 'valueOf'"),
        expect.stringContaining('a shift by 101 leaves every range'),
      ]);
    });

    it('of steps, and of values that were set', async () => {
      expect(await faultsOf(changed('count: 20', 'count: 20, bad: 30'))).toEqual(['25:49 only 20 rows can be bad']);
      expect(await faultsOf(good, ['steps.numbers.bad=21'])).toEqual([
        '<--set steps.numbers.bad> only 20 rows can be bad',
      ]);
    });

    it('but not of options that refer to secrets', async () => {
      const withKey = (key: string): string => changed('energy: toy/prior', `energy: { toy/prior: { key: "${key}" } }`);
      expect(await faultsOf(withKey('a{b'))).toEqual(['8:40 no key holds a brace']);
      expect(await faultsOf(withKey(secret('KEY')))).toEqual([]);
    });

    it('and passes on what a check throws, unless the file is at fault anyway', async () => {
      const text = changed('energy: toy/prior', 'energy: { toy/prior: { key: no-library } }');
      await expect(validate(text)).rejects.toThrow('the library of keys cannot be loaded');
      expect(await faultsOf(text.replace('- short', '- shrot'))).toHaveLength(1);
    });
  });
});
