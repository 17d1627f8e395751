/**
 * One sentence out of what RDKit logs when it refuses a SMILES.
 *
 * @param log - Everything logged since parsing began, each line with its time in brackets.
 * @returns For example 'valence of N is 5, greater than permitted', or 'RDKit refuses it' for an empty log.
 */
export function reasonFromLog(log: string): string {
  const lines = log
    .split('\n')
    .map((line) => line.replace(logTime, '').replace(parserPrefix, '').trim())
    .filter((line) => line !== '');
  const first = lines[0];
  if (first === undefined) return 'RDKit refuses it';
  return describeValence(first) ?? describeSyntax(first, lines) ?? withoutInput(first);
}

const logTime = /^\[\d\d:\d\d:\d\d\] /;
const parserPrefix = /^SMILES Parse Error: /;
const valenceLine = /^Explicit valence for atom # (\d+) (\S+), (-?\d+), is greater than permitted/;
const positionLine = /^check for mistakes around position (\d+)/;

function describeValence(line: string): string | undefined {
  const match = valenceLine.exec(line);
  return match === null ? undefined : `valence of ${match[2]} is ${match[3]}, greater than permitted`;
}

/** 'syntax error while parsing: <input>' is followed by the position on the next line. */
function describeSyntax(line: string, lines: readonly string[]): string | undefined {
  const [what, input] = line.split(' while parsing: ');
  if (input === undefined) return undefined;
  const position = positionLine.exec(lines[1] ?? '')?.[1];
  return position === undefined ? what : `${what} near character ${position}`;
}

/** RDKit repeats the input in most messages; the reader of a row has it already. */
function withoutInput(line: string): string {
  return line
    .replace(/ for input: '.*'$/, '')
    .replace(/^Can't kekulize mol\. {2}Unkekulized atoms: (.*)$/, 'no Kekulé structure for the aromatic atoms $1');
}
