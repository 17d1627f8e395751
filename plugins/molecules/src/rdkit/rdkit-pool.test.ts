import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { molecularDescriptors } from './descriptor-table.js';
import { descriptorCount } from './descriptors.js';
import { defaultSmilesLimits } from './guard.js';
import { createRdkitPool, type RdkitPool } from './rdkit-pool.js';

/** The guard out of the way, so that hostile texts do reach RDKit. */
const unguarded = {
  maxLength: 1e6,
  maxHeavyAtoms: 1e6,
  maxNesting: 1e6,
  maxRingClosures: 1e6,
  maxBracketLength: 1e6,
};

let pool: RdkitPool;
beforeAll(async () => {
  pool = createRdkitPool({ workerCount: 2, rowTimeoutMs: 10_000 });
  await pool.canonicalise(['C']);
});
afterAll(() => pool.close());

describe('canonicalise', () => {
  it('keeps the order over many chunks and names the bad rows', async () => {
    const smiles = Array.from({ length: 500 }, (_, row) => (row % 7 === 3 ? 'C1C' : `${'C'.repeat(1 + (row % 50))}O`));
    const { canonical, bad } = await pool.canonicalise(smiles);
    expect(canonical).toEqual(smiles.map((text) => (text === 'C1C' ? undefined : text)));
    expect(bad).toEqual(
      smiles.flatMap((text, row) => (text === 'C1C' ? [{ row, status: 'invalid', message: 'unclosed ring' }] : [])),
    );
  });

  it('answers calls made at once, each with its own rows and form', async () => {
    const answers = await Promise.all([
      pool.canonicalise(['OCC']),
      pool.canonicalise(['C[C@H](N)F'], { stereo: false }),
      pool.canonicalise(['[Na+].[O-]CC'], { components: 'largest' }),
      pool.canonicalise([]),
    ]);
    expect(answers.map(({ canonical }) => canonical)).toEqual([['CCO'], ['CC(N)F'], ['CC[O-]'], []]);
  });

  it('refuses by the limits of the call', async () => {
    const { bad } = await pool.canonicalise(['CCC'], { limits: { ...defaultSmilesLimits, maxHeavyAtoms: 2 } });
    expect(bad).toEqual([{ row: 0, status: 'too-large', message: '3 heavy atoms; at most 2 are allowed' }]);
  });
});

describe('descriptors', () => {
  it('gives rows of numbers, NaN for bad ones', async () => {
    const { values, bad } = await pool.descriptors(['CCO', 'C1', 'O']);
    const weight = molecularDescriptors.findIndex(({ name }) => name === 'molecular-weight');
    expect(values.length).toBe(3 * descriptorCount);
    expect(values[weight]).toBeCloseTo(46.069, 3);
    expect(values.subarray(descriptorCount, 2 * descriptorCount).every(Number.isNaN)).toBe(true);
    expect(values[2 * descriptorCount + weight]).toBeCloseTo(18.015, 3);
    expect(bad.map(({ row }) => row)).toEqual([1]);
  });
});

describe('draw', () => {
  it('gives one element per row, empty for bad ones', async () => {
    const drawings = await pool.draw(['CCO', 'C1'], { width: 100, height: 80 });
    expect(drawings[0]).toContain("width='100' height='80'");
    expect(drawings[1]).toBe('');
  });

  it('throws for a highlight that is no SMARTS, and goes on', async () => {
    await expect(pool.draw(['C'], { highlight: 'c1(' })).rejects.toThrow("highlight 'c1(' is no SMARTS");
    expect((await pool.draw(['C']))[0]).toContain('<svg');
  });
});

describe('hostile texts', () => {
  it('are refused by the guard in no time', async () => {
    const hostile = ['', 'Cé', 'C\0C', '('.repeat(10_000), 'C'.repeat(700), 'C'.repeat(900), `[C${'H'.repeat(900)}]`];
    const { canonical, bad } = await pool.canonicalise(['CCO', ...hostile, 'OCC']);
    expect(bad.map(({ row }) => row)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect([canonical[0], canonical[8]]).toEqual(['CCO', 'CCO']);
  });

  it('that pass the guard cost their own row and nothing else', async () => {
    const smiles = [
      'CCO',
      'C'.repeat(700),
      'OCC',
      'C'.repeat(900),
      'NCC',
      'C%',
      'C1CCC',
      `[C${'H'.repeat(5000)}]`,
      'C1'.repeat(2000),
      `[${'9'.repeat(500)}C]`,
      'SCC',
    ];
    const { canonical, bad } = await pool.canonicalise(smiles, { limits: unguarded, rowTimeoutMs: 2000 });
    const statuses = Object.fromEntries(bad.map(({ row, status }) => [row, status]));
    expect(statuses).toEqual({
      1: 'timeout',
      3: 'crashed',
      5: 'invalid',
      6: 'invalid',
      7: 'invalid',
      8: 'invalid',
      9: 'invalid',
    });
    expect([0, 2, 4, 10].map((row) => canonical[row])).toEqual(['CCO', 'CCO', 'CCN', 'CCS']);
    expect(bad[0]!.message).toBe('RDKit took longer than 2000 ms');
    expect((await pool.canonicalise(['OCC'])).canonical).toEqual(['CCO']);
  });

  it('cost numbers only their own row too', async () => {
    const options = { limits: unguarded, rowTimeoutMs: 2000 };
    const { values, bad } = await pool.descriptors(['CCO', 'C'.repeat(900), 'CCO'], options);
    expect(bad.filter(({ row }) => row !== 1)).toEqual([]);
    expect(values.subarray(2 * descriptorCount)).toEqual(values.subarray(0, descriptorCount));
  });

  it('in calls made at once cost no other call a row', async () => {
    const calls = Array.from({ length: 8 }, (_, call) => {
      const smiles = Array.from({ length: 40 }, (_, row) => (row === 5 * call ? 'C'.repeat(900) : 'OCC'));
      return pool.canonicalise(smiles, { limits: unguarded });
    });
    const answers = await Promise.all(calls);
    answers.forEach(({ canonical, bad }, call) => {
      expect(bad.map(({ row, status }) => ({ row, status }))).toEqual([{ row: 5 * call, status: 'crashed' }]);
      expect(canonical.filter((text) => text === 'CCO').length).toBe(39);
    });
  });

  it('made by chance are answered, alike for one worker and two', async () => {
    const smiles = mutatedSmiles(400);
    const single = createRdkitPool({ workerCount: 1, rowTimeoutMs: 10_000 });
    const [once, twice] = await Promise.all([single.canonicalise(smiles), pool.canonicalise(smiles)]);
    await single.close();
    expect(twice).toEqual(once);
    expect(once.bad.filter(({ status }) => status === 'crashed' || status === 'timeout')).toEqual([]);
    const valid = once.canonical.filter((text) => text !== undefined);
    expect(valid.length + once.bad.length).toBe(400);
    expect(valid.length).toBeGreaterThan(20);
    expect((await pool.canonicalise(valid)).canonical).toEqual(valid);
  });
});

describe('close', () => {
  it('waits for calls under way and refuses later ones', async () => {
    const brief = createRdkitPool({ workerCount: 1 });
    const underWay = brief.canonicalise(['OCC']);
    await brief.close();
    expect((await underWay).canonical).toEqual(['CCO']);
    await expect(brief.canonicalise(['C'])).rejects.toThrow('closed');
  });
});

describe('a process', () => {
  it('ends by itself with a pool open', () => {
    const module = new URL('./rdkit-pool.js', import.meta.url).href.replace('/src/', '/dist/');
    const script = `const { createRdkitPool } = await import('${module}');
      const { canonical } = await createRdkitPool({ workerCount: 2 }).canonicalise(['OCC', 'C1']);
      process.stdout.write(String(canonical[0]));`;
    const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect({ stdout, stderr, status }).toEqual({ stdout: 'CCO', stderr: '', status: 0 });
  });
});

/** Drugs with a few characters deleted, doubled, swapped or replaced, by a fixed linear congruential sequence. */
function mutatedSmiles(count: number): string[] {
  const sources = [
    'CC(=O)Oc1ccccc1C(=O)O',
    'CN1C=NC2=C1C(=O)N(C)C(=O)N2C',
    'C[C@]12CC[C@H]3[C@@H](CC=C4C[C@@H](O)CC[C@]34C)[C@@H]1CC[C@@H]2O',
    'CC1(C)S[C@@H]2[C@H](NC(=O)Cc3ccccc3)C(=O)N2[C@H]1C(=O)[O-].[Na+]',
  ];
  const alphabet = 'CNOSFclnos123456789()[]=#@+-/\\.%H*$:~Br';
  let state = 20_260_901;
  const draw = (bound: number) => {
    // Constants of Numerical Recipes' ranqd1.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
  return Array.from({ length: count }, () => {
    let text = sources[draw(sources.length)]!;
    for (let change = 1 + draw(3); change > 0; change--) {
      const at = draw(text.length);
      const inserted = [text[at]! + text[at]!, '', alphabet[draw(alphabet.length)]!, text.slice(0, 1 + draw(8))][
        draw(4)
      ]!;
      text = text.slice(0, at) + inserted + text.slice(at + 1);
    }
    return text;
  });
}
