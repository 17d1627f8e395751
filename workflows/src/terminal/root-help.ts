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

const closing =
  'basin COMMAND --help tells more of a command, basin --version the version. Every command takes --json.';

/** What `basin` and `basin --help` print: the commands by group, from the same literals as everything else. */
export function rootHelp(commands: readonly ListedCommand[], width: number, paint: Paint = plainPaint): string[] {
  const nameWidth = Math.max(...commands.map(({ id }) => id.length)) + 2;
  const commandWidth = Math.max(...firstSteps.map(([command]) => command.length)) + 2;
  const item = (name: string, nameCells: number, text: string): string[] =>
    hangingItem(name, nameCells, text, width, paint);
  return [
    `${paint('bold', 'Basin')}: scientific inverse design with composable energies`,
    '',
    paint('bold', 'Usage'),
    '  basin COMMAND [options]',
    ...groups.flatMap((group) => {
      const items = commandsOf(group, commands).flatMap(({ id, summary = '' }) => item(id, nameWidth, summary));
      return ['', paint('bold', group), ...items];
    }),
    '',
    paint('bold', 'First steps'),
    ...firstSteps.flatMap(([command, what]) => item(command, commandWidth, what)),
    '',
    ...wrapProse(closing, width).map((line) => paint('dim', line)),
  ];
}

function commandsOf(group: string, commands: readonly ListedCommand[]): ListedCommand[] {
  const inGroup = commands.filter((command) => command.group === group);
  return inGroup.sort((a, b) => (a.place ?? 0) - (b.place ?? 0));
}

/** A name with its text beside it, further lines of the text below its beginning. */
function hangingItem(name: string, nameCells: number, text: string, width: number, paint: Paint): string[] {
  const [first = '', ...further] = wrapProse(text, width - nameCells - 2);
  const hanging = ' '.repeat(nameCells + 2);
  return [`  ${paint('cyan', padToWidth(name, nameCells))}${first}`, ...further.map((line) => hanging + line)];
}
