import { readFileSync } from 'node:fs';
import { paintFor } from './paint.js';
import { type ListedCommand, rootHelp } from './root-help.js';
import { columnsOf } from './terminal-size.js';
import { UsageError } from './usage-error.js';

/** The folder of the built program, which oclif takes for its root: its commands and the manifest of them lie there. */
const root = new URL('../', import.meta.url);

interface Manifest {
  readonly commands: Readonly<Record<string, ListedCommand>>;
}

/**
 * The `basin` command line: the list of commands and the version are answered from the manifest that the build writes,
 * before anything else is loaded; everything else is oclif's.
 *
 * @param argv - Arguments after the program's name. The exit code is set, never forced.
 */
export async function start(argv: readonly string[]): Promise<void> {
  listenForLostOutput();
  // Nobody is left to be told.
  process.stderr.on('error', () => undefined);
  const [first] = argv;
  const asJson = argv.includes('--json');
  try {
    if (first === '--version' || first === '-v') return writeVersion();
    if (first === 'help') return await start([...argv.slice(1), '--help']);
    const commands = readManifest()?.commands ?? (await loadedCommands());
    if (first === undefined || first === '--help' || first === '-h') return writeHelp(Object.values(commands));
    if (!(first in commands)) throw await unknownCommand(first, Object.keys(commands));
    const { runCommand } = await import('./oclif-program.js');
    // oclif brings a listener that throws.
    listenForLostOutput();
    await runCommand(root, argv);
  } catch (error) {
    const { reportError } = await import('./report-error.js');
    reportError(error, asJson);
  }
}

function writeHelp(commands: readonly ListedCommand[]): void {
  const { stdout } = process;
  stdout.write(`${rootHelp(commands, columnsOf(stdout), paintFor(stdout)).join('\n')}\n`);
}

function writeVersion(): void {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', root), 'utf8')) as { version: string };
  process.stdout.write(`basin ${version} (Node ${process.versions.node}, ${process.platform}-${process.arch})\n`);
}

function readManifest(): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(new URL('oclif.manifest.json', root), 'utf8')) as Manifest;
  } catch {
    // Compiled, but not built to the end: the commands themselves tell as much, only slower.
    return undefined;
  }
}

async function loadedCommands(): Promise<Manifest['commands']> {
  const { describeCommands } = await import('./oclif-program.js');
  return (await describeCommands(root)).commands;
}

async function unknownCommand(requested: string, known: readonly string[]): Promise<UsageError> {
  if (requested.startsWith('-'))
    return new UsageError(`basin knows no option ${requested}; options follow the command`);
  const { nearestNames } = await import('@basin/core');
  const nearest = nearestNames(requested, known).map((name) => `'${name}'`);
  const hint = nearest.length === 0 ? `the commands are ${known.join(', ')}` : `did you mean ${nearest.join(' or ')}?`;
  return new UsageError(`no command is named '${requested}'; ${hint}`);
}

function listenForLostOutput(): void {
  process.stdout.removeAllListeners('error');
  process.stdout.on('error', tellOfLostOutput);
}

/** A reader that has seen enough, such as `head`, is no failure; output that is lost otherwise is one. */
function tellOfLostOutput(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') void reportLostOutput(error);
}

async function reportLostOutput(error: NodeJS.ErrnoException): Promise<void> {
  const [{ reportError }, { OutputError }] = await Promise.all([
    import('./report-error.js'),
    import('./output-error.js'),
  ]);
  reportError(new OutputError(error), false);
}
