import { energyCourseChart, rateCourseChart } from './course-chart.js';
import { type Html, html } from './html.js';
import type { ReportContent } from './report-content.js';

/** How the sampler went. */
export function courseSection({ course, draws }: Pick<ReportContent, 'course' | 'draws'>): Html | undefined {
  if (course === undefined || course.steps.length < 2) return undefined;
  const rates = course.rates.map(
    (rate) =>
      html`<figure class="chart"><figcaption>${rate.caption}</figcaption>${rateCourseChart(course, rate)}</figure>`,
  );
  return html`<section aria-labelledby="course" class="wide">
<h2 id="course">${draws === undefined ? 'How the search went' : 'How the sampler went'}</h2>
<div class="charts charts-large"><figure class="chart"><figcaption>Energy</figcaption>${energyCourseChart(course)}</figure>${rates}</div>
</section>`;
}
