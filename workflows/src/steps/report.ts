import { defineStep, type Step, type StepContext, type StepOutcome, type StepProgress } from '@basin/core';
import { z } from 'zod';
import type { ReportContent } from '../report/report-content.js';

interface ReportOptions {
  readonly file: string;
  readonly title?: string | undefined;
  readonly designs?: string | undefined;
  readonly before?: string | undefined;
  readonly show: number;
  readonly overwrite: boolean;
}

/** The result, told to people. */
export const report = defineStep<ReportOptions>({
  name: 'report',
  summary: 'Tells what was asked, what came out and why, on one HTML page',
  details:
    'The page needs nothing beside it: no script, no network. It shows the composition in words, the best candidates with drawings and ' +
    'the cost of every term, candidates that differ, how properties changed from the start, the hardest trade-off, how the sampler went, ' +
    'bad rows, and everything that the result is a function of. Of draws it shows their certificate, the energy landscape, how each ' +
    'quantity is distributed, some samples and the traces of the chains; of `log-partition` steps, their estimates side by side. ' +
    '`designs` names the step whose table holds the designs (otherwise the first with energies), `before` one to compare with ' +
    '(otherwise the start of the sampling), `show` how many candidates are shown. ' +
    'Take from the sampling step itself to see how it went, and from a diverse selection to see its choice.',
  options: z.strictObject({
    file: z
      .string()
      .regex(/\.html?$/, { error: 'a report is a web page: its file name ends in .html' })
      .default('report.html')
      .describe('name of the page; beside the run record'),
    title: z.string().min(1).optional().describe('headline; that of the workflow when absent'),
    designs: z.string().min(1).optional().describe('step whose table holds the designs'),
    before: z.string().min(1).optional().describe('step to compare the designs with'),
    show: z.int().positive().max(200).default(12).describe('candidates to show'),
    overwrite: z.boolean().default(false).describe('whether to replace a file that Basin did not write'),
  }),
  example: { title: 'Lead-like molecules', show: 12 },
  inputs: { minimum: 1, maximum: 64 },
  energy: 'none',
  filesRead: () => [],
  filesWritten: ({ file }) => [file],
  mayReplace: ({ file, overwrite }) => (overwrite ? [file] : []),
  table: 'none',
  inputsNamed: ({ designs, before }) => [
    ...(designs === undefined ? [] : [{ path: ['designs'], input: designs }]),
    ...(before === undefined ? [] : [{ path: ['before'], input: before }]),
  ],
  create: (options): Step => ({ run: (context) => runReport(context, options) }),
});

/** Draws of all steps, or designs. */
function rowsTold({ draws, answer }: ReportContent): number {
  return draws.reduce((sum, { drawCount }) => sum + drawCount, 0) || (answer?.designCount ?? 0);
}

async function* runReport(context: StepContext, options: ReportOptions): AsyncGenerator<StepProgress, StepOutcome> {
  // Charts and drawings weigh a third of a second at start, which only this step should pay.
  const { collectContent } = await import('../report/collect-content.js');
  const { renderReport } = await import('../report/render-report.js');
  const content = await collectContent(context, options);
  yield { done: 1, total: 2, unit: 'parts' };
  const { bytes } = await context.files.writeText(options.file, renderReport(content));
  yield { done: 2, total: 2, unit: 'parts' };
  return {
    badRows: 0,
    rowsRead: rowsTold(content),
    summary: { file: options.file, bytes },
  };
}
