import { all, any, type EnergyExpression, not, propertyEnergy, randomStream, type Sampler } from '@basin/core';
import { parseHTML } from 'linkedom';
import { beforeAll, describe, expect, it } from 'vitest';
import { type InMemoryParts, memoryInput, memoryTable, runInMemory } from './fixtures/in-memory-context.js';
import { NumberSpace } from './fixtures/number-space.js';
import { report } from './report.js';
import { sample } from './sample.js';

const space = new NumberSpace();
const values = (f: (x: number) => number) => ({ evaluate: (batch: Float64Array) => batch.map(f) });
const same = { energy: (v: Float64Array) => v.slice(), derivative: (v: Float64Array) => v };
const hostile = '<script>alert("x")</script>';

const energy = all<Float64Array>([
  { name: hostile, weight: 2, energy: propertyEnergy(values(Math.abs), 'm/s', same) },
  {
    name: 'far',
    weight: 1,
    energy: propertyEnergy(
      values((x) => Math.max(0, 3 - x)),
      '1',
      same,
    ),
  },
  { name: 'either', weight: 1, energy: any([{ name: 'sine', weight: 1, energy: values((x) => 1 + Math.sin(x)) }]) },
  { name: 'unlike', weight: 1, energy: not({ name: 'zero', weight: 1, energy: values((x) => Math.exp(-x * x)) }) },
]);

const property = (label: string, name: string, options: unknown): EnergyExpression => ({
  label,
  weight: 1,
  form: 'property',
  property: { point: 'energy', name: 'toy/number', options: {} },
  objective: { point: 'objective', name, options },
});
const leaf = (label: string): EnergyExpression => ({
  label,
  weight: 1,
  form: 'energy',
  energy: { point: 'energy', name: 'toy/curve', options: {} },
});
const expression: EnergyExpression = {
  label: 'wanted',
  weight: 1,
  form: 'all',
  terms: [
    { ...property(hostile, 'below', { high: 1, width: 1 }), weight: 2 },
    property('far', 'maximise', { scale: 1 }),
    { label: 'either', weight: 1, form: 'any', terms: [leaf('sine'), property('lost', 'elsewhere/lost', { a: 1 })] },
    { label: 'unlike', weight: 1, form: 'not', strength: 1, term: leaf('zero') },
  ],
};

/** Halves the distance of every state to 1. */
const approach: Sampler<Float64Array> = {
  async *sample({ initial, energy: target }) {
    const batch = initial!.map((x) => 1 + (x - 1) / 8);
    yield { step: 1, stepCount: 1, stepName: 'sweep', evaluations: batch.length, bestEnergy: 0 };
    const trace = (of: (i: number) => number) => ({
      type: 'float64' as const,
      values: Float64Array.from({ length: 5 }, (_, i) => of(i)),
    });
    return {
      batch,
      energy: await target.evaluate(batch),
      stopReason: 'steps',
      evaluations: batch.length,
      trace: {
        step: trace((i) => i),
        best: trace((i) => 3 / (i + 1)),
        mean: trace((i) => 6 / (i + 1)),
        acceptanceRate: trace(() => 0.4),
        uniqueRate: trace(() => 0.9),
      },
    };
  },
};

async function sampledInput() {
  const x = Float64Array.from({ length: 60 }, (_, i) => (i === 7 ? Number.NaN : (i - 30) / 5));
  const note = { type: 'text' as const, values: Array.from({ length: 60 }, (_, i) => `${hostile} ${i}`) };
  const parts: InMemoryParts = {
    inputs: [memoryInput('start', memoryTable({ note, x: { type: 'float64', values: x } }))],
    space: space as never,
    energy: energy as never,
    expression,
    sampler: approach as never,
    rng: randomStream(1, 'sample'),
  };
  const step = sample.create({
    sampler: { point: 'sampler', name: 'approach', options: {} },
    count: 40,
    startRows: 2000,
    certificate: { required: true, rHat: 1.01, sampleSize: 400 },
    limit: {},
    observe: [],
  });
  const { tables, outcome } = await runInMemory(step, parts);
  const [main, ...side] = ['main', 'start', 'trace', 'bad'].map((name) => {
    const { columns, schema } = tables.get(name)!;
    return memoryTable(columns, [columns], schema);
  });
  return { input: memoryInput('designs', main!, { start: side[0]!, trace: side[1]!, bad: side[2]! }), outcome };
}

async function reported(
  options: Partial<Parameters<typeof report.create>[0]> = {},
  parts: Partial<InMemoryParts> = {},
) {
  const { input, outcome } = await sampledInput();
  const hash = 'ab'.repeat(32);
  const described = {
    name: 'designs',
    step: 'sample',
    source: '',
    hash,
    from: ['start'],
    rows: 40,
    seconds: 1.5,
    outcome,
    filesRead: [{ path: `${hostile}.csv`, sha256: '12'.repeat(32) }],
    filesMade: [{ path: '.basin/main.arrow', sha256: '34'.repeat(32) }],
  };
  const run = {
    title: `Numbers ${hostile}`,
    description: `About numbers. ${hostile}`,
    source: `title: ${hostile}\n`,
    seed: 5,
    command: `basin run '${hostile}.yaml'`,
    versions: { '@basin/core': '0.1.0' },
    steps: [described],
  };
  const step = report.create({ file: 'report.html', show: 6, overwrite: false, ...options });
  return runInMemory(step, { inputs: [input], space: space as never, run, ...parts });
}

describe('report', () => {
  let page = '';
  // linkedom's types are those of a browser.
  let document: {
    querySelectorAll(selector: string): Iterable<{ textContent: string; getAttribute(name: string): string | null }>;
  };
  const texts = (selector: string): string[] =>
    Array.from(document.querySelectorAll(selector), ({ textContent }) => textContent.replace(/\s+/g, ' ').trim());

  beforeAll(async () => {
    const { texts: files, outcome, tables } = await reported();
    page = files.get('report.html')!;
    document = parseHTML(page).document as unknown as typeof document;
    expect(outcome.summary).toMatchObject({ file: 'report.html' });
    expect([...tables]).toEqual([]);
  });

  it('has every section, in order', () => {
    expect(texts('h1')).toEqual([`Numbers ${hostile}`]);
    expect(texts('h2')).toEqual([
      'The question',
      'The answer',
      'Best candidates',
      'Best candidates that differ',
      'What changed',
      'The hardest trade-off',
      'How the search went',
      'Bad rows',
      'Where it comes from',
      'The workflow',
    ]);
    const ids = Array.from(document.querySelectorAll('[id]'), (element) => element.getAttribute('id'));
    expect(new Set(ids).size).toBe(ids.length);
    const targets = Array.from(document.querySelectorAll('nav a'), (element) => element.getAttribute('href')!.slice(1));
    for (const target of targets) expect(ids).toContain(target);
  });

  it('holds no script, no link elsewhere, and no markup of what it was given', () => {
    expect(page).not.toContain(hostile);
    expect(Array.from(document.querySelectorAll('script, link, img, iframe, object, embed, base, form'))).toEqual([]);
    expect(page).not.toMatch(/(?:src|href|action)\s*=\s*"(?!#)/i);
    expect(page).not.toMatch(/\son\w+\s*=/i);
    expect(page).not.toMatch(/url\((?!#)/i);
    expect(page).toContain(
      `content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"`.replaceAll(
        "'",
        '&#39;',
      ),
    );
  });

  it('says the composition in words', () => {
    expect(texts('.operator')).toEqual(['all of', 'any of', 'not']);
    expect(texts('.leaf')).toEqual([
      `${hostile} at most 1 weight 2toy/number`,
      'far as high as possibletoy/number',
      'sine as low as possibletoy/curve',
      'lost elsewhere/lost, a 1toy/number',
      'zero toy/curve',
    ]);
  });

  it('gives the answer in figures', () => {
    expect(texts('.figure dt')).toEqual(['designs', 'best energy', 'meet every requirement']);
    expect(texts('.figure .value')[0]).toBe('40');
    expect(texts('.figure-note')[0]).toBe('kept from 59 evaluations');
  });

  it('shows the best candidates with drawing, terms and costs that add up', () => {
    const first = '#best ~ .cards .card:first-child';
    expect(texts(`${first} .rank`)).toEqual(['1']);
    expect(
      Array.from(document.querySelectorAll(`${first} .drawing svg`), (svg) => svg.getAttribute('aria-label'))[0],
    ).toMatch(/^a disc for /);
    expect(texts(`${first} tbody th`)).toEqual([hostile, 'far', 'either', 'unlike']);
    const costs = texts(`${first} .cost`).map((text) => Number(text.replace('−', '-')));
    const total = Number(texts(`${first} .energy b`)[0]!.replace('−', '-'));
    expect(costs.reduce((sum, cost) => sum + cost, 0)).toBeCloseTo(total, 2);
    expect(texts(`${first} tbody td`)[0]).toMatch(/ m\/s$/);
  });

  it('heads the columns of a card, and says what its marks mean', () => {
    expect(texts('#best ~ .cards .card:first-child thead th')).toEqual(['term', 'value', 'as wanted', 'cost']);
    expect(texts('#best ~ .legend li')).toEqual(['✓value as wanted', '○value not as wanted']);
    for (const mark of texts('.mark')) expect(['✓as wanted', '○not as wanted', '']).toContain(mark);
    expect(texts('.mark')[0]).toBe('✓as wanted');
  });

  it('shows energies and rates over the steps by their name', () => {
    expect(texts('#course ~ .charts figcaption')).toEqual(['Energy', 'Proposals accepted', 'New designs']);
    for (const svg of document.querySelectorAll('#course ~ .charts svg')) expect(svg.textContent).toContain('sweep');
    expect(texts('#course ~ .charts svg').join()).toContain('share of proposals accepted (%)');
  });

  it('tells of bad rows and of where everything comes from', () => {
    expect(texts('#bad-rows ~ p')[0]).toBe(
      '1 row could not be used: 1 of 60 in designs. They were set aside, not repaired.',
    );
    expect(texts('#bad-rows ~ .scroll tbody td')).toEqual(['8', 'missing x is missing', `${hostile} 7`]);
    expect(texts('.command')).toEqual([`basin run '${hostile}.yaml'`]);
    expect(texts('#provenance ~ .scroll tbody th')).toEqual(['designs sample']);
    const lines = [`${'12'.repeat(32)} ${hostile}.csv`, `${'34'.repeat(32)} .basin/main.arrow`];
    expect(texts('.checksums')).toEqual([lines.join(' ')]);
    expect(texts('.source-text')[0]).toContain(`title: ${hostile}`);
  });

  it('labels every picture', () => {
    for (const svg of document.querySelectorAll('svg:not([aria-hidden])')) {
      expect(svg.getAttribute('role')).toBe('img');
      expect(svg.getAttribute('aria-label')).not.toBe('');
    }
  });
});

describe('a report of less', () => {
  it('goes without space, energies, start and trace', async () => {
    const plain = memoryInput('rows', memoryTable({ id: { type: 'text', values: ['a', 'b'] } }));
    const { space: _, ...parts } = { space, inputs: [plain] };
    const step = report.create({ file: 'r.html', show: 3, title: 'Plain', overwrite: false });
    const { texts } = await runInMemory(step, { ...parts, space: new NumberSpace() as never });
    expect(texts.get('r.html')).toContain('<h1>Plain</h1>');
    expect(texts.get('r.html')).not.toContain('Best candidates');
  });

  it('calls each candidate by the first column of texts beside the state', async () => {
    const named = memoryTable({
      x: { type: 'float64', values: Float64Array.of(1, 2, 3) },
      status: { type: 'text', values: ['ok', 'ok', 'ok'] },
      error: { type: 'text', values: [null, null, null] },
      name: { type: 'text', values: [hostile, null, 'third'] },
      origin: { type: 'text', values: ['here', 'here', 'here'] },
      energy: { type: 'float64', values: Float64Array.of(1, 2, 3) },
    });
    const step = report.create({ file: 'r.html', show: 3, title: 'Named', overwrite: false });
    const { texts } = await runInMemory(step, { inputs: [memoryInput('rows', named)], space: space as never });
    const page = texts.get('r.html')!;
    const { document } = parseHTML(page);
    const cards = Array.from(document.querySelectorAll('#best ~ .cards .card'));
    const titles = cards.map((card) => card.querySelector('.candidate-title')?.textContent);
    expect(titles).toEqual([hostile, undefined, 'third']);
    expect(page).not.toContain(hostile);
  });

  it('refuses designs that it does not take from', async () => {
    await expect(reported({ designs: 'others' })).rejects.toThrow(
      "steps.tested.designs: 'others' is no step that this one takes from; there are: designs",
    );
  });
});
