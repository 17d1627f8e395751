import { ConfigurationError, InvalidStateError, NonFiniteEnergyError } from '../errors/design-error.js';
import { areFinite } from '../numerics/finite.js';
import type { Rng } from '../numerics/rng.js';
import { divergenceOf, nothingSeen, withStep } from './divergence.js';
import { Minibatches } from './minibatches.js';
import { addToAverage, averageOf, clipByNorm, norm, type Optimiser } from './optimiser.js';
import { rateShare } from './rate-schedule.js';
import { Regularisers } from './regularise.js';
import type { Standing } from './standing.js';
import type { Trainer, TrainingGradient, TrainingSet } from './trainer.js';
import type { TrainingProblem } from './training.js';
import { optimiserOf, scheduleOf, type TrainingSettings } from './training-options.js';

/** Branches of the stream of a training run. */
const branches = { init: 0, order: 1, step: 2, heldOut: 3, noise: 4 } as const;

/** Examples whose energies are looked at together before the first step. */
const blockSize = 1024;

/** A step that was done, or why it could not be. */
export type Attempt<S> =
  | { readonly standing: Standing<S>; readonly figures: Readonly<Record<string, number>>; readonly evaluations: number }
  | { readonly divergence: string; readonly evaluations: number };

/** How steps of training are done: everything that does not change on the way. The energy holds the parameters of the last one. */
export class TrainingRun<S, B> {
  readonly trainer: Trainer<S, B>;
  readonly minibatches: Minibatches;
  readonly stepCount: number;
  readonly notes: readonly string[];
  readonly #problem: TrainingProblem<B>;
  readonly #settings: TrainingSettings;
  readonly #optimiser: Optimiser;
  readonly #regularisers: Regularisers<B>;

  /** @throws {ConfigurationError} There are no examples, or what was asked for cannot be done with this energy. */
  constructor(problem: TrainingProblem<B>, trainer: Trainer<S, B>, settings: TrainingSettings) {
    const exampleCount = problem.space.size(problem.set.examples);
    if (exampleCount === 0) throw refusal([], 'there are no examples to learn from');
    this.trainer = trainer;
    this.#problem = problem;
    this.#settings = settings;
    this.#optimiser = optimiserOf(settings.optimiser);
    this.#regularisers = new Regularisers(problem, settings.regularise);
    this.minibatches = new Minibatches(problem.rng.split(branches.order), exampleCount, settings.batch);
    this.stepCount = settings.steps ?? this.minibatches.stepsOf(settings.epochs ?? 1);
    const isBlind = problem.heldOut !== undefined && trainer.heldOut === undefined;
    if (settings.heldOut.patience !== undefined && (isBlind || problem.heldOut === undefined)) {
      const reason = isBlind ? 'the trainer has no figure for them' : 'there are no held-out examples';
      throw refusal(['heldOut', 'patience'], `held-out examples cannot tell when to stop: ${reason}`);
    }
    const blind = isBlind ? ['the trainer has no figure for held-out examples: they were not looked at'] : [];
    this.notes = [...new Set([...trainer.notes, ...this.#regularisers.notes, ...blind])];
  }

  /** @throws {InvalidStateError} The energy of an example is not finite. */
  async begin(): Promise<{ readonly standing: Standing<S>; readonly evaluations: number }> {
    const { energy, rng } = this.#problem;
    const checked = await this.#checkExamples();
    const { state, own, evaluations } = await this.trainer.init(rng.split(branches.init));
    const parameters = new Float64Array(energy.parameterCount + own.length);
    parameters.set(energy.parameters());
    parameters.set(own, energy.parameterCount);
    const average = new Float64Array(this.#settings.average === undefined ? 0 : parameters.length);
    const moments = this.#optimiser.begin(parameters.length);
    const standing = { step: 0, parameters, moments, average, trainer: state, seen: nothingSeen };
    return { standing, evaluations: checked + evaluations };
  }

  /** The step after `from`, whose memory it takes over. @param attempt - Times that training went back: noise is another, and the rate smaller. */
  async attempt(from: Standing<S>, attempt: number): Promise<Attempt<S>> {
    let found: readonly [S, TrainingGradient<B>];
    try {
      found = await this.#gradient(from, attempt);
    } catch (error) {
      // Chains that ran to states without an energy: the parameters are at fault, and older ones may do.
      if (error instanceof NonFiniteEnergyError) return { divergence: error.message, evaluations: 0 };
      throw error;
    }
    const [trainer, { gradient, figures: ofTrainer, evaluations }] = found;
    const length = norm(gradient);
    const divergence = divergenceOf(from.seen, length, ofTrainer, this.#settings.recovery.explosion);
    if (divergence !== undefined) return { divergence, evaluations };
    const { clip, recovery } = this.#settings;
    if (clip !== undefined) clipByNorm(gradient, length, clip);
    const step = from.step + 1;
    const share = rateShare(scheduleOf(this.#settings.schedule), step, this.stepCount) * recovery.slowDown ** attempt;
    const { parameters, moments } = from;
    this.#optimiser.update(parameters, gradient, moments, step, share);
    if (!areFinite(parameters)) return { divergence: 'a parameter is no longer finite', evaluations };
    this.adopt(parameters);
    const seen = withStep(from.seen, length, ofTrainer);
    const figures = { ...ofTrainer, gradientNorm: length, rate: share * this.#rate() };
    const standing = { step, parameters, moments, average: this.#averaged(from, parameters), trainer, seen };
    return { standing, figures, evaluations };
  }

  /** Gives the energy the parameters. */
  adopt(parameters: Float64Array): void {
    const { energy } = this.#problem;
    energy.setParameters(parameters.subarray(0, energy.parameterCount));
  }

  /** A copy of the parameters that would be kept of a standing: averaged, where an average is kept. */
  kept({ average, parameters, step }: Standing<S>): Float64Array {
    const { average: keep } = this.#settings;
    return keep === undefined || step === 0 ? parameters.slice() : averageOf(average, keep, step);
  }

  /** What the trainer says of the held-out examples. Undefined where there are none, or it says nothing. */
  async look(standing: Standing<S>): Promise<number | undefined> {
    const { heldOut, rng, energy } = this.#problem;
    if (heldOut === undefined || this.trainer.heldOut === undefined) return undefined;
    const kept = this.kept(standing);
    this.adopt(kept);
    const own = kept.slice(energy.parameterCount);
    const figure = await this.trainer.heldOut(rng.split(branches.heldOut), standing.trainer, heldOut, own);
    this.adopt(standing.parameters);
    return figure;
  }

  async #gradient(from: Standing<S>, attempt: number): Promise<readonly [S, TrainingGradient<B>]> {
    const { rng, energy } = this.#problem;
    const step = from.step + 1;
    const at = (branch: number): Rng => rng.split(branch).split(attempt).split(step);
    const minibatch = this.#regularisers.noised(at(branches.noise), this.#minibatch(step));
    const own = from.parameters.slice(energy.parameterCount);
    const [state, found] = await this.trainer.step(at(branches.step), from.trainer, minibatch, own);
    return [state, await this.#regularisers.add(minibatch, found)];
  }

  #minibatch(step: number): TrainingSet<B> {
    const { space, set } = this.#problem;
    const numbers = this.minibatches.rows(step);
    const examples = space.take(set.examples, numbers);
    const { targets } = set;
    return targets === undefined
      ? { examples, numbers }
      : { examples, numbers, targets: Float64Array.from(numbers, (number) => targets[number]!) };
  }

  #averaged({ average }: Standing<S>, parameters: Float64Array): Float64Array {
    const { average: keep } = this.#settings;
    if (keep === undefined) return average;
    addToAverage(average, parameters, keep);
    return average;
  }

  #rate(): number {
    const { adam, sgd } = this.#settings.optimiser;
    return (adam ?? sgd)!.rate;
  }

  async #checkExamples(): Promise<number> {
    const { space, set, energy } = this.#problem;
    const count = space.size(set.examples);
    for (let first = 0; first < count; first += blockSize) {
      const rows = Int32Array.from({ length: Math.min(blockSize, count - first) }, (_, i) => first + i);
      const energies = await energy.evaluate(space.take(set.examples, rows));
      const wrong = energies.findIndex((value) => !Number.isFinite(value));
      if (wrong < 0) continue;
      const message = `the energy that is to be learned is ${energies[wrong]} at this example; it must be finite at all of them`;
      throw new InvalidStateError(first + wrong, message);
    }
    return count;
  }
}

function refusal(path: readonly string[], message: string): ConfigurationError {
  return new ConfigurationError([{ path, message }]);
}
