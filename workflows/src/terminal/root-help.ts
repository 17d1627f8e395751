import { type Paint, plainPaint } from './paint.js';
import { padToWidth, wrapProse } from './text-width.js';

/** A command as the list of commands shows it. */
export interface ListedCommand {
  readonly id: string;
  readonly summary?: string;
  readonly group?: string;
  readonly place?: number;
}

const groups = ['Design', 'Discover', 'Set up'];

const firstSteps = [
  ['basin doctor', 'look whether everything works here'],
  ['basin list energy', 'see what designs can be judged by'],
  ['basin explain between', 'read about one of them, with an example to paste'],
  ['basin run workflow.yaml', 'run a design'],
] as const;

/** What `basin` and `basin --help` print: the commands by group, from the same literals as everything else. */
export function rootHelp(commands: readonly ListedCommand[], width: number, paint: Paint = plainPaint): string[] {
  const nameWidth = Math.max(...commands.map(({ id }) => id.length)) + 2;
  return [
    `${paint('bold', 'Basin')}: scientific inverse design with composable energies`,
    '',
    paint('bold', 'Usage'),
    '  basin COMMAND [options]',
    ...groups.flatMap((group) => ['', paint('bold', group), ...groupLines(commands, group, nameWidth, width, paint)]),
    '',
    paint('bold', 'First steps'),
    ...firstSteps.map(([command, what]) => `  ${padToWidth(command, 26)}${paint('dim', what)}`),
    '',
    paint(
      'dim',
      'basin COMMAND --help tells more of a command, basin --version the version. Every command takes --json.',
    ),
  ];
}

function groupLines(
  commands: readonly ListedCommand[],
  group: string,
  nameWidth: number,
  width: number,
  paint: Paint,
): string[] {
  const inGroup = commands.filter((command) => command.group === group).sort((a, b) => (a.place ?? 0) - (b.place ?? 0));
  return inGroup.flatMap(({ id, summary = '' }) => {
    const [first = '', ...further] = wrapProse(summary, width - nameWidth - 2);
    const hanging = ' '.repeat(nameWidth + 2);
    return [`  ${paint('cyan', padToWidth(id, nameWidth))}${first}`, ...further.map((line) => hanging + line)];
  });
}
