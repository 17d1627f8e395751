import { axisX, axisY, type Markish } from '@observablehq/plot';

/** The axes of a chart over steps: what a step is below, what is drawn at the side, its numbers as `tickFormat` writes them. */
export function courseAxes(stepName: string, label: string, tickFormat?: (value: number) => string): Markish[] {
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
      ...(tickFormat === undefined ? {} : { tickFormat }),
      labelArrow: 'none',
    }),
  ];
}
