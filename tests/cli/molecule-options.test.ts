import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { basin } from './run-basin.js';

const folder = mkdtempSync(join(tmpdir(), 'basin-molecules-'));

/** A molecule in an option, deep in a composition and inside options of a step's own energy. */
function workflow(reference: string): string {
  return `basin: 1
title: Like a molecule that may be none
plugins: ['@basin/molecules']
energies:
  near:
    all:
      - property: molecules/log-p
        objective: { between: { low: 1, high: 3, width: 0.5 } }
      - any:
          - property: { molecules/similarity: { fingerprint: ecfp6, reference: '${reference}' } }
            objective: { above: { low: 0.5, width: 0.1 } }
          - not:
              property:
                molecules/scaffold-similarity:
                  reference: '${reference}'
              objective: { above: { low: 0.5, width: 0.1 } }
            name: other-scaffold
steps:
  few: { step: read, file: few.smi }
  scored: { step: score, from: few, energy: near }
  out: { step: write, from: scored, file: out.csv }
`;
}

const impossible = 'C(C)(C)(C)(C)C';
const reason = `'${impossible}' is no molecule: valence of C is 5, greater than permitted`;

beforeAll(() => {
  writeFileSync(join(folder, 'few.smi'), 'CCO ethanol\nc1ccccc1 benzene\n');
  writeFileSync(join(folder, 'good.yaml'), workflow('CC(C)(C)C'));
  writeFileSync(join(folder, 'bad.yaml'), workflow(impossible));
  writeFileSync(join(folder, 'worse.yaml'), workflow(impossible).replace('molecules/log-p', 'molecules/lgo-p'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a molecule in an option that cannot exist', () => {
  it.each(['run', 'validate', 'plan'])('is shown by basin %s at its place before any work', async (command) => {
    const { code, stdout, stderr } = await basin([command, 'bad.yaml'], { folder });
    expect(code).toBe(3);
    expect(stdout).toBe('');
    expect(stderr).toContain(`bad.yaml:10:80  error: ${reason}`);
    expect(stderr).toContain(`bad.yaml:15:30  error: ${reason}`);
    expect(stderr).toMatch(/2 faults in bad\.yaml\n$/);
    expect(existsSync(join(folder, '.basin'))).toBe(false);
    expect(existsSync(join(folder, 'results'))).toBe(false);
  });

  it('is shown together with every other fault', async () => {
    const { code, stderr } = await basin(['validate', 'worse.yaml'], { folder });
    expect(code).toBe(3);
    expect(stderr).toMatch(/worse\.yaml:7:\d+ {2}error: no energy is named 'molecules\/lgo-p'; did you mean/);
    expect(stderr).toMatch(/3 faults in worse\.yaml\n$/);
  });
});

it('a molecule in an option that can exist is used', async () => {
  expect(await basin(['run', 'good.yaml', '--workers', '1'], { folder })).toMatchObject({ code: 0 });
  expect(readFileSync(join(folder, 'results/good/out.csv'), 'utf8')).toContain('ethanol');
});

describe('RDKit', () => {
  it('is loaded for a validation only where an option holds a molecule, and no longer once a run has checked it', async () => {
    // A molecule that no run in this folder has seen pass.
    writeFileSync(join(folder, 'new.yaml'), workflow('CCCO'));
    writeFileSync(join(folder, 'plain.yaml'), workflow('CC').replace(/ {6}- any:.*?(?=steps:)/s, ''));
    const loaded = async (file: string): Promise<string> => {
      const { code, stderr } = await basin(['validate', file], { folder, env: { NODE_DEBUG: 'worker,esm,module' } });
      expect(code).toBe(0);
      return stderr;
    };
    expect(await loaded('new.yaml')).toContain('rdkit-worker.js');
    expect(await loaded('plain.yaml')).not.toContain('rdkit-worker.js');
    expect((await basin(['run', 'new.yaml'], { folder })).code).toBe(0);
    expect(await loaded('new.yaml')).not.toContain('rdkit-worker.js');
  });
});
