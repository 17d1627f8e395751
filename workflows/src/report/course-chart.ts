import { axisX, axisY, lineY, type Markish, text } from '@observablehq/plot';
import { chart } from './chart.js';
import type { Html } from './html.js';
import { numberText } from './number-text.js';
import type { Course } from './report-content.js';

const size = { width: 480, height: 230, marginLeft: 52, marginRight: 56, marginTop: 14, marginBottom: 38 };

/** Best and mean energy over the steps of the sampler. */
export function energyCourseChart({ steps, best, mean }: Course): Html {
  return chart(
    {
      ...size,
      y: { nice: true, grid: true },
      marks: [
        ...(mean === undefined ? [] : line(steps, mean, 'mean', 'var(--muted)', 1.25)),
        ...line(steps, best, 'best', 'var(--after)', 2),
        ...axes(),
      ],
    },
    {
      label: `Energy over ${steps.length} traced steps: best ${numberText(best[0] ?? Number.NaN)} at first, ${lastText(best)} at last`,
    },
  );
}

/** Share of proposals that were accepted over the steps of the sampler. */
export function acceptanceCourseChart(steps: Float64Array, acceptance: Float64Array): Html {
  return chart(
    {
      ...size,
      y: { domain: [0, 1], grid: true },
      marks: [
        ...line(steps, acceptance, 'accepted', 'var(--after)', 1.5),
        ...axes((share) => `${Math.round(share * 100)} %`),
      ],
    },
    { label: `Acceptance rate over ${steps.length} traced steps, ${lastText(acceptance)} at last` },
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

function axes(tickFormat?: (value: number) => string): Markish[] {
  return [
    axisX({
      ticks: 5,
      tickSize: 4,
      stroke: 'var(--axis)',
      fill: 'var(--muted)',
      label: 'step',
      labelAnchor: 'center',
      labelArrow: 'none',
      labelOffset: 34,
    }),
    axisY({
      ticks: 4,
      tickSize: 0,
      fill: 'var(--muted)',
      label: null,
      ...(tickFormat === undefined ? {} : { tickFormat }),
    }),
  ];
}

function lastText(values: Float64Array): string {
  return numberText(values.filter(Number.isFinite).at(-1) ?? Number.NaN);
}
