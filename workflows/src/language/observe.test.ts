import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openWorkflow } from '../run/open-workflow.js';

async function faultsOf(observe: string, select = 'energy', energy = '{ energy: gaussian }'): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'basin-observe-'));
  try {
    const file = join(folder, 'observe.yaml');
    const lines = [
      'basin: 1',
      'title: Observed',
      'space: { vector: { axes: [x, y] } }',
      'energies: { wells: { energy: gaussian } }',
      'steps:',
      '  drawn:',
      '    step: sample',
      `    energy: ${energy}`,
      '    sampler: { chains: { kernel: nuts } }',
      `    observe: ${observe}`,
      `  chosen: { step: select, from: drawn, top: { count: 3, by: ${select} } }`,
    ];
    writeFileSync(file, `${lines.join('\n')}\n`);
    await openWorkflow(file);
    return '';
  } catch (error) {
    return (error as Error).message.replaceAll(/^.*observe\.yaml:/gm, '');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('what a step observes', () => {
  it('is a list of properties, or a map to them, and makes columns that later steps can name', async () => {
    expect(await faultsOf('[{ coordinate: { axis: x } }]', 'coordinate')).toBe('');
    expect(await faultsOf('{ height: { coordinate: { axis: y } } }', 'height')).toBe('');
    expect(await faultsOf('{ height: { coordinate: { axis: y } } }', 'width')).toMatch(/^11:\d+: .*'width'/);
  });

  it('must be known', async () => {
    expect(await faultsOf('[{ cordinate: { axis: x } }]')).toMatch(/^10:\d+: .*'cordinate'.*did you mean 'coordinate'/);
    expect(await faultsOf('{ height: cordinate }')).toMatch(/^10:\d+: .*'cordinate'.*did you mean 'coordinate'/);
  });

  it('must be a property, of states of the space', async () => {
    expect(await faultsOf('[gaussian]')).toMatch(/^10:\d+: .*gaussian.* a property/);
    expect(await faultsOf('[magnetisation]')).toMatch(/^10:\d+: magnetisation is about states of kind 'categorical'/);
  });

  it('must have the options that it takes', async () => {
    expect(await faultsOf('[coordinate]')).toMatch(/^10:\d+: .*axis/);
    expect(await faultsOf('{ height: { coordinate: { axis: x, wide: 1 } } }')).toMatch(/^10:\d+: .*wide/);
  });

  it('tells of every fault in one pass', async () => {
    const observe =
      '{ a: { coordinate: { axis: z } }, b: gaussian, c: { distance-from: { point: [1, 2, 3] } }, d: nothing-known }';
    const faults = await faultsOf(observe);
    expect(faults).toMatch(/^10:\d+: there is no axis 'z'/m);
    expect(faults).toMatch(/^10:\d+: 'gaussian' is not a property/m);
    expect(faults).toMatch(/^10:\d+: point has 3 entries/m);
    expect(faults).toMatch(/^10:\d+: .*'nothing-known'/m);
  });

  it('is no energy of the file, and says what it must be', async () => {
    expect(await faultsOf('[wells]')).toMatch(/^10:\d+: 'wells' is an energy of this file.* registered property/);
    expect(await faultsOf('[3]')).toMatch(/^10:\d+: .*expected the name of a property, .* such as \{ coordinate: /);
  });

  it('has a name that no other column of the draws has', async () => {
    const named = (name: string) => `{ ${name}: { coordinate: { axis: y } } }`;
    for (const name of ['x', 'energy', 'chain'])
      expect(await faultsOf(named(name))).toMatch(
        new RegExp(`^10:\\d+: .* a column '${name}' already; write observe:`),
      );
    const mixture = '{ any: [{ energy: gaussian, name: left }, { energy: { gaussian: { mean: 2 } }, name: right }] }';
    expect(await faultsOf(named('share of left'), 'energy', mixture)).toMatch(/^10:\d+: .*'share of left' already/);
    expect(await faultsOf(named('share of left'))).toBe('');
  });
});
