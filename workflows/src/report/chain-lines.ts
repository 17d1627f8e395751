import { axisX, axisY } from '@observablehq/plot';

/** Chains that are drawn beside each other; more lines would hide each other. */
export const mostChains = 8;

/** Colour of a chain by its place; colours repeat after eight. */
export function chainColour(place: number): string {
  return `var(--term-${(place % 8) + 1})`;
}

/** Places of the chains that are drawn: all, or some spread over them. */
export function shownChains(count: number): readonly number[] {
  const shown = Math.min(count, mostChains);
  return Array.from({ length: shown }, (_, i) => Math.floor((i * count) / shown));
}

/** The axes of a small chart. */
export function smallAxes(
  ticks: { readonly x: number; readonly y: number },
  words: { readonly x?: string; readonly y?: string } = {},
): ReturnType<typeof axisX>[] {
  const common = { fill: 'var(--muted)', labelArrow: 'none' } as const;
  return [
    axisX({
      ...common,
      ticks: ticks.x,
      tickSize: 4,
      stroke: 'var(--axis)',
      label: words.x ?? null,
      labelAnchor: 'center',
      labelOffset: 32,
    }),
    axisY({ ...common, ticks: ticks.y, tickSize: 0, label: words.y ?? null }),
  ];
}
