import { boolean, string } from '@oclif/core/flags';

/** Options that commands on workflow files share. */
export const setFlag = string({
  summary:
    'Set a value of the file for this time, such as --set seed=7 or --set steps.designs.count=50; may be repeated',
  multiple: true,
  multipleNonGreedy: true,
  helpValue: 'path=value',
});

/** Which steps to run, and whether results from before count. */
export const selectionFlags = {
  from: string({ summary: 'Run this step and those behind it anew', helpValue: 'STEP' }),
  until: string({ summary: 'Run no further than this step', helpValue: 'STEP' }),
  force: boolean({ summary: 'Run every step anew, also where nothing changed' }),
};

/** The selection as planning and running take it. */
export function selectionOf(flags: {
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly force: boolean;
}): {
  readonly from?: string;
  readonly until?: string;
  readonly force: boolean;
} {
  return {
    force: flags.force,
    ...(flags.from === undefined ? {} : { from: flags.from }),
    ...(flags.until === undefined ? {} : { until: flags.until }),
  };
}
