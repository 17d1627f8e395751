import { mkdirSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extensionPointNames } from '../../core/dist/index.js';
import { List } from '../../workflows/dist/commands/list.js';
import { basin } from './run-basin.js';
import { type ToyWorkspace, toyWorkflow, toyWorkspace } from './toy-workspace.js';

let workspace: ToyWorkspace;
let folder: string;
beforeAll(() => {
  workspace = toyWorkspace();
  ({ folder } = workspace);
  workspace.write('toy.yaml', toyWorkflow());
});
afterAll(() => workspace.remove());

const onlyToy = ['--plugin', 'toy-plugin'];

describe('basin list', () => {
  it('knows every extension point', () => {
    expect(List.args.point.options).toEqual([...extensionPointNames]);
  });

  it('finds installed plugins by itself', async () => {
    const { code, stdout } = await basin(['list', 'energy'], { folder });
    expect(stdout).toMatch(/^energy \(\d+\)\n/);
    expect(stdout).toMatch(/ {2}toy\/size +The number times a factor\n/);
    expect(code).toBe(0);
  });

  it('gives programs names, points and plugins', async () => {
    const { stdout } = await basin(['list', ...onlyToy, '--json'], { folder });
    const { extensions } = JSON.parse(stdout);
    expect(extensions).toContainEqual({
      point: 'proposal',
      name: 'toy/shift',
      plugin: 'toy-plugin',
      summary: 'Adds a number',
    });
    expect(extensions.some(({ plugin }: { plugin: string }) => plugin === '@basin/molecules')).toBe(false);
  });

  it('warns of a plugin that is not there, and shows the rest', async () => {
    const { code, stdout, stderr } = await basin(['list', 'step', '--plugin', 'no-such-plugin'], { folder });
    expect(stderr).toMatch(/^warning: .*no-such-plugin.*npm install no-such-plugin/);
    expect(stdout).toMatch(/ {2}read /);
    expect(code).toBe(0);
  });
});

describe('basin explain', () => {
  it('tells options with their types and defaults, role, unit and plugin', async () => {
    const { stdout } = await basin(['explain', 'toy/size', ...onlyToy], { folder });
    expect(stdout).toMatch(/^toy\/size {2}energy of toy-plugin 1\.2\.3\n/);
    expect(stdout).toMatch(/role +property\n/);
    expect(stdout).toMatch(/unit +m\n/);
    expect(stdout).toMatch(/factor +number > 0 +1\n/);
  });

  it('shows references to other extensions as what they are', async () => {
    const { stdout } = await basin(['explain', 'toy/walk', ...onlyToy, '--json'], { folder });
    const [{ options }] = JSON.parse(stdout).extensions;
    expect(options[1]).toMatchObject({ name: 'moves', type: 'list of proposal, at least 1' });
  });

  it('gives an example that is accepted where it is pasted', async () => {
    const { stdout } = await basin(['explain', 'toy/size', ...onlyToy, '--json'], { folder });
    const [{ example }] = JSON.parse(stdout).extensions;
    const name = /^ {2}([a-z-]+):/m.exec(example)?.[1];
    workspace.write(
      'pasted.yaml',
      `${toyWorkflow()
        .replace(/energies:\n.*\n/, `${example}\n`)
        .replace('energy: small', `energy: ${name}`)}`,
    );
    expect(await basin(['validate', 'pasted.yaml'], { folder })).toMatchObject({ code: 0, stderr: '' });
  });

  it('shows proposals at the key that takes them, and real ones in samplers', async () => {
    const { stdout } = await basin(['explain', 'toy/shift', ...onlyToy, '--json'], { folder });
    expect(JSON.parse(stdout).extensions[0].example).toMatch(/^proposal: .*toy\/shift/);
    const sampler = await basin(['explain', 'metropolis', ...onlyToy, '--json'], { folder });
    const { example } = JSON.parse(sampler.stdout).extensions[0];
    expect(example).toContain('toy/shift');
    expect(example).not.toContain('plugin/');
  });

  it('lists the operators beside the extensions, and not among those of one kind', async () => {
    const all = await basin(['list', ...onlyToy], { folder });
    expect(all.stdout).toMatch(/operator \(9\)\n {2}all .*\n {2}any .*\n {2}not /);
    const json = JSON.parse((await basin(['list', ...onlyToy, '--json'], { folder })).stdout);
    expect(json.operators.map(({ name }: { name: string }) => name)).toContain('minimum-over');
    expect((await basin(['list', 'step', ...onlyToy], { folder })).stdout).not.toContain('operator');
  });

  it('tells what the operators mean, and where more stands', async () => {
    const { code, stdout } = await basin(['explain', 'any'], { folder });
    for (const piece of [
      "Beside 'any' may stand: normalise, weight, name.",
      '  all           E = Σ',
      '  any           E = −log Σ',
      '  free-energy   −1/β',
      'docs/concepts/composition.md',
    ]) {
      expect(stdout).toContain(piece);
    }
    expect(code).toBe(0);
  });

  it('names the nearest where there is none', async () => {
    const { code, stderr } = await basin(['explain', 'toy/sise', ...onlyToy], { folder });
    expect(stderr).toMatch(/no extension is named 'toy\/sise'; did you mean 'toy\/size'/);
    expect(code).toBe(2);
  });
});

describe('basin cite', () => {
  it('names the publications behind names, each once, with what rests on it', async () => {
    const { code, stdout } = await basin(['cite', 'genetic', 'genetic', '--json'], { folder });
    const { references } = JSON.parse(stdout);
    expect(references).toHaveLength(1);
    expect(references[0]).toMatchObject({ reference: expect.stringContaining('Jensen'), usedBy: ['genetic'] });
    expect(code).toBe(0);
  });

  it('looks through a whole workflow', async () => {
    workspace.write(
      'cited.yaml',
      toyWorkflow().replace(
        'toy/near: { target: 0.5, width: 0.1 }',
        'derringer-target: { low: 0, target: 0.5, high: 1 }',
      ),
    );
    const { stdout, stderr } = await basin(['cite', 'cited.yaml'], { folder });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/Derringer/);
    expect(stdout).toMatch(/for derringer-target/);
  });
});

describe('basin schema', () => {
  it('writes a JSON schema that knows the installed plugins, and the line for editors', async () => {
    const { code, stdout } = await basin(['schema', '--out', 'basin.schema.json', ...onlyToy], { folder });
    expect(stdout).toContain('# yaml-language-server: $schema=basin.schema.json');
    const text = readFileSync(join(folder, 'basin.schema.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ type: 'object' });
    expect(text).toContain('toy/size');
    expect(code).toBe(0);
  });
});

describe('basin doctor', () => {
  it('finds nothing wrong here', async () => {
    const { code, stdout } = await basin(['doctor', '--json'], { folder });
    const { checks } = JSON.parse(stdout);
    expect(checks.filter(({ state }: { state: string }) => state === 'bad')).toEqual([]);
    expect(checks.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['Node', 'memory', 'cores', 'this folder', 'runs here', 'toy-plugin', 'space toy/number']),
    );
    expect(code).toBe(0);
  });

  it('tells of a run that is at work in the folder', async () => {
    const busy = toyWorkspace();
    mkdirSync(join(busy.folder, '.basin'));
    const holder = {
      pid: process.pid,
      host: hostname(),
      startTime: '',
      command: 'basin run x.yaml',
      since: '2026-01-01',
    };
    busy.write('.basin/lock', JSON.stringify(holder));
    const { stdout } = await basin(['doctor', '--json'], { folder: busy.folder });
    busy.remove();
    expect(JSON.parse(stdout).checks).toContainEqual({
      name: 'runs here',
      state: 'warning',
      text: expect.stringContaining(`process ${process.pid} `),
      advice: expect.stringContaining('wait for it to end'),
    });
  });

  it('says what is wrong with a plugin and what to do, and ends with 4', async () => {
    const broken = toyWorkspace();
    mkdirSync(join(broken.folder, 'node_modules', 'old-plugin'));
    broken.write(
      'node_modules/old-plugin/package.json',
      '{"name":"old-plugin","version":"0.1.0","basin":{"apiVersion":0,"module":"./x.js"}}',
    );
    const { code, stdout } = await basin(['doctor'], { folder: broken.folder });
    broken.remove();
    expect(stdout).toMatch(/✖ old-plugin +is built for API version 0; this Basin has version 1/);
    expect(stdout).toMatch(/→ install a version that fits this Basin/);
    expect(code).toBe(4);
  });
});
