import { axisX, axisY, dot, link, type Markish, text } from '@observablehq/plot';
import { chart } from './chart.js';
import type { PartitionResult } from './draws-content.js';
import { estimateWords } from './figure-words.js';
import type { Html } from './html.js';

const rowHeight = 46;

/** Estimates of ln Z below each other: value, twice its standard error, and the bracket. */
export function partitionChart(results: readonly PartitionResult[]): Html {
  const ends = results.flatMap(({ logPartition, standardError, low, high }) =>
    [logPartition, logPartition - 2 * standardError, logPartition + 2 * standardError, low, high].filter(
      (end): end is number => end !== undefined && Number.isFinite(end),
    ),
  );
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const margin = 0.08 * (most - least) || Math.max(1e-6, 0.01 * Math.abs(least));
  const rows = results.filter(({ logPartition }) => Number.isFinite(logPartition));
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
        link(
          rows.filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high)),
          { x1: 'low', x2: 'high', y: 'step', stroke: 'var(--before)', strokeWidth: 9, strokeLinecap: 'round' },
        ),
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
