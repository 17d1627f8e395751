import {
  ConfigurationError,
  type EnergyExpression,
  type StateSpace,
  type StepContext,
  type StepInput,
  type Table,
  UnknownExtensionError,
} from '@basin/core';
import { stepFault } from '../steps/step-fault.js';
import { expressionOf, type TermColumn, termsOf } from '../steps/term-columns.js';
import type { WantedRegion } from './report-content.js';
import { type DescribeObjective, wantedRegions } from './wanted-regions.js';

/** What a report is asked to be about. */
export interface ReportRequest {
  readonly title?: string | undefined;
  /** Input that holds the designs; the first with energies where it is not named. */
  readonly designs?: string | undefined;
  /** Input that the designs are compared with; the designs' own start where it is not named. */
  readonly before?: string | undefined;
  /** Candidates to show. */
  readonly show: number;
}

/** The tables that a report is made of, and what they say of their energy. */
export interface ReportSource {
  readonly designs: StepInput;
  readonly before: Table | undefined;
  readonly trace: { readonly step: string; readonly table: Table } | undefined;
  /** An input whose rows were chosen to differ. */
  readonly diverse: StepInput | undefined;
  readonly inputs: readonly StepInput[];
  readonly expression: EnergyExpression | undefined;
  readonly terms: readonly TermColumn[];
  readonly describe: DescribeObjective;
  readonly wanted: ReadonlyMap<string, WantedRegion>;
  /** Undefined where the workflow has none. */
  readonly space: StateSpace<unknown> | undefined;
}

/** @throws {ConfigurationError} An input that was named is not there. */
export async function reportSource(context: StepContext, request: ReportRequest): Promise<ReportSource> {
  const { inputs } = context;
  const named = (option: 'designs' | 'before'): StepInput | undefined => {
    const name = request[option];
    if (name === undefined) return undefined;
    const input = inputs.find((candidate) => candidate.name === name);
    if (input !== undefined) return input;
    const names = inputs.map((candidate) => candidate.name).join(', ');
    throw stepFault(context.name, [option], `'${name}' is no step that this one takes from; there are: ${names}`);
  };
  const designs = named('designs') ?? inputs.find((input) => hasColumn(input, 'energy')) ?? inputs[0]!;
  const traced = [designs, ...inputs].find(({ side }) => side.has('trace'));
  const expression = expressionOf(designs.table.schema);
  const describe = describeOrNone(context);
  return {
    designs,
    before: named('before')?.table ?? [designs, ...inputs].find(({ side }) => side.has('start'))?.side.get('start'),
    trace: traced === undefined ? undefined : { step: traced.name, table: traced.side.get('trace')! },
    diverse: inputs.find((input) => input !== designs && hasColumn(input, 'nearest')),
    inputs,
    expression,
    terms: termsOf(designs.table.schema),
    describe,
    wanted: wantedRegions(expression, describe),
    space: await spaceOrNone(context),
  };
}

function hasColumn({ table }: StepInput, column: string): boolean {
  return table.schema.fields.some(({ name }) => name === column);
}

/** A table may come from another workflow, whose plugins are not at hand. */
function describeOrNone(context: StepContext): DescribeObjective {
  return (reference) => {
    try {
      return context.describeObjective(reference);
    } catch (error) {
      if (error instanceof UnknownExtensionError) return undefined;
      throw error;
    }
  };
}

async function spaceOrNone(context: StepContext): Promise<StateSpace<unknown> | undefined> {
  try {
    return await context.space();
  } catch (error) {
    if (error instanceof ConfigurationError) return undefined;
    throw error;
  }
}
