/** What of a step its place in the order follows from. */
export interface OrderedStep {
  readonly name: string;
  readonly from: readonly string[];
  /** Steps that trained its energies. */
  readonly trainedBy: readonly string[];
}

/** All that a step waits for: those that it takes from, and those that trained its energies. */
export function stepsBefore<S extends Pick<OrderedStep, 'from' | 'trainedBy'>>({
  from,
  trainedBy,
}: S): readonly string[] {
  return [...new Set([...from, ...trainedBy])];
}

/**
 * The steps so that each comes after all that it waits for; among those that could come next, the first in the file.
 *
 * @returns The order, and the names that no order can hold because they wait for each other.
 */
export function orderSteps<S extends OrderedStep>(steps: readonly S[]): { ordered: S[]; circular: readonly string[] } {
  const names = new Set(steps.map(({ name }) => name));
  const placed = new Set<string>();
  const ordered: S[] = [];
  let waiting = [...steps];
  for (;;) {
    const next = waiting.find((step) => stepsBefore(step).every((name) => placed.has(name) || !names.has(name)));
    if (next === undefined) return { ordered, circular: waiting.map(({ name }) => name) };
    ordered.push(next);
    placed.add(next.name);
    waiting = waiting.filter((step) => step !== next);
  }
}

/** One circle among the waiting steps: names, each waiting for the next, the last for the first. */
export function circleAmong(steps: readonly OrderedStep[], circular: readonly string[]): readonly string[] {
  const byName = new Map(steps.map((step) => [step.name, step]));
  const trail: string[] = [];
  let here = circular[0];
  while (here !== undefined && !trail.includes(here)) {
    trail.push(here);
    const before = byName.get(here);
    here = before && stepsBefore(before).find((name) => circular.includes(name));
  }
  return here === undefined ? trail : trail.slice(trail.indexOf(here));
}
