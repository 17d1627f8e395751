import { type Html, html } from './html.js';

/** Which of several steps of one kind a section is about. */
export interface SectionOfStep {
  readonly step: string;
  /** From 0: ids of headings are told apart by it. */
  readonly index: number;
  /** Steps of the kind. */
  readonly count: number;
}

/** The id of a section's heading, as it stands where there is one such section. */
export function headingId(id: string, { index }: SectionOfStep): string {
  return index === 0 ? id : `${id}-${index + 1}`;
}

/** The heading of a section; where there are several of its kind, with the name of its step. */
export function stepHeading(id: string, title: string, of: SectionOfStep): Html {
  return html`<h2 id="${headingId(id, of)}">${of.count === 1 ? title : `${title}: ${of.step}`}</h2>`;
}
