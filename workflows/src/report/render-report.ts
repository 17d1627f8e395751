import { answerSection } from './answer-section.js';
import { badRowsSection } from './bad-rows-section.js';
import { candidateSections } from './candidate-section.js';
import { certificateSection } from './certificate-section.js';
import { courseSection, searchSection } from './course-section.js';
import { distributionSection } from './distribution-section.js';
import type { DrawsContent } from './draws-content.js';
import { type Html, html, trusted, withCode } from './html.js';
import { landscapeSection } from './landscape-section.js';
import { marginalsSection } from './marginals-section.js';
import { partitionSection } from './partition-section.js';
import { provenanceSection } from './provenance-section.js';
import { questionSection } from './question-section.js';
import type { ReportContent } from './report-content.js';
import { samplesSection } from './samples-section.js';
import type { SectionOfStep } from './step-heading.js';
import { styleSheet } from './style.js';
import { tracesSection } from './traces-section.js';
import { tradeOffSection } from './trade-off-section.js';
import { trainingSection } from './training-section.js';
import { workflowSection } from './workflow-section.js';

/** Nothing may run and nothing may load: the page is complete. Its own style sheet is all that is allowed. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** The headings of a page, by which it can be entered. */
function contentsOf({ markup }: Html): readonly Html[] {
  // Headings are escaped texts, so that what stands between their tags is safe.
  return [...markup.matchAll(/<h2 id="([^"]+)">([^<]*)<\/h2>/g)].map(
    ([, id, heading]) => html`<li><a href="#${id}">${trusted(heading!)}</a></li>`,
  );
}

/**
 * A report as one HTML page that needs nothing beside it: no script, no network, no fonts. It reads from disk, on narrow and wide
 * screens, light and dark, and on paper.
 *
 * @remarks Pure. Some 0.3 s for 24 drawings and 12 charts.
 */
export function renderReport(content: ReportContent): string {
  const body = bodyOf(content);
  const isOfDesigns = content.answer !== undefined;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Basin">
<title>${content.title}</title>
<style>${trusted(styleSheet)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header>
<p class="kicker">${isOfDesigns ? 'Basin design report' : 'Basin report'}</p>
<h1>${content.title}</h1>
${content.run.description === '' ? '' : html`<p class="description">${withCode(content.run.description.trim())}</p>`}
<nav class="contents" aria-label="Contents"><ul>${contentsOf(body)}</ul></nav>
</header>
<main id="content">
${body}
</main>
<footer>Made by Basin. Energies are pure numbers: states are drawn in proportion to exp(−βE)${isOfDesigns ? ', so lower is better' : ''}.</footer>
</body>
</html>
`.markup;
}

function bodyOf(content: ReportContent): Html {
  return html`${questionSection(content)}
${answerSection(content)}
${certificateSection(content.certificates)}
${partitionSection(content.partitions)}
${content.draws.map((draws, index) => drawsSections(draws, { step: draws.step, index, count: content.draws.length }))}
${candidateSections(content)}
${distributionSection(content.distributions)}
${tradeOffSection(content.tradeOff)}
${searchSection(content.course)}
${trainingSection(content.trainings)}
${badRowsSection(content.badRows)}
${provenanceSection(content.run)}
${workflowSection(content.run)}`;
}

/** All that is told of the draws of one step. */
function drawsSections(draws: DrawsContent, of: SectionOfStep): Html {
  return html`${landscapeSection(draws, of)}
${marginalsSection(draws, of)}
${samplesSection(draws, of)}
${tracesSection(draws, of)}
${courseSection(draws, of)}`;
}
