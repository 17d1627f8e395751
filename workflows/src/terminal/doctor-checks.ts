import { access, constants, mkdtemp, rmdir } from 'node:fs/promises';
import { availableParallelism, freemem, totalmem } from 'node:os';
import { join } from 'node:path';
import {
  apiVersion,
  extensionPointNames,
  optionsSchemaOf,
  type Registered,
  type Registry,
  type StateSpaceDefinition,
} from '@basin/core';
import { type AvailableExtensions, availableExtensions, programFolder } from './available-extensions.js';
import { type InstalledPlugin, installedPlugins } from './installed-plugins.js';
import type { Paint } from './paint.js';
import { countOf, formatBytes, formatDuration } from './quantities.js';
import { padToWidth, printable, wrapProse } from './text-width.js';

/** One thing looked at. `advice` says what to do where it is not good. */
export interface DoctorCheck {
  readonly name: string;
  readonly state: 'good' | 'warning' | 'bad';
  readonly text: string;
  readonly advice?: string;
}

/** The oldest Node that Basin is tested on. */
const oldestNode = [20, 19] as const;
/** Below this, a run of ordinary size may be ended by the system. */
const comfortableMemory = 2 * 1024 ** 3;

/** Looks at everything, from `folder`. */
export async function examine(folder: string): Promise<DoctorCheck[]> {
  const [installed, available] = await Promise.all([
    installedPlugins([folder, programFolder]),
    availableExtensions([], folder),
  ]);
  return [
    checkNode(process.versions.node),
    ...checkMachine(),
    await checkFolder(folder),
    ...checkPlugins(installed, available),
    ...(await checkSpaces(available.registry)),
  ];
}

export function checkNode(version: string): DoctorCheck {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1]);
  const text = `${version}, ${process.platform} ${process.arch}`;
  if (!isOld) return { name: 'Node', state: 'good', text };
  return { name: 'Node', state: 'bad', text, advice: `install Node ${oldestNode.join('.')} or later from nodejs.org` };
}

export function checkMachine(): DoctorCheck[] {
  const free = freemem();
  const text = `${formatBytes(free)} free of ${formatBytes(totalmem())}`;
  const memory: DoctorCheck =
    free >= comfortableMemory
      ? { name: 'memory', state: 'good', text }
      : { name: 'memory', state: 'warning', text, advice: 'close other programs, or run with fewer --workers' };
  return [
    memory,
    { name: 'cores', state: 'good', text: `${availableParallelism()}, the most that --workers can use well` },
  ];
}

/** Whether files can be made in a folder: by making one, since permissions alone do not tell. */
export async function checkFolder(folder: string): Promise<DoctorCheck> {
  try {
    await access(folder, constants.R_OK | constants.W_OK);
    await rmdir(await mkdtemp(join(folder, '.basin-doctor-')));
    return { name: 'this folder', state: 'good', text: 'can be read and written' };
  } catch (error) {
    const text = `cannot be written: ${(error as Error).message}`;
    return { name: 'this folder', state: 'bad', text, advice: 'run workflows from a folder of your own' };
  }
}

/** Each plugin found: its version, what it adds, and why it could not be loaded. */
export function checkPlugins(installed: readonly InstalledPlugin[], available: AvailableExtensions): DoctorCheck[] {
  if (installed.length === 0) {
    const advice = 'install one in this folder, such as npm install @basin/molecules';
    return [{ name: 'plugins', state: 'warning', text: 'none is installed', advice }];
  }
  return installed.map((plugin) => checkPlugin(plugin, available));
}

function checkPlugin(
  { name, version, apiVersion: built, folder }: InstalledPlugin,
  available: AvailableExtensions,
): DoctorCheck {
  const failure = available.failures.find(({ plugin }) => plugin === name);
  if (failure !== undefined) {
    const advice =
      built === apiVersion ? `install it again, or build it in ${folder}` : 'install a version that fits this Basin';
    return { name, state: 'bad', text: failure.message, advice };
  }
  const broken = available.registry.broken.filter(({ error }) => error.plugin === name);
  const added = countOf(extensionsOf(name, available.registry).length, 'extension');
  const text = `${version}, API version ${String(built)}, ${added}`;
  if (broken.length === 0) return { name, state: 'good', text };
  const reasons = broken.map(({ error }) => error.message).join('; ');
  return { name, state: 'bad', text: `${text}; broken: ${reasons}`, advice: 'tell the authors of the plugin' };
}

function extensionsOf(plugin: string, registry: Registry): Registered[] {
  const all = extensionPointNames.flatMap((point): readonly Registered[] => registry.registered(point));
  return all.filter((registered) => registered.plugin.name === plugin);
}

/**
 * Creates every state space that a plugin offers, with the options of its example: that loads the engine behind it,
 * as a run would.
 */
export async function checkSpaces(registry: Registry): Promise<DoctorCheck[]> {
  const checks: DoctorCheck[] = [];
  for (const { definition } of registry.registered('space')) {
    checks.push(await checkSpace(definition as unknown as StateSpaceDefinition, registry));
  }
  return checks;
}

async function checkSpace(definition: StateSpaceDefinition, registry: Registry): Promise<DoctorCheck> {
  const name = `space ${definition.name}`;
  const disposals: (() => unknown)[] = [];
  const startedAt = performance.now();
  try {
    const options = optionsSchemaOf(definition, registry).parse(definition.example ?? {});
    await definition.create(options, { workerCount: 1, onDispose: (dispose) => disposals.push(dispose) });
    return { name, state: 'good', text: `starts in ${formatDuration((performance.now() - startedAt) / 1000)}` };
  } catch (error) {
    const text = `cannot be created: ${error instanceof Error ? error.message : String(error)}`;
    return { name, state: 'bad', text, advice: 'install its plugin again; BASIN_DEBUG=1 with a run shows more' };
  } finally {
    for (const dispose of disposals) await dispose();
  }
}

/** What `basin doctor` prints: a line for each check, and under what is not good, what to do. */
export function showChecks(checks: readonly DoctorCheck[], width: number, paint: Paint): string[] {
  const nameWidth = Math.max(...checks.map(({ name }) => name.length));
  const marks = { good: paint('green', '✔'), warning: paint('yellow', '!'), bad: paint('red', '✖') };
  const hanging = ' '.repeat(nameWidth + 6);
  const lines = checks.flatMap(({ name, state, text, advice }) => {
    const [first = '', ...further] = wrapProse(printable(text), width - hanging.length);
    const advised = advice === undefined ? [] : wrapProse(`→ ${printable(advice)}`, width - hanging.length);
    return [
      `  ${marks[state]} ${padToWidth(printable(name), nameWidth)}  ${first}`,
      ...further.map((line) => hanging + line),
      ...advised.map((line) => hanging + paint('yellow', line)),
    ];
  });
  const bad = checks.filter(({ state }) => state === 'bad').length;
  const verdict =
    bad === 0
      ? paint(['bold', 'green'], 'Everything needed works here.')
      : paint(['bold', 'red'], `${countOf(bad, 'check')} failed.`);
  return [...lines, '', verdict];
}
