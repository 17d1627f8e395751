import { lineY, type Markish, type PlotOptions, ruleX, text } from '@observablehq/plot';
import { chart } from './chart.js';
import { courseAxes } from './course-axes.js';
import type { Html } from './html.js';
import { numberText } from './number-text.js';
import type { TrainingCourse } from './report-content.js';

const size = { width: 480, height: 250, marginLeft: 58, marginRight: 62, marginTop: 34, marginBottom: 38 };

/** Points of a line; where there are more, medians of stretches are drawn over all of them. */
const mostPoints = 60;

/** A line of a training's chart. */
interface TrainingLine {
  readonly name: string;
  readonly values: Float64Array;
  readonly colour: string;
}

interface TrainingPoint {
  readonly step: number;
  readonly value: number;
}

/** Mean energies of the examples and of what the model draws: once the model has learned, they are alike. */
export function energiesChart(course: TrainingCourse): Html | undefined {
  const { dataEnergy, modelEnergy } = course;
  if (dataEnergy === undefined || modelEnergy === undefined) return undefined;
  const lines = [
    { name: 'data', values: dataEnergy, colour: 'var(--after)' },
    { name: 'model', values: modelEnergy, colour: 'var(--front)' },
  ];
  return trainingChart(course, lines, { label: 'mean energy' });
}

/** What is lowered, of the examples and of those that were held out. */
export function objectiveChart(course: TrainingCourse): Html | undefined {
  const { objective, heldOut } = course;
  const lines = [
    ...(objective === undefined ? [] : [{ name: 'examples', values: objective, colour: 'var(--after)' }]),
    ...(heldOut === undefined ? [] : [{ name: 'held out', values: heldOut, colour: 'var(--front)' }]),
  ];
  return lines.length === 0 ? undefined : trainingChart(course, lines, { label: 'objective' });
}

/** The norm of the gradient before clipping, by powers of ten. */
export function gradientChart(course: TrainingCourse): Html | undefined {
  const { gradientNorm } = course;
  if (!gradientNorm?.some((norm) => norm > 0)) return undefined;
  const lines = [
    { name: 'norm', values: gradientNorm.map((norm) => (norm > 0 ? norm : Number.NaN)), colour: 'var(--after)' },
  ];
  return trainingChart(course, lines, { label: 'norm of the gradient', type: 'log' });
}

interface TrainingAxis {
  readonly label: string;
  readonly type?: 'log';
}

function trainingChart(course: TrainingCourse, lines: readonly TrainingLine[], { label, type }: TrainingAxis): Html {
  const { steps, recoveries } = course;
  const ends = lines.map(({ name, values }) => `${name} ${numberText(lastOf(values))}`);
  const y: NonNullable<PlotOptions['y']> =
    type === 'log' ? { type, grid: true, ticks: 3 } : { nice: true, grid: true, ticks: 4 };
  return chart(
    {
      ...size,
      y,
      marks: [
        ruleX(recoveries, { x: 'step', stroke: 'var(--bad)', strokeWidth: 1, strokeDasharray: '3 3' }),
        ...lines.flatMap((line, i) => lineMarks(steps, line, lines.length === 1 ? 0 : shiftOf(lines, i))),
        ...courseAxes('step', label, type === 'log' ? numberText : undefined),
      ],
    },
    { label: `${label} over ${steps.length} rows of the course, at last: ${ends.join(', ')}` },
  );
}

/** Pixels that the name of one of two lines stands below its end: they may end at one height. */
function shiftOf(lines: readonly TrainingLine[], i: number): number {
  const other = lines[1 - i]!;
  return lastOf(lines[i]!.values) >= lastOf(other.values) ? -7 : 7;
}

/** All values faintly where they are many, their medians over stretches, and the name at the end. */
function lineMarks(steps: Float64Array, { name, values, colour }: TrainingLine, dy: number): readonly Markish[] {
  const points = Array.from(steps, (step, i) => ({ step, value: values[i]! })).filter(({ value }) =>
    Number.isFinite(value),
  );
  const smooth = medians(points);
  const stroke = { x: 'step', y: 'value', stroke: colour, curve: 'linear' } as const;
  return [
    ...(smooth === points ? [] : [lineY(points, { ...stroke, strokeWidth: 0.75, strokeOpacity: 0.35 })]),
    lineY(smooth, { ...stroke, strokeWidth: 2 }),
    text(smooth.slice(-1), {
      x: 'step',
      y: 'value',
      text: () => name,
      fill: colour,
      textAnchor: 'start',
      dx: 6,
      dy,
      fontWeight: 600,
    }),
  ];
}

function medians(points: readonly TrainingPoint[]): readonly TrainingPoint[] {
  if (points.length <= mostPoints) return points;
  const stretch = Math.ceil(points.length / mostPoints);
  return Array.from({ length: Math.ceil(points.length / stretch) }, (_, i) => {
    const own = points.slice(i * stretch, (i + 1) * stretch);
    const sorted = own.map(({ value }) => value).sort((a, b) => a - b);
    return { step: own[own.length >> 1]!.step, value: sorted[sorted.length >> 1]! };
  });
}

function lastOf(values: Float64Array): number {
  return values.filter(Number.isFinite).at(-1) ?? Number.NaN;
}
