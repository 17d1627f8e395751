import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openWorkflow } from '../run/open-workflow.js';

async function faultsOf(observe: string, select = 'energy'): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'basin-observe-'));
  try {
    const file = join(folder, 'observe.yaml');
    const lines = [
      'basin: 1',
      'title: Observed',
      'space: { vector: { axes: [x, y] } }',
      'steps:',
      '  drawn:',
      '    step: sample',
      '    energy: { energy: gaussian }',
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
    expect(await faultsOf('{ height: { coordinate: { axis: y } } }', 'width')).toMatch(/^10:\d+: .*'width'/);
  });

  it('must be known', async () => {
    expect(await faultsOf('[{ cordinate: { axis: x } }]')).toMatch(/^9:\d+: .*'cordinate'.*did you mean 'coordinate'/);
    expect(await faultsOf('{ height: cordinate }')).toMatch(/^9:\d+: .*'cordinate'.*did you mean 'coordinate'/);
  });

  it('must be a property, of states of the space', async () => {
    expect(await faultsOf('[gaussian]')).toMatch(/^9:\d+: .*gaussian.* a property/);
    expect(await faultsOf('[magnetisation]')).toMatch(/^9:\d+: magnetisation is about states of kind 'categorical'/);
  });

  it('must have the options that it takes', async () => {
    expect(await faultsOf('[coordinate]')).toMatch(/^9:\d+: .*axis/);
    expect(await faultsOf('{ height: { coordinate: { axis: x, wide: 1 } } }')).toMatch(/^9:\d+: .*wide/);
  });
});
