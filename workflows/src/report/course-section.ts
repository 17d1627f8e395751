import { acceptanceCourseChart, energyCourseChart } from './course-chart.js';
import { type Html, html } from './html.js';
import type { Course } from './report-content.js';

/** How the sampler went. */
export function courseSection(course: Course | undefined): Html | undefined {
  if (course === undefined || course.steps.length < 2) return undefined;
  const { steps, acceptance } = course;
  const accepted =
    acceptance === undefined || !acceptance.some(Number.isFinite)
      ? ''
      : html`<figure class="chart"><figcaption>Proposals accepted</figcaption>${acceptanceCourseChart(steps, acceptance)}</figure>`;
  return html`<section aria-labelledby="course" class="wide">
<h2 id="course">How the search went</h2>
<div class="charts charts-large"><figure class="chart"><figcaption>Energy</figcaption>${energyCourseChart(course)}</figure>${accepted}</div>
</section>`;
}
