import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { basin } from './run-basin.js';
import { type ToyWorkspace, toyWorkspace } from './toy-workspace.js';

let workspace: ToyWorkspace;
let folder: string;

const head = `basin: 1
title: Columns
plugins: [toy-plugin]
space: toy/number
energies:
  small: { property: toy/size, objective: { toy/near: { target: 0.5, width: 0.1 } } }
steps:
  data: { step: read, file: data.csv }
`;

const filtered = `${head}  light:
    step: filter
    from: data
    where:
      - { column: mass, below: 3 }
      - { column: masss, above: 1 }
`;

const selected = `${head}  scored: { step: score, from: data, energy: small }
  best: { step: select, from: scored, top: { by: samll, count: 1 } }
  out: { step: write, from: best, file: out.csv, columns: [x, small, nearest] }
`;

beforeAll(() => {
  workspace = toyWorkspace();
  ({ folder } = workspace);
  workspace.write('data.csv', 'x,mass\n0.5,1\n1.5,2\n');
  workspace.write('filtered.yaml', filtered);
  workspace.write('selected.yaml', selected);
});
afterAll(() => workspace.remove());

/** Where the `occurrence`-th `text` begins, as line:column from 1. */
function place(source: string, text: string): string {
  const before = source.slice(0, source.indexOf(text)).split('\n');
  return `${before.length}:${before.at(-1)!.length + 1}`;
}

describe.each(['validate', 'plan', 'run'])('basin %s refuses columns that are not there before any work', (command) => {
  it('of a file that is read', async () => {
    const { code, stdout, stderr } = await basin([command, 'filtered.yaml'], { folder });
    expect(stderr).toContain(
      `filtered.yaml:${place(filtered, 'masss')}  error: no column is named 'masss'; did you mean 'mass'? there are 'x', 'mass'`,
    );
    expect(stderr).toMatch(/\n +│ +\^{5}\n/);
    expect(stderr).toMatch(/1 fault in filtered\.yaml\n$/);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  });

  it('of a table that is scored, with all other faults', async () => {
    const { code, stderr } = await basin([command, 'selected.yaml'], { folder });
    expect(stderr).toContain(
      `selected.yaml:${place(selected, 'samll')}  error: no column is named 'samll'; did you mean 'small'? there are 'x', 'mass', 'energy', 'small', 'status', 'error'`,
    );
    expect(stderr).toContain(
      `selected.yaml:${place(selected, 'nearest')}  error: no column is named 'nearest'; there are`,
    );
    expect(stderr).toMatch(/2 faults in selected\.yaml\n$/);
    expect(code).toBe(3);
  });

  it('and has then made nothing', async () => {
    await basin([command, 'filtered.yaml'], { folder });
    expect(existsSync(join(folder, '.basin'))).toBe(false);
    expect(existsSync(join(folder, 'results'))).toBe(false);
  });
});

describe('a workflow whose columns are all there', () => {
  it('runs', async () => {
    workspace.write('good.yaml', selected.replace('samll', 'small').replace('nearest', 'mass'));
    const { code, stderr } = await basin(['run', 'good.yaml'], { folder });
    expect(stderr).toMatch(/out: done, 1 row/);
    expect(code).toBe(0);
  });
});
