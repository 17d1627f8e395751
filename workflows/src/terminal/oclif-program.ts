import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Interfaces } from '@oclif/core';
// Loaded here so that the listeners which it adds to standard output are there before a command runs.
import '@oclif/core/command';
import { Config, Plugin } from '@oclif/core/config';
import { run } from '@oclif/core/run';
import { settings } from '@oclif/core/settings';
import type { ListedCommand } from './root-help.js';

/** Everything oclif says of the commands; of it the list of commands reads only these. */
export interface CommandManifest {
  readonly version: string;
  readonly commands: Readonly<Record<string, ListedCommand>>;
}

/**
 * Parses the arguments of one command and runs it.
 * @param root - The built folder, with `commands/` and, where the build was finished, the manifest.
 */
export async function runCommand(root: URL, argv: readonly string[]): Promise<void> {
  settings.enableAutoTranspile = false;
  const config = await Config.load(loadOptions(root));
  await run([...argv], config);
}

/** Loads every command and writes down what it says of itself: the manifest. */
export async function describeCommands(root: URL): Promise<CommandManifest> {
  settings.enableAutoTranspile = false;
  const plugin = new Plugin({ ...loadOptions(root), isRoot: true, ignoreManifest: true, errorOnManifestCreate: true });
  await plugin.load();
  return plugin.manifest as CommandManifest;
}

/** What oclif needs to know; its root is the built folder, so that sources and tests are never looked at. */
function loadOptions(root: URL): Interfaces.Options {
  const packageFile = new URL('../package.json', root);
  const { name, version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { name: string; version: string };
  const pjson = {
    name,
    version,
    type: 'module',
    oclif: {
      bin: 'basin',
      commands: { strategy: 'pattern', target: './commands', globPatterns: ['*.js'] },
      additionalHelpFlags: ['-h'],
    },
  };
  // oclif's type asks for more of a package.json than its code reads.
  return { root: fileURLToPath(root), version, pjson: pjson as unknown as Interfaces.PJSON };
}
