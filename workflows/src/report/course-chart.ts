import { lineY, type Markish, text } from '@observablehq/plot';
import { chart } from './chart.js';
import { courseAxes } from './course-axes.js';
import type { Course, CourseRate } from './course-content.js';
import type { Html } from './html.js';
import { numberText } from './number-text.js';

const size = { width: 480, height: 250, marginLeft: 52, marginRight: 56, marginTop: 34, marginBottom: 38 };

/** Best and mean energy over the steps of the sampler. */
export function energyCourseChart({ stepName, steps, best, mean }: Course, label: string): Html {
  return chart(
    {
      ...size,
      y: { nice: true, grid: true, ticks: 4 },
      marks: [
        ...(mean === undefined ? [] : namedLine(steps, mean, { ...muted, name: 'mean', shift: -6 })),
        ...namedLine(steps, best, { ...strong, name: 'best', shift: mean === undefined ? 0 : 6 }),
        ...courseAxes(stepName, label),
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
      y: { domain: [0, 100], grid: true, ticks: 4 },
      marks: [
        lineMark(
          smoothed(
            pointsOf(
              steps,
              values.map((share) => 100 * share),
            ),
          ),
          { ...strong, strokeWidth: 1.5 },
        ),
        ...courseAxes(stepName, `${meaning} (%)`),
      ],
    },
    { label: `The ${meaning} over ${steps.length} traced steps, ${lastText(values)} at last` },
  );
}

interface Stroke {
  readonly stroke: string;
  readonly strokeWidth: number;
}

const strong: Stroke = { stroke: 'var(--after)', strokeWidth: 2 };
const muted: Stroke = { stroke: 'var(--muted)', strokeWidth: 1.25 };

interface NamedStroke extends Stroke {
  readonly name: string;
  /** Pixels that the name stands below the end of its line: two lines may end at one height. */
  readonly shift: number;
}

interface CoursePoint {
  readonly step: number;
  readonly value: number;
}

function pointsOf(steps: Float64Array, values: Float64Array): readonly CoursePoint[] {
  return Array.from(steps, (step, i) => ({ step, value: values[i]! })).filter(({ value }) => Number.isFinite(value));
}

/** Points of a share; where there are so many that only noise would show, means of stretches. */
const mostRatePoints = 150;

function smoothed(points: readonly CoursePoint[]): readonly CoursePoint[] {
  if (points.length <= mostRatePoints) return points;
  const stretch = Math.ceil(points.length / mostRatePoints);
  return Array.from({ length: Math.ceil(points.length / stretch) }, (_, i) => {
    const own = points.slice(i * stretch, (i + 1) * stretch);
    const value = own.reduce((sum, point) => sum + point.value, 0) / own.length;
    return { step: own[own.length >> 1]!.step, value };
  });
}

function lineMark(points: readonly CoursePoint[], { stroke, strokeWidth }: Stroke): Markish {
  return lineY(points, { x: 'step', y: 'value', stroke, strokeWidth, curve: 'linear' });
}

/** A line with its name at its end. */
function namedLine(steps: Float64Array, values: Float64Array, stroke: NamedStroke): Markish[] {
  const points = pointsOf(steps, values);
  const name = text(points.slice(-1), {
    x: 'step',
    y: 'value',
    text: () => stroke.name,
    fill: stroke.stroke,
    textAnchor: 'start',
    dx: 6,
    dy: stroke.shift,
    fontWeight: 600,
  });
  return [lineMark(points, stroke), name];
}

function lastText(values: Float64Array): string {
  return numberText(values.filter(Number.isFinite).at(-1) ?? Number.NaN);
}
