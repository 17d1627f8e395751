import type { YAMLError } from 'yaml';
import type { TextFault } from './check-tokens.js';

/** More lines than this are not shown: what follows a fault of syntax is mostly its consequence. */
const mostShown = 3;

/** What to do where a text was taken for a comment. */
export const commentHint = "'#' begins a comment; put the text in quotes";

/** Molecules are what texts with brackets mostly are; a file without any is not told of them. */
function quoteHint(text: string): string {
  const what = /molecules|smiles|smarts/i.test(text) ? 'SMILES and SMARTS' : 'texts with special characters';
  return `put ${what} in quotes: '…'`;
}

const indentHint = 'this line is indented differently from the ones above';

/**
 * The parser's errors in plain words: the first of each line, three at most, the last with the count of the others. Errors
 * that say only that the parser was lost already are left out behind the first.
 */
export function syntaxFaults(errors: readonly YAMLError[], text: string): readonly TextFault[] {
  const first = new Map<number, YAMLError>();
  for (const error of errors) {
    const line = lineStart(text, error.pos[0]);
    if (first.size < mostShown && !first.has(line) && (first.size === 0 || !isLost(error))) first.set(line, error);
  }
  const shown = [...first.values()].map((error) => ({ offset: error.pos[0], message: plainMessage(error, text) }));
  const left = errors.length - shown.length;
  if (left === 0) return shown;
  const others = `(and ${left} more ${left === 1 ? 'fault' : 'faults'} of syntax)`;
  return shown.map((fault, index) =>
    index === shown.length - 1 ? { ...fault, message: `${fault.message} ${others}` } : fault,
  );
}

function isLost({ message }: YAMLError): boolean {
  return message.includes('token in YAML stream');
}

function plainMessage({ code, message, pos }: YAMLError, text: string): string {
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'indent with spaces, not tabs';
    case 'UNEXPECTED_TOKEN':
      return `this was not expected here; ${quoteHint(text)}`;
    case 'BAD_SCALAR_START':
      return `${sentence(message)}; ${quoteHint(text)}`;
    case 'BAD_INDENT':
      return message.startsWith('Flow') ? unclosed(message, pos[0], text) : indentHint;
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
      return `this line holds more than one ': ', or the next is indented differently; put texts with ': ' in quotes`;
    case 'MISSING_CHAR':
      if (message.startsWith('Comments')) return commentHint;
      return message.startsWith('Sequence') ? indentHint : sentence(message);
    default:
      return sentence(message);
  }
}

/** A bracket without its end: a comment may have swallowed it, or a text with brackets of its own has ended the list. */
function unclosed(message: string, offset: number, text: string): string {
  const end = message.slice(-1);
  const before = text.slice(lineStart(text, text.slice(0, offset).trimEnd().length), offset);
  if (/\s#/.test(before)) return `'${end}' is missing; ${commentHint}`;
  return `'${end}' is missing before this line; ${quoteHint(text)}`;
}

/** The parser's messages begin with a capital letter and end without hints; ours run on after the place. */
function sentence(message: string): string {
  return message.slice(0, 1).toLowerCase() + message.slice(1);
}

function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}
