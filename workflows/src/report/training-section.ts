import { type Html, html } from './html.js';
import { countText } from './number-text.js';
import type { TrainingCourse } from './report-content.js';
import { energiesChart, gradientChart, objectiveChart } from './training-chart.js';

/** Recoveries that are told of one by one. */
const mostRecoveries = 8;

/** How energies were learned. */
export function trainingSection(trainings: readonly TrainingCourse[]): Html | undefined {
  const shown = trainings.filter(({ steps }) => steps.length > 1);
  if (shown.length === 0) return undefined;
  return html`<section aria-labelledby="training" class="wide">
<h2 id="training">What was learned</h2>
<p class="note">While a model of the data learns, its own states and the data come to have the same mean energy; the thin lines are single steps, the thick ones medians.</p>
${shown.map(trainingMarkup)}
</section>`;
}

function trainingMarkup(course: TrainingCourse): Html {
  const charts = [
    ['Energies of data and model', energiesChart(course)],
    ['What is lowered', objectiveChart(course)],
    ['Norm of the gradient', gradientChart(course)],
  ] as const;
  const figures = charts.flatMap(([caption, drawn]) =>
    drawn === undefined ? [] : [html`<figure class="chart"><figcaption>${caption}</figcaption>${drawn}</figure>`],
  );
  return html`<article aria-label="Training ${course.step}"><h3>${course.step}</h3>
<p class="note">By ${course.trainer}; the parameters are those after step ${countText(course.keptStep)}.</p>
<div class="charts charts-large">${figures}</div>
${recoveryList(course)}</article>`;
}

function recoveryList({ recoveries }: TrainingCourse): Html | '' {
  if (recoveries.length === 0) return '';
  const more = recoveries.length - mostRecoveries;
  const items = recoveries
    .slice(0, mostRecoveries)
    .map(({ step, to, reason }) => html`<li>From step ${countText(step)} to ${countText(to)}: ${reason}</li>`);
  return html`<h4>Times it went back, at the dashed lines</h4><ul class="remarks">${items}${more > 0 ? html`<li>${countText(more)} times more</li>` : ''}</ul>`;
}
