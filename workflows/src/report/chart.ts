import { type MarkOptions, type PlotOptions, plot } from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { type Html, html, trusted } from './html.js';

/** Marks of a chart. Plot gives them no common type of their own. */
export type Marks = NonNullable<PlotOptions['marks']>;
export type { MarkOptions };

/** The one document that all charts are drawn in. */
const { document } = parseHTML('<!doctype html><html><body></body></html>');

/** What a chart needs beside its marks and scales. */
export interface ChartWords {
  /** Said to those who cannot see it: what it shows, with the figures that matter. */
  readonly label: string;
}

/**
 * An Observable Plot as inline SVG, with the page's own type and colours, and a label.
 *
 * @remarks Some 5 ms.
 */
export function chart(options: PlotOptions, { label }: ChartWords): Html {
  const svg = plot({ style: { fontSize: '12px' }, ...options, document, className: 'plot' });
  svg.querySelector('style')?.remove();
  svg.removeAttribute('style');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  svg.setAttribute('font-size', '12');
  for (const group of svg.querySelectorAll('[aria-label],[aria-hidden],[aria-description]')) {
    for (const name of ['aria-label', 'aria-hidden', 'aria-description']) group.removeAttribute(name);
  }
  for (const text of svg.querySelectorAll('text, tspan')) {
    if (text.children.length === 0) text.textContent = groupedLikeText(text.textContent);
  }
  return trusted(svg.outerHTML.replace('>', () => `>${html`<title>${label}</title>`}`));
}

/** Numbers of axes as the page writes them: '12,000' with a thin space, '1,000' without. */
function groupedLikeText(text: string): string {
  return /^−?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text)
    ? text.replace(/^(−?\d),(\d{3})$/, '$1$2').replaceAll(',', '\u2009')
    : text;
}
