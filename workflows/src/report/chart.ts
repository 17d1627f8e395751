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
  return trusted(svg.outerHTML.replace('>', () => `>${html`<title>${label}</title>`}`));
}
