/** Markup that is safe to put into a page: made by {@link html}, or by code that vouches for it through {@link trusted}. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }

  toString(): string {
    return this.markup;
  }
}

/** What a template may hold: texts and numbers are escaped, nothing is left out, lists are joined. */
export type HtmlValue = Html | string | number | null | undefined | false | readonly HtmlValue[];

/** A template whose values are escaped, so that no text of a workflow or a table can become markup, in attributes too. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(strings.reduce((markup, part, i) => markup + markupOf(values[i - 1]) + part));
}

/** Vouches for markup that is known to be safe, such as a sanitised drawing. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

/** A text with the characters that mean something in markup, and those that XML has no place for, made harmless. */
export function escaped(text: string): string {
  return text.replace(harmful, (character) => entities.get(character) ?? '\uFFFD');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const harmful = /[&<>"'`\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u202A-\u202E\u2066-\u2069]/g;

const entities = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
  ['`', '&#96;'],
]);

/** Names of options and other code stand between backticks; an odd one is a character. */
export function withCode(text: string): readonly HtmlValue[] {
  const parts = text.split('`');
  if (parts.length % 2 === 0) return [text];
  return parts.map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part));
}

function markupOf(value: HtmlValue): string {
  if (value instanceof Html) return value.markup;
  if (value === null || value === undefined || value === false) return '';
  if (typeof value === 'string' || typeof value === 'number') return escaped(String(value));
  return value.map(markupOf).join('');
}
