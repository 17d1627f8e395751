import { ConfigurationError, type ConfigurationFault } from '@basin/core';
import { describe, expect, it } from 'vitest';
import { parseYaml } from './parse-yaml.js';

function faultsOf(text: string): readonly ConfigurationFault[] {
  try {
    parseYaml({ file: 'w.yaml', text }).faults.throwIfAny();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
  return [];
}

function placesOf(text: string): string[] {
  return faultsOf(text).map(({ position, message }) => `${position?.line}:${position?.column} ${message}`);
}

/** Processor time of this process: waiting for a busy machine does not count. */
const microsecondsAllowed = 1_000_000;

describe('parseYaml', () => {
  it('reads the core schema of YAML 1.2', () => {
    const { value } = parseYaml({
      file: 'w',
      text: 'a: 1\nb: [0x10, 1e3, .inf, no, yes, ~, true]\nc: "1"\nd: 2020-01-01\n',
    });
    expect(value).toEqual({
      a: 1,
      b: [16, 1000, Number.POSITIVE_INFINITY, 'no', 'yes', null, true],
      c: '1',
      d: '2020-01-01',
    });
  });

  it('knows the place of every key and value', () => {
    const text = 'basin: 1\nsteps:\n  read:\n    files: [a, "b"]\n';
    const { places } = parseYaml({ file: 'w.yaml', text });
    expect(places.ofKey(['steps', 'read', 'files'])).toEqual({ file: 'w.yaml', line: 4, column: 5 });
    expect(places.ofValue(['steps', 'read', 'files', 1])).toEqual({ file: 'w.yaml', line: 4, column: 16 });
    expect(places.ofValue(['steps', 'read', 'absent', 'deeper'])).toEqual({ file: 'w.yaml', line: 3, column: 3 });
  });

  it('counts lines that end in CR LF, and columns behind a tab', () => {
    const { places } = parseYaml({ file: 'w', text: 'a: 1\r\nb:\t2\r\n' });
    expect(places.ofValue(['b'])).toEqual({ file: 'w', line: 2, column: 4 });
  });

  it('reads an empty text as nothing', () => {
    expect(parseYaml({ file: 'w', text: '' }).value).toBeNull();
    expect(parseYaml({ file: 'w', text: '# only this\n' }).value).toBeNull();
  });

  it('reports every syntax fault in one pass', () => {
    const found = faultsOf('a: [1, 2\nb: "x\nc: }\n');
    expect(found.length).toBeGreaterThan(1);
    for (const { position } of found) expect(position?.file).toBe('w.yaml');
  });

  it('says of unquoted texts, indentation and tabs what to do, three lines at most', () => {
    const smarts = 'a: { smarts: [N+](=O)[O-] }\n';
    expect(placesOf(`${smarts}b: 1\nc: 2\n`)).toEqual([
      expect.stringMatching(/^1:\d+ .*put SMILES and SMARTS in quotes: '…' \(and \d+ more faults of syntax\)$/),
    ]);
    expect(placesOf('b:\n   c: 1\n  d: 2\n')).toEqual(['3:1 this line is indented differently from the ones above']);
    expect(placesOf('b:\n\tc: 1\n')).toEqual(['2:1 indent with spaces, not tabs']);
    expect(placesOf('a: {smarts: #6}\n')).toEqual([expect.stringContaining("'#' begins a comment")]);
    expect(placesOf('x: [a]b\n'.repeat(9))).toHaveLength(3);
  });

  it('speaks of molecules only where the file does', () => {
    expect(placesOf('a: { pattern: [N+](=O)[O-] }\n')).toEqual([
      expect.stringContaining("put texts with special characters in quotes: '…'"),
    ]);
  });

  it('says of a value that a comment took what to do', () => {
    const { faults } = parseYaml({ file: 'w.yaml', text: 'smarts: #6\n' });
    faults.atValue(['smarts'], 'expected a text, got nothing');
    expect(() => faults.throwIfAny()).toThrow("got nothing; '#' begins a comment; put the text in quotes");
  });

  it('reports every repeated and forbidden key', () => {
    expect(placesOf('a: 1\nb: {x: 1, x: 2}\na: 3\n__proto__: {y: 1}\nconstructor: 1\n')).toEqual([
      "2:11 the key 'x' is given twice",
      "3:1 the key 'a' is given twice",
      "4:1 the key '__proto__' is not allowed",
      "5:1 the key 'constructor' is not allowed",
    ]);
    expect(({} as { y?: number }).y).toBeUndefined();
  });

  it('refuses anchors, aliases, merge keys and tags', () => {
    expect(placesOf('a: &x 1\nb: *x\nc: !!binary abc\n')).toEqual([
      expect.stringContaining('1:4 anchors and aliases'),
      expect.stringContaining('2:4 anchors and aliases'),
      expect.stringContaining("3:4 tags ('!!binary')"),
    ]);
    expect(placesOf('a:\n  <<: {b: 1}\n')).toEqual([expect.stringContaining('2:3 merge keys')]);
  });

  it('refuses a second document and indentation by tabs', () => {
    expect(placesOf('a: 1\n---\nb: 2\n')).toEqual([expect.stringContaining('a second document')]);
    expect(placesOf('a:\n\tb: 1\n')[0]).toMatch(/^2:1 .*[Tt]abs/);
  });

  it('refuses keys that are no text', () => {
    expect(faultsOf('? [a, b]\n: 1\n').length).toBeGreaterThan(0);
  });

  it('allows nesting up to the limit', () => {
    expect(faultsOf(`${'['.repeat(64)}${']'.repeat(64)}`)).toEqual([]);
    expect(placesOf(`${'['.repeat(65)}${']'.repeat(65)}`)).toEqual([
      expect.stringContaining('1:65 maps and lists are nested'),
    ]);
  });

  const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 12; level++) {
    bomb.push(
      `a${level}: &a${level} [${Array(10)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
    );
  }
  const hostile: Record<string, string> = {
    'billion laughs': bomb.join('\n'),
    '100 000 brackets': '['.repeat(100_000),
    '100 000 braces': '{a: '.repeat(100_000),
    'a million brackets': '['.repeat(1_000_000),
    '100 000 dashes': '- '.repeat(100_000),
    '100 000 question marks': '? '.repeat(100_000),
    '1 000 indented maps': Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
    '200 000 anchors': '&a\n'.repeat(200_000),
    '150 000 pairs': 'a: 1\n'.repeat(150_000),
    'a million tabs': `a:\n${'\t'.repeat(1_000_000)}b: 1`,
    'a million quotes': '"'.repeat(1_000_000),
  };
  for (const [name, text] of Object.entries(hostile)) {
    it(`refuses ${name} within a second`, () => {
      const start = process.cpuUsage();
      expect(faultsOf(text).length).toBeGreaterThan(0);
      expect(process.cpuUsage(start).user).toBeLessThan(microsecondsAllowed);
    });
  }

  it('reads 5 000 distinct keys within a second', () => {
    const text = Array.from({ length: 5_000 }, (_, key) => `k${key}: ${key}`).join('\n');
    const start = process.cpuUsage();
    expect(Object.keys(parseYaml({ file: 'w', text }).value as object)).toHaveLength(5_000);
    expect(process.cpuUsage(start).user).toBeLessThan(microsecondsAllowed);
  });
});
