import type { Rng } from '../numerics/rng.js';
import type { Variation } from '../proposal/proposal.js';
import type { StateSpace } from '../state/state-space.js';
import type { ParentDraw } from './selection.js';

/** How children are made of parents. */
export interface BreedingPlan<B> {
  /** Children attempted in a generation. */
  readonly offspring: number;
  /** Takes two parents; without it every child is a mutant of one. */
  readonly crossover: Variation<B> | undefined;
  readonly mutation: Variation<B>;
  /** Share of children made by mutation alone, in [0, 1]. */
  readonly mutationShare: number;
  /** Probability that a child of a crossover is mutated too, in [0, 1]. */
  readonly mutationRate: number;
}

/** Children, and the attempt each came from, ascending. */
interface Brood<B> {
  readonly batch: B;
  readonly attempts: Int32Array;
}

/** The parents of the attempts of one kind. */
interface Matings {
  readonly attempts: number[];
  readonly parents: number[];
  readonly partners: number[];
}

const drawLabel = 0;
const crossoverLabel = 1;
const mutantLabel = 2;
const secondMutationLabel = 3;

/**
 * One generation of children, in the order of their attempts; those whose variation failed are missing. Equal children may be
 * among them. The pool stays as it is.
 *
 * Attempt c draws its parents from `rng.split(0).split(c)`; the variations draw from `rng.split(1)` (crossovers), `split(2)`
 * (mutants) and `split(3)` (mutations after a crossover).
 */
export async function breed<B>(
  space: StateSpace<B>,
  plan: BreedingPlan<B>,
  rng: Rng,
  pool: B,
  drawParent: ParentDraw,
): Promise<B> {
  const { mutants, crossings, mutatedAfter } = plannedMatings(plan, rng.split(drawLabel), drawParent);
  const broods = [await vary(space, plan.mutation, rng.split(mutantLabel), pool, mutants)];
  if (plan.crossover !== undefined) {
    const crossed = await vary(space, plan.crossover, rng.split(crossoverLabel), pool, crossings);
    const [plain, chosen] = divided(space, crossed, mutatedAfter);
    broods.push(plain, await mutateAgain(space, plan.mutation, rng.split(secondMutationLabel), chosen));
  }
  return inOrderOfAttempts(space, broods);
}

function plannedMatings<B>(
  { offspring, crossover, mutationShare, mutationRate }: BreedingPlan<B>,
  rng: Rng,
  drawParent: ParentDraw,
): { mutants: Matings; crossings: Matings; mutatedAfter: Uint8Array } {
  const mutants: Matings = { attempts: [], parents: [], partners: [] };
  const crossings: Matings = { attempts: [], parents: [], partners: [] };
  const mutatedAfter = new Uint8Array(offspring);
  for (let attempt = 0; attempt < offspring; attempt++) {
    const draws = rng.split(attempt);
    const alone = draws.uniform() < mutationShare || crossover === undefined;
    const parent = drawParent(draws);
    const matings = alone ? mutants : crossings;
    matings.attempts.push(attempt);
    matings.parents.push(parent);
    matings.partners.push(alone ? parent : drawParent(draws));
    mutatedAfter[attempt] = draws.uniform() < mutationRate ? 1 : 0;
  }
  return { mutants, crossings, mutatedAfter };
}

async function vary<B>(
  space: StateSpace<B>,
  variation: Variation<B>,
  rng: Rng,
  pool: B,
  { attempts, parents, partners }: Matings,
): Promise<Brood<B>> {
  if (attempts.length === 0) return { batch: space.take(pool, new Int32Array(0)), attempts: new Int32Array(0) };
  const offspring = await variation.vary(
    rng,
    space.take(pool, Int32Array.from(parents)),
    space.take(pool, Int32Array.from(partners)),
  );
  return { batch: offspring.batch, attempts: offspring.parents.map((mating) => attempts[mating]!) };
}

async function mutateAgain<B>(
  space: StateSpace<B>,
  mutation: Variation<B>,
  rng: Rng,
  { batch, attempts }: Brood<B>,
): Promise<Brood<B>> {
  const rows = Array.from(attempts.keys());
  return vary(space, mutation, rng, batch, { attempts: Array.from(attempts), parents: rows, partners: rows });
}

/** The children of unmarked attempts, and those of marked ones. */
function divided<B>(
  space: StateSpace<B>,
  { batch, attempts }: Brood<B>,
  marked: Uint8Array,
): readonly [Brood<B>, Brood<B>] {
  const part = (mark: number): Brood<B> => {
    const rows = Int32Array.from(attempts.keys()).filter((row) => marked[attempts[row]!] === mark);
    return { batch: space.take(batch, rows), attempts: rows.map((row) => attempts[row]!) };
  };
  return [part(0), part(1)];
}

function inOrderOfAttempts<B>(space: StateSpace<B>, broods: readonly Brood<B>[]): B {
  const attempts = broods.flatMap((brood) => Array.from(brood.attempts));
  const order = Int32Array.from(attempts.keys()).sort((a, b) => attempts[a]! - attempts[b]! || a - b);
  return space.take(space.concat(broods.map(({ batch }) => batch)), order);
}
