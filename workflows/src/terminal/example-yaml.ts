import type { Definition, ProposalDefinition, Registry } from '@basin/core';
import { Document, isCollection, visit } from 'yaml';

/** Maps and lists this deep, and no longer than this, stand on one line. */
const flowDepth = 3;
const flowLength = 80;

/**
 * A working use of an extension as a workflow file gives it, ready to paste: the literal's own example, at the place
 * in the file where extensions of its point stand.
 */
export function exampleYaml(definition: Definition, registry: Registry): string {
  const document = new Document(withRegisteredProposals(atItsPlace(definition, registry), registry));
  const flowFrom = definition.$$type === 'basin/proposal' ? 1 : flowDepth - 1;
  visit(document, {
    Collection: (_key, node, path) => {
      const depth = path.filter(isCollection).length;
      if (depth >= flowFrom && JSON.stringify(node).length <= flowLength) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0 }).trimEnd();
}

function atItsPlace(definition: Definition, registry: Registry): unknown {
  const use = reference(definition);
  switch (definition.$$type) {
    case 'basin/space':
      return { space: use };
    case 'basin/energy':
      return { energies: { [shortName(definition.name)]: energyUse(definition, registry) } };
    case 'basin/objective':
      return { energies: { wanted: { property: propertyName(registry), objective: use } } };
    case 'basin/proposal':
      return { [proposalKey(definition as unknown as ProposalDefinition)]: use };
    case 'basin/kernel':
      return { sampler: { chains: { kernel: use } } };
    case 'basin/sampler':
      return { sampler: use };
    case 'basin/partition':
      return { steps: { 'log-z': { step: 'log-partition', energy: 'wanted', method: use } } };
    case 'basin/trainer':
      return { steps: { fit: trainerUse(definition) } };
    case 'basin/encoder':
      return { encoder: use };
    case 'basin/engine':
      return { engine: use };
    case 'basin/format':
      return { format: use };
    case 'basin/step':
      return { steps: { [shortName(definition.name)]: stepUse(definition) } };
  }
}

/** The key by which samplers take a proposal. */
function proposalKey(definition: ProposalDefinition): string {
  if (definition.role === 'reversible') return 'proposal';
  return definition.parentCount === 1 ? 'mutation' : 'crossover';
}

const placeholder = /^plugin\/(proposal|mutation|crossover)$/;

/** Puts registered proposals of one space in place of `plugin/proposal`, `plugin/mutation` and `plugin/crossover`. */
function withRegisteredProposals(value: unknown, registry: Registry): unknown {
  const needed = new Set(JSON.stringify(value).match(/(?<="plugin\/)(proposal|mutation|crossover)(?=")/g));
  if (needed.size === 0) return value;
  const proposals = registry.definitions('proposal') as unknown as readonly ProposalDefinition[];
  // Those of a plugin that was loaded are nearer to what the reader works on than core's own.
  const isOfPlugin = ({ name }: ProposalDefinition): number => (name.includes('/') ? 1 : 0);
  const nearest = proposals.toSorted((a, b) => isOfPlugin(b) - isOfPlugin(a));
  for (const space of new Set(nearest.map((proposal) => proposal.space))) {
    const offered = proposals.filter((proposal) => proposal.space === space).toReversed();
    const uses = new Map(offered.map((proposal) => [proposalKey(proposal), reference(proposal as Definition)]));
    if ([...needed].every((key) => uses.has(key))) return replaced(value, uses);
  }
  return value;
}

function replaced(value: unknown, uses: ReadonlyMap<string, unknown>): unknown {
  if (typeof value === 'string') return uses.get(placeholder.exec(value)?.[1] ?? '') ?? value;
  if (Array.isArray(value)) return value.map((inner) => replaced(inner, uses));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaced(inner, uses)]));
}

/** `name` where it needs no options, else `{ name: options }`. */
function reference({ name, example }: Definition): unknown {
  return example === undefined || isEmpty(example) ? name : { [name]: example };
}

function energyUse(definition: Definition, registry: Registry): unknown {
  const { role } = definition as Definition & { readonly role?: string };
  if (role !== 'property') return { energy: reference(definition) };
  const [objective] = registry.definitions('objective');
  return { property: reference(definition), objective: objective === undefined ? 'between' : reference(objective) };
}

function propertyName(registry: Registry): string {
  const properties = registry
    .definitions('energy')
    .filter((definition) => (definition as { role?: string }).role === 'property');
  const ofPlugin = properties.find(({ name }) => name.includes('/'));
  return (ofPlugin ?? properties[0])?.name ?? 'molecules/log-p';
}

function trainerUse(definition: Definition): unknown {
  const { targets } = definition as Definition & { readonly targets?: string };
  const target = targets === 'required' ? { target: 'energy' } : {};
  return {
    step: 'train',
    from: 'the-step-before',
    energy: 'wanted',
    trainer: reference(definition),
    ...target,
    epochs: 20,
  };
}

/** A step's options stand beside its name, with what it can take from and its energy. */
function stepUse(definition: Definition): unknown {
  const { inputs, energy } = definition as Definition & { inputs?: { maximum: number }; energy?: string };
  return {
    step: definition.name,
    ...((inputs?.maximum ?? 0) > 0 ? { from: 'the-step-before' } : {}),
    ...(energy === 'required' ? { energy: 'wanted' } : {}),
    ...(typeof definition.example === 'object' ? definition.example : {}),
  };
}

function shortName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
