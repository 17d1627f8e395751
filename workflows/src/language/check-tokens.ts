import { type CST, Lexer } from 'yaml';

/** A fault of the text: its offset and what is wrong. */
export interface TextFault {
  readonly offset: number;
  readonly message: string;
}

/** Maps and lists may stand this deep in each other. */
export const deepestNesting = 64;

/** More pieces than this are no workflow; the limit keeps hostile files cheap. */
const mostTokens = 100_000;

/**
 * Looks at the tokens of a text before anything recursive touches it: refuses too many of them, and brackets nested too deep.
 * Linear, and it ends at the first excess.
 */
export function checkTokens(text: string): TextFault | undefined {
  let depth = 0;
  let count = 0;
  let offset = 0;
  for (const token of new Lexer().lex(text)) {
    if (++count > mostTokens) return { offset, message: 'the file has too many parts to be a workflow' };
    if (token === '[' || token === '{') depth++;
    if (token === ']' || token === '}') depth--;
    if (depth > deepestNesting) return tooDeep(offset);
    if (!isMarker(token)) offset += token.length;
  }
  return undefined;
}

/** The lexer's own marks, which stand for no text: document start, flow end, scalar start. */
function isMarker(token: string): boolean {
  return token === '\u{2}' || token === '\u{18}' || token === '\u{1f}';
}

/**
 * Looks at the syntax tree without recursion: refuses nesting that is too deep, and the YAML features that a workflow file
 * does not have: anchors, aliases and tags.
 */
export function checkSyntaxTree(documents: readonly CST.Token[]): readonly TextFault[] {
  const faults: TextFault[] = [];
  const pending: { token: CST.Token; depth: number }[] = documents.map((token) => ({ token, depth: 0 }));
  while (pending.length > 0) {
    const { token, depth } = pending.pop()!;
    if (depth > deepestNesting + 1) return [tooDeep(token.offset)];
    const refused = refusedFeature(token);
    if (refused !== undefined) faults.push({ offset: token.offset, message: refused });
    for (const inner of tokensBelow(token))
      pending.push({ token: inner, depth: depth + (isCollection(inner) ? 1 : 0) });
  }
  return faults.toSorted((a, b) => a.offset - b.offset);
}

function tooDeep(offset: number): TextFault {
  return { offset, message: `maps and lists are nested more than ${deepestNesting} deep` };
}

function isCollection({ type }: CST.Token): boolean {
  return type === 'block-map' || type === 'block-seq' || type === 'flow-collection';
}

function tokensBelow(token: CST.Token): CST.Token[] {
  const below: CST.Token[] = [];
  if ('start' in token && Array.isArray(token.start)) below.push(...token.start);
  if ('value' in token && token.value !== undefined) below.push(token.value);
  if ('items' in token) {
    for (const item of token.items) {
      below.push(...item.start, ...(item.sep ?? []));
      if (item.key != null) below.push(item.key);
      if (item.value !== undefined) below.push(item.value);
    }
  }
  if ('props' in token) below.push(...token.props);
  return below;
}

function refusedFeature(token: CST.Token): string | undefined {
  switch (token.type) {
    case 'anchor':
    case 'alias':
      return `anchors and aliases ('${'source' in token ? token.source : ''}') are not used; give the energy a name under 'energies' and use the name`;
    case 'tag':
      return `tags ('${token.source}') are not used; write the plain value`;
    default:
      return undefined;
  }
}
