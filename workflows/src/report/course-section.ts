import { energyCourseChart, rateCourseChart } from './course-chart.js';
import type { Course } from './course-content.js';
import type { DrawsContent } from './draws-content.js';
import { type Html, html } from './html.js';
import { headingId, type SectionOfStep, stepHeading } from './step-heading.js';

/** How a search for designs went. */
export function searchSection(course: Course | undefined): Html | undefined {
  const charts = course === undefined ? undefined : courseCharts(course, 'energy (pure number, less is better)');
  if (charts === undefined) return undefined;
  return html`<section aria-labelledby="course" class="wide">
<h2 id="course">How the search went</h2>
${charts}
</section>`;
}

/** How a sampler of draws went. */
export function courseSection({ course }: DrawsContent, of: SectionOfStep): Html | undefined {
  const charts = course === undefined ? undefined : courseCharts(course, 'energy (pure number)');
  if (charts === undefined) return undefined;
  return html`<section aria-labelledby="${headingId('course', of)}" class="wide">
${stepHeading('course', 'How the sampler went', of)}
${charts}
</section>`;
}

/** Nothing where there is no course to see. */
function courseCharts(course: Course, energyLabel: string): Html | undefined {
  if (course.steps.length < 2) return undefined;
  const rates = course.rates.map(
    (rate) =>
      html`<figure class="chart"><figcaption>${rate.caption}</figcaption>${rateCourseChart(course, rate)}</figure>`,
  );
  return html`<div class="charts charts-large"><figure class="chart"><figcaption>Energy</figcaption>${energyCourseChart(course, energyLabel)}</figure>${rates}</div>`;
}
