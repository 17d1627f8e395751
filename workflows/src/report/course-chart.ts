import { axisX, axisY, lineY, type Markish, text } from '@observablehq/plot';
import { chart } from './chart.js';
import type { Html } from './html.js';
import { numberText } from './number-text.js';
import type { Course, CourseRate } from './report-content.js';

const size = { width: 480, height: 250, marginLeft: 52, marginRight: 56, marginTop: 34, marginBottom: 38 };

/** Best and mean energy over the steps of the sampler. */
export function energyCourseChart({ stepName, steps, best, mean }: Course): Html {
  return chart(
    {
      ...size,
      y: { nice: true, grid: true },
      marks: [
        ...(mean === undefined ? [] : line(steps, mean, 'mean', 'var(--muted)', 1.25)),
        ...line(steps, best, 'best', 'var(--after)', 2),
        ...axes(stepName, 'energy (pure number, less is better)'),
      ],
    },
    {
      label: `Energy over ${steps.length} traced steps: best ${numberText(best[0] ?? Number.NaN)} at first, ${lastText(best)} at last`,
    },
  );
}

/** A share in per cent over the steps of the sampler. */
export function rateCourseChart({ stepName, steps }: Course, { meaning, values }: CourseRate): Html {
  return chart(
    {
      ...size,
      y: { domain: [0, 100], grid: true },
      marks: [
        ...line(
          steps,
          values.map((share) => 100 * share),
          '',
          'var(--after)',
          1.5,
        ),
        ...axes(stepName, `${meaning} (%)`),
      ],
    },
    { label: `The ${meaning} over ${steps.length} traced steps, ${lastText(values)} at last` },
  );
}

function line(steps: Float64Array, values: Float64Array, name: string, stroke: string, strokeWidth: number): Markish[] {
  const points = Array.from(steps, (step, i) => ({ step, value: values[i]! })).filter(({ value }) =>
    Number.isFinite(value),
  );
  const last = points.at(-1);
  return [
    lineY(points, { x: 'step', y: 'value', stroke, strokeWidth, curve: 'linear' }),
    ...(last === undefined
      ? []
      : [
          text([last], {
            x: 'step',
            y: 'value',
            text: () => name,
            fill: stroke,
            textAnchor: 'start',
            dx: 6,
            fontWeight: 600,
          }),
        ]),
  ];
}

function axes(stepName: string, label: string): Markish[] {
  return [
    axisX({
      ticks: 5,
      tickSize: 4,
      stroke: 'var(--axis)',
      fill: 'var(--muted)',
      label: stepName,
      labelAnchor: 'center',
      labelArrow: 'none',
      labelOffset: 34,
    }),
    axisY({
      ticks: 4,
      tickSize: 0,
      fill: 'var(--muted)',
      label,
      labelArrow: 'none',
    }),
  ];
}

function lastText(values: Float64Array): string {
  return numberText(values.filter(Number.isFinite).at(-1) ?? Number.NaN);
}
