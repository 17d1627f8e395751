/** A fenced code block: its language, its text, and the line of the page on which it begins. */
export interface CodeBlock {
  readonly language: string;
  readonly text: string;
  readonly line: number;
}

const fence = /^```(\S*)\n([\s\S]*?)^```$/gm;

/** The fenced code blocks of a page. */
export function codeBlocks(page: string): readonly CodeBlock[] {
  return [...page.matchAll(fence)].map(({ 1: language = '', 2: text = '', index }) => ({
    language,
    text,
    line: page.slice(0, index).split('\n').length,
  }));
}

export function yamlBlocks(page: string): readonly CodeBlock[] {
  return codeBlocks(page).filter(({ language }) => language === 'yaml');
}

/** The page without its fenced code blocks, as many lines long. */
export function proseOf(page: string): string {
  return page.replaceAll(fence, (block) => block.replaceAll(/[^\n]/g, ''));
}

/** Cells of every table row, titles and rules left out. A `\|` is no border. */
export function tableRows(page: string): readonly (readonly string[])[] {
  const lines = proseOf(page).split('\n');
  return lines.flatMap((line, index) => {
    const isRule = (text: string | undefined): boolean => /^\|[\s|:-]+\|$/.test(text ?? '') && text!.includes('-');
    if (!line.startsWith('|') || isRule(line) || isRule(lines[index + 1])) return [];
    return [cellsOf(line)];
  });
}

function cellsOf(line: string): string[] {
  const cells = line.replaceAll('\\|', '\u0000').split('|').slice(1, -1);
  return cells.map((cell) => cell.replaceAll('\u0000', '|').trim());
}

/** What a link points at: targets of links and images outside code. */
export function linkTargets(page: string): readonly string[] {
  const text = proseOf(page).replaceAll(/`[^`\n]*`/g, '');
  return [...text.matchAll(/\]\(([^()\s]+(?:\([^()]*\)[^()\s]*)?)\)/g)].map(([, target]) => target!);
}

/** Anchors of a page's headings, as GitHub makes them: repeated ones numbered. */
export function anchorsOf(page: string): ReadonlySet<string> {
  const counts = new Map<string, number>();
  const anchors = [...proseOf(page).matchAll(/^#+ +(.+)$/gm)].map(([, heading]) => {
    const anchor = anchorOf(heading!);
    const count = counts.get(anchor) ?? 0;
    counts.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  });
  return new Set(anchors);
}

function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}
