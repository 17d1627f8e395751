import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorkflow } from './open-workflow.js';
import { runWorkflow } from './run-workflow.js';

const toyPlugin = new URL('../plugins/fixtures/toy-plugin', import.meta.url).pathname;
let folder: string;
let counts: Record<'created' | 'evaluated' | 'disposed', number>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'basin-rehearsal-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(toyPlugin, join(folder, 'node_modules/toy-plugin'));
  counts = (await import(new URL('../plugins/fixtures/toy-plugin/toy-module.js', import.meta.url).href)).counts;
});

afterAll(() => rmSync(folder, { recursive: true }));

function write(body: string): string {
  const file = join(folder, 'rehearsed.yaml');
  writeFileSync(file, `basin: 1\ntitle: Rehearsed\n${body}`);
  return file;
}

/** The faults of a file, each as 'line:column: message'; its first line of `body` is line 3. */
async function faultsOf(body: string): Promise<readonly string[]> {
  try {
    await openWorkflow(write(body));
    return [];
  } catch (error) {
    return (error as Error).message.replaceAll(/^.*rehearsed\.yaml:/gm, '').split('\n');
  }
}

const cube = 'space: { vector: { axes: [x, y, z] } }';
const lattice = 'space: { categorical: { lattice: { shape: [4, 4] }, values: 2 } }';

describe('what cannot be created is a fault of the file', () => {
  it('of every energy, each at its place, whatever the others are', async () => {
    const faults = await faultsOf(`${cube}
energies:
  wide:
    energy:
      gaussian:
        mean: [0, 0]
  both:
    all:
      - property: { coordinate: { axis: w } }
        objective: { maximise: { scale: 1 } }
      - energy: { gaussian: { mean: [1] } }
      - wide
  misread: { all: [{ energy: { gaussian: { mean: [1, 2] } } }, 5] }
steps:
  found: { step: sample, energy: both, sampler: { chains: { kernel: hmc } } }
`);
    expect(faults).toEqual([
      '8:15: mean has 2 entries, and the space has 3 axes: x, y, z',
      "11:41: there is no axis 'w'; the space has 3 axes: x, y, z",
      '13:37: mean has 1 entry, and the space has 3 axes: x, y, z',
      expect.stringMatching(/^15:\d+: mean has 2 entries/),
      expect.stringMatching(/^15:\d+: expected the name of an energy/),
    ]);
  });

  it('of models that want a lattice, and of values that no site takes', async () => {
    const faults = await faultsOf(`space: { categorical: { sites: 6, values: 2 } }
energies:
  magnet: { energy: ising }
  nines:
    property: { value-count: { value: nine } }
    objective: { maximise: { scale: 1 } }
steps:
  found: { step: sample, energy: magnet, sampler: { chains: { kernel: gibbs } } }
`);
    expect(faults).toEqual([
      expect.stringMatching(/^5:\d+: the space has no lattice/),
      expect.stringMatching(/^7:\d+: no site can be 'nine'; values are 0, 1/),
    ]);
  });

  it('of properties that are observed, and of moves', async () => {
    const faults = await faultsOf(`${lattice}
steps:
  found:
    step: sample
    energy: { energy: ising }
    observe: { nines: { value-count: { value: nine } } }
    sampler:
      chains:
        kernel: { mixture: { kernels: [{ kernel: gibbs, variables: [77] }] } }
`);
    expect(faults).toEqual([
      expect.stringMatching(/^8:\d+: no site can be 'nine'/),
      expect.stringMatching(/^11:\d+: there is no site .*77/),
    ]);
  });
});

describe('what samplers and estimators need', () => {
  it('is asked of the energy: the kernel is pointed at, and the terms that lack it are named', async () => {
    const faults = await faultsOf(`plugins: [toy-plugin]
space: toy/number
energies:
  wanted:
    all:
      - energy: { toy/prior: {} }
      - { property: toy/size, objective: { toy/near: { target: 0 } } }
steps:
  one: { step: sample, energy: wanted, sampler: { chains: { kernel: hmc } } }
  two:
    step: sample
    energy: { toy/prior: {} }
    sampler: { toy/walk: {} }
  three:
    step: sample
    energy: wanted
    sampler:
      annealing:
        kernel: { mixture: { kernels: [{ kernel: { metropolis: { proposal: toy/shift } } }, { kernel: gibbs }] } }
  four: { step: sample, energy: wanted, sampler: { descent: {} } }
`);
    const hint = 'kernels that work here: metropolis, mixture';
    expect(faults).toEqual([
      `11:69: kernel 'hmc' needs the gradient of the energy, which 'prior', 'size' cannot give; ${hint}`,
      expect.stringMatching(/^14:/),
      `21:103: kernel 'gibbs' needs the energies of single sites, which 'prior', 'size' cannot give; ${hint}`,
      "22:50: sampler 'descent' needs the gradient of the energy, which 'prior', 'size' cannot give",
    ]);
  });

  it('is asked of the space: distributions to begin from, states to count, kernels that can tune themselves', async () => {
    const faults = await faultsOf(`space: { vector: { axes: [x, { name: y, low: 0 }] } }
energies:
  well: { energy: double-well }
steps:
  tempered:
    step: sample
    energy: well
    sampler:
      parallel-tempering:
        kernel:
          mixture: { kernels: [{ kernel: nuts }, { kernel: nuts }], order: random }
  counted: { step: log-partition, energy: well, method: enumeration }
  weighed: { step: log-partition, energy: well, method: { sequential-monte-carlo: { kernel: hmc } } }
  particles: { step: sample, energy: well, sampler: { sequential-monte-carlo: { kernel: hmc } } }
`);
    expect(faults).toEqual([
      expect.stringMatching(/^13:\d+: kernels that are chosen at random cannot tune themselves/),
      "14:49: the space holds 'vector', which cannot be enumerated",
      expect.stringMatching(/^15:\d+: the axis 'y' ends on one side only/),
      expect.stringMatching(/^16:\d+: the axis 'y' ends on one side only/),
    ]);
    expect(
      await faultsOf(`${lattice}
steps:
  counted:
    step: log-partition
    energy: { energy: ising }
    method: { enumeration: { maximum: 1000 } }
`),
    ).toEqual(['8:39: there are 65536 states, above the maximum of 1000; raise it, or use another estimator']);
  });

  it('is asked of the terms that descriptors name, all of them', async () => {
    const faults = await faultsOf(`${cube}
steps:
  various:
    step: sample
    energy: { all: [{ energy: gaussian, name: bowl }, { energy: ring }] }
    sampler:
      quality-diversity:
        descriptors:
          - { coordinate: x, low: 0, high: 1 }
          - { term: bow, low: 0, high: 1 }
          - { coordinate: w, low: 0, high: 1 }
          - { term: bowl, low: 0, high: 1 }
        mutation: random-walk
`);
    expect(faults).toEqual([
      expect.stringMatching(/^12:21: the energy has no term 'bow'; there are .*\bbowl, ring$/),
      "13:27: there is no coordinate 'w'; there are x, y, z",
    ]);
  });

  it('is asked of the limit: designs have no R̂', async () => {
    const body = `${cube}
steps:
  found:
    step: sample
    energy: { energy: gaussian }
    sampler: { descent: {} }
    limit: { rHat: 1.1 }
`;
    expect(await faultsOf(body)).toEqual(['9:20: this sampler makes no draws, so only minutes can limit it']);
  });
});

describe('an energy without a distribution', () => {
  it('is a fault where it is written, for whoever draws from it', async () => {
    const faults = await faultsOf(`${cube}
energies:
  away: { not: { energy: gaussian } }
  up: { all: [{ energy: gaussian }, { not: { energy: gaussian }, strength: 3 }] }
steps:
  drawn: { step: sample, energy: away, sampler: { chains: { kernel: nuts } } }
  again: { step: sample, energy: { energy: up }, sampler: { chains: { kernel: mala } } }
  weighed: { step: log-partition, energy: away, method: { annealed-importance-sampling: { kernel: hmc } } }
  searched: { step: sample, energy: away, sampler: { descent: {} } }
`);
    expect(faults).toEqual([
      expect.stringMatching(/^5:9: the energy has no distribution: the energy falls without end along 'x'/),
      expect.stringMatching(/^5:9: there is no lowest energy/),
      expect.stringMatching(/^6:7: the energy has no distribution: .*must be below 1/),
    ]);
  });

  it('is none where β = 0 is at fault', async () => {
    const faults = await faultsOf(`${cube}
steps:
  weighed:
    step: log-partition
    energy: { energy: gaussian }
    beta: 0
    method: { annealed-importance-sampling: { kernel: hmc } }
`);
    expect(faults).toEqual([expect.stringMatching(/^9:\d+: beta is 0, where the integral .* is infinite/)]);
  });
});

describe('rehearsing', () => {
  const sound = `plugins: [toy-plugin]
space: toy/number
energies:
  wanted: { property: toy/size, objective: { toy/near: { target: 0 } } }
steps:
  found: { step: sample, energy: wanted, sampler: { toy/walk: { steps: 3 } } }
`;

  it('evaluates nothing, ends what it created, and is not done again after a run', async () => {
    Object.assign(counts, { created: 0, evaluated: 0, disposed: 0 });
    const file = write(sound);
    const opened = await openWorkflow(file);
    expect(counts).toMatchObject({ created: 1, evaluated: 0, disposed: 1 });
    await runWorkflow(opened);
    Object.assign(counts, { created: 0, evaluated: 0, disposed: 0 });
    await openWorkflow(file);
    expect(counts).toMatchObject({ created: 0, evaluated: 0, disposed: 0 });
  });

  it('leaves to the run what refers to secrets', async () => {
    const secret = `\${env:BASIN_REHEARSED}`;
    expect(
      await faultsOf(
        sound.replace(
          'toy/walk',
          `toy/walk: { steps: 3 } } }\n  other: { step: sample, energy: { energy: { toy/prior: { key: '${secret}' } } }, sampler: { toy/walk`,
        ),
      ),
    ).toEqual([]);
  });

  it('says how a kernel is used that is named as a sampler', async () => {
    const faults = await faultsOf(`${cube}
steps:
  found: { step: sample, energy: { energy: gaussian }, sampler: { nuts: {} } }
`);
    expect(faults).toEqual([
      "5:67: no sampler is named 'nuts'; 'nuts' is a kernel; write { chains: { kernel: { nuts: {} } } }",
    ]);
  });
});
