import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type CreationContext,
  type Definition,
  type EnergyDefinition,
  optionsSchemaOf,
  Registry,
  type StateSpaceDefinition,
} from '@basin/core';
import { energyContextOf } from '@basin/core/testing';
import { fromSmiles } from '@basin/molecules';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repository, textOf } from './repository.js';

const plugin = 'plugins/molecules';
const moduleFile = `${plugin}/src/molecules-module.ts`;
const page = textOf('CONTRIBUTING.md');

/** The files that the page shows: paths with their texts. */
const shown = new Map(
  [...page.matchAll(/^In `([^`]+)`:\n\n```\w+\n([\s\S]*?)^```$/gm)].map(([, path, text]) => [path!, text!]),
);

/** The module as it stands, with the lines of the page: the import among the imports, the binding among those of energies. */
function extendedModule(): string {
  const lines = (shown.get(moduleFile) ?? '').split('\n').filter((line) => line !== '');
  const [importLine, bindLine] = lines;
  if (importLine === undefined || bindLine === undefined || lines.length !== 2)
    throw new Error('two lines are expected');
  return textOf(moduleFile)
    .replace('\n\n/**', `\n${importLine}\n\n/**`)
    .replace('\n  bind(EnergyDefinition)', `\n${bindLine}\n  bind(EnergyDefinition)`);
}

const sources = new Map(
  [...shown].filter(([path]) => path.endsWith('.ts')).map(([path, text]) => [join(repository, path), text]),
).set(join(repository, moduleFile), extendedModule());

const plainOutput: ts.CompilerOptions = {
  composite: false,
  incremental: false,
  sourceMap: false,
  declarationMap: false,
};

/** Compiles the page's files among those of the repository, under its options, without writing them there. */
function compile(): { readonly faults: readonly string[]; readonly emitted: ReadonlyMap<string, string> } {
  const read = ts.readConfigFile(join(repository, plugin, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(read.config, ts.sys, join(repository, plugin));
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (path) => sources.has(path) || fileExists(path);
  host.readFile = (path) => sources.get(path) ?? readFile(path);
  host.getSourceFile = (path, target, ...rest) => {
    const text = sources.get(path);
    return text === undefined ? getSourceFile(path, target, ...rest) : ts.createSourceFile(path, text, target);
  };
  const program = ts.createProgram([...sources.keys()], { ...options, ...plainOutput }, host);
  const emitted = new Map<string, string>();
  const faults = [...sources.keys()].flatMap((path) => {
    const source = program.getSourceFile(path);
    program.emit(source, (file, text) => emitted.set(file, text));
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => `${path}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
  });
  return { faults, emitted };
}

describe('an energy in ten minutes', () => {
  let folder = '';
  let built = '';
  const { faults, emitted } = compile();

  /** The built plugin with the page's files in it, and a workspace that sees this plugin and no other. */
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'basin-contributing-'));
    built = join(folder, plugin);
    cpSync(join(repository, plugin, 'dist'), join(built, 'dist'), { recursive: true });
    cpSync(join(repository, plugin, 'package.json'), join(built, 'package.json'));
    // Source maps of the copied files look for their sources here.
    symlinkSync(join(repository, plugin, 'src'), join(built, 'src'));
    for (const [file, text] of emitted) writeFileSync(file.replace(repository, `${folder}/`), text);
    symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
    mkdirSync(join(folder, 'examples/node_modules/@basin'), { recursive: true });
    symlinkSync(built, join(folder, 'examples/node_modules/@basin/molecules'));
    cpSync(join(repository, 'examples/data'), join(folder, 'examples/data'), { recursive: true });
    for (const [path, text] of shown) if (path.endsWith('.yaml')) writeFileSync(join(folder, path), text);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('compiles under the options of the repository', () => {
    expect(faults).toEqual([]);
    expect([...shown.keys()].map((path) => dirname(path))).toEqual([
      `${plugin}/src/properties`,
      `${plugin}/src`,
      `${plugin}/src/properties`,
      'examples',
    ]);
  });

  it('passes its own test', () => {
    const vitest = join(repository, 'node_modules/vitest/vitest.mjs');
    const args = [vitest, 'run', '--root', built, '--reporter', 'json', 'heteroatom-fraction'];
    const output = execFileSync(process.execPath, args, { encoding: 'utf8', stdio: 'pipe', cwd: built });
    const { numPassedTests, success } = JSON.parse(output.slice(output.indexOf('{'))) as Record<string, unknown>;
    expect({ numPassedTests, success }).toEqual({ numPassedTests: 7, success: true });
  });

  it('is registered, and gives its values', async () => {
    const file = pathToFileURL(join(built, 'dist/molecules-module.js')).href;
    const { basinModule } = (await import(/* @vite-ignore */ file)) as {
      readonly basinModule: Parameters<Registry['load']>[1];
    };
    const registry = new Registry();
    registry.load({ name: '@basin/molecules', version: '0.0.0' }, basinModule);
    expect(registry.broken).toEqual([]);
    const definition = registry.definition('energy', 'molecules/heteroatom-fraction') as unknown as EnergyDefinition;
    const creation: CreationContext = { workerCount: 1, onDispose: () => undefined };
    const spaces = registry.definitions('space') as readonly StateSpaceDefinition[];
    const options = optionsSchemaOf(spaces[0] as Definition, registry).parse({});
    const context = energyContextOf(await spaces[0]!.create(options, creation));
    const smiles = ['CCO', 'CC(=O)Oc1ccccc1C(=O)O', 'Cn1cnc2c1c(=O)n(C)c(=O)n2C'];
    const batch = { smiles, graph: (row: number) => fromSmiles(smiles[row]!) };
    const property = await definition.create({}, context);
    // Caffeine, C8H10N4O2: six of fourteen.
    expect(await property.evaluate(batch)).toEqual(Float64Array.of(1 / 3, 4 / 13, 6 / 14));
  });

  it('serves the workflow of the page', () => {
    const program = join(repository, 'workflows/bin/basin.js');
    const [workflow] = [...shown.keys()].filter((path) => path.endsWith('.yaml'));
    execFileSync(process.execPath, [program, 'run', join(folder, workflow!), '--quiet', '--workers', '1'], {
      stdio: 'pipe',
    });
    const table = readFileSync(join(folder, 'examples/results/polar-drugs/best.csv'), 'utf8').trim().split('\n');
    const [titles, ...rows] = table.map((line) => line.split(','));
    const fraction = titles!.indexOf('rich-in-heteroatoms');
    expect(rows).toHaveLength(5);
    for (const row of rows) {
      expect(Number(row[fraction])).toBeGreaterThanOrEqual(0.4);
      expect(Number(row[fraction])).toBeLessThanOrEqual(0.5);
    }
  });
});
