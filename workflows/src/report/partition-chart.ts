import { axisX, axisY, dot, link, type Markish, text } from '@observablehq/plot';
import { chart } from './chart.js';
import type { Bound, PartitionResult } from './draws-content.js';
import { estimateWords } from './figure-words.js';
import type { Html } from './html.js';

const rowHeight = 46;

/** Estimates of ln Z below each other: value, twice its standard error, and below it the bounds in expectation with theirs. */
export function partitionChart(results: readonly PartitionResult[]): Html {
  const ends = results.flatMap(({ logPartition, standardError, low, high }) =>
    [
      logPartition,
      logPartition - 2 * standardError,
      logPartition + 2 * standardError,
      ...boundEnds(low),
      ...boundEnds(high),
    ].filter((end): end is number => end !== undefined && Number.isFinite(end)),
  );
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const margin = 0.08 * (most - least) || Math.max(1e-6, 0.01 * Math.abs(least));
  const rows = results.filter(({ logPartition }) => Number.isFinite(logPartition));
  const bounds = rows.flatMap(({ step, low, high }) =>
    [low, high].flatMap((bound) => {
      const [from, to] = boundEnds(bound);
      return bound === undefined || from === undefined ? [] : [{ step, value: bound.value, from, to }];
    }),
  );
  const exact = rows.filter(({ standardError }) => standardError === 0);
  return chart(
    {
      width: 760,
      height: 60 + rowHeight * results.length,
      marginLeft: 20 + 7.6 * Math.max(...results.map(({ step }) => Math.min(28, step.length))),
      marginRight: 24,
      marginTop: 14,
      marginBottom: 42,
      x: { domain: [least - margin, most + margin] },
      y: { type: 'point', domain: results.map(({ step }) => step), padding: 0.7 },
      marks: [
        ...exact.slice(0, 1).map((result) => verticalAt(result.logPartition, results)),
        link(bounds, { x1: 'from', x2: 'to', y: 'step', dy: 9, stroke: 'var(--before)', strokeWidth: 5 }),
        dot(bounds, { x: 'value', y: 'step', dy: 9, r: 3, symbol: 'diamond', fill: 'var(--muted)' }),
        link(
          rows.filter(({ standardError }) => standardError > 0),
          {
            x1: (result: PartitionResult) => result.logPartition - 2 * result.standardError,
            x2: (result: PartitionResult) => result.logPartition + 2 * result.standardError,
            y: 'step',
            stroke: 'var(--after)',
            strokeWidth: 2.5,
          },
        ),
        dot(rows, { x: 'logPartition', y: 'step', r: 4.5, fill: 'var(--after)', stroke: 'var(--page)' }),
        text(rows, {
          x: 'logPartition',
          y: 'step',
          dy: -14,
          fill: 'var(--ink)',
          stroke: 'var(--page)',
          strokeWidth: 5,
          text: ({ logPartition, standardError }: PartitionResult) => estimateWords(logPartition, standardError),
        }),
        axisX({
          ticks: 5,
          tickSize: 4,
          stroke: 'var(--axis)',
          fill: 'var(--muted)',
          label: 'ln Z',
          labelAnchor: 'center',
          labelArrow: 'none',
          labelOffset: 36,
        }),
        axisY({ tickSize: 0, fill: 'var(--ink)', label: null }),
      ],
    },
    { label: partitionWords(results) },
  );
}

/** Twice the standard error on either side; nothing where there is no bound. */
function boundEnds(bound: Bound | undefined): readonly number[] {
  if (bound === undefined || !Number.isFinite(bound.value)) return [];
  const width = Number.isFinite(bound.error) ? 2 * bound.error : 0;
  return [bound.value - width, bound.value + width];
}

/** Where the exact value lies, through all rows. */
function verticalAt(x: number, results: readonly PartitionResult[]): Markish {
  const [first, last] = [results[0]!.step, results.at(-1)!.step];
  return link([{ x }], {
    x1: 'x',
    x2: 'x',
    y1: () => first,
    y2: () => last,
    stroke: 'var(--front)',
    strokeDasharray: '4 3',
  });
}

function partitionWords(results: readonly PartitionResult[]): string {
  const each = results.map(
    ({ step, logPartition, standardError }) => `${step} ${estimateWords(logPartition, standardError)}`,
  );
  return `ln Z: ${each.join('; ')}`;
}
