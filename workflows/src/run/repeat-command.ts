import type { OpenedWorkflow } from './open-workflow.js';

/** The command line that repeats a run: what of it changes results, quoted for a shell. */
export function repeatCommand({ source, set }: Pick<OpenedWorkflow, 'source' | 'set'>): string {
  return ['basin', 'run', source.file, ...set.flatMap((text) => ['--set', text])].map(quoted).join(' ');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
