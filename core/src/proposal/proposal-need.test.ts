import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { UnknownExtensionError } from '../errors/design-error.js';
import type { Definition } from '../extension/definition.js';
import { type DefinitionSource, optionsSchemaOf } from '../extension/reference.js';
import { metropolis } from '../kernel/metropolis-definition.js';
import { genetic } from '../sampler/genetic.js';
import { defineProposal, type ProposalDefinition } from './proposal-definition.js';

function unused(): never {
  throw new Error('not created here');
}

const common = { space: 'number', summary: 'Moves', options: z.strictObject({}), create: unused };
const proposals = [
  defineProposal({ ...common, name: 'test/flip', role: 'reversible' }),
  defineProposal({ ...common, name: 'test/shift', role: 'reversible' }),
  defineProposal({ ...common, name: 'test/mutate', role: 'variation', parentCount: 1 }),
  defineProposal({ ...common, name: 'test/cross', role: 'variation', parentCount: 2 }),
  defineProposal({ ...common, name: 'test/elsewhere', role: 'reversible', space: 'lump' }),
] as ProposalDefinition[];

/** A source of proposals alone; its contract speaks of definitions of every point, hence the casts. */
const source: DefinitionSource = {
  definitions: () => proposals as unknown as Definition[],
  definition: (point, name) => {
    const found = proposals.find((proposal) => proposal.name === name);
    if (found === undefined) throw new UnknownExtensionError(point, name, []);
    return found as unknown as Definition;
  },
};

function issuesOf(sampler: unknown, options: unknown): { path: PropertyKey[]; message: string }[] {
  const parsed = optionsSchemaOf(sampler as Definition, source).safeParse(options);
  return (parsed.error?.issues ?? []).map(({ path, message }) => ({ path, message }));
}

describe('what kernels and samplers need of a proposal', () => {
  it('metropolis takes reversible proposals only', () => {
    expect(issuesOf(metropolis, { proposal: 'test/flip' })).toEqual([]);
    expect(issuesOf(metropolis, { proposal: { 'test/mutate': {} } })).toEqual([
      {
        path: ['proposal', 'test/mutate'],
        message:
          "'test/mutate' is not a reversible proposal: the probability of its way back is unknown; there are test/flip, test/shift",
      },
    ]);
  });

  it('genetic takes one parent for a mutation, two for a crossover', () => {
    const options = { evaluations: 10, mutation: 'test/mutate', crossover: 'test/cross' };
    expect(issuesOf(genetic, options)).toEqual([]);
    expect(issuesOf(genetic, { ...options, mutation: 'test/flip' })).toEqual([]);
    expect(issuesOf(genetic, { ...options, mutation: 'test/cross', crossover: 'test/mutate' })).toEqual([
      {
        path: ['crossover'],
        message: "'test/mutate' is not a variation of two parents: it takes one parent; there is test/cross",
      },
      {
        path: ['mutation'],
        message:
          "'test/cross' is not a variation of one parent: it takes two parents; there are test/flip, test/shift, test/mutate",
      },
    ]);
  });
});
