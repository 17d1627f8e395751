import type { Differentiable } from '../energy/energy.js';
import { ConfigurationError } from '../errors/design-error.js';
import type { Rng } from '../numerics/rng.js';
import { type Continuous, isContinuous } from '../state/continuous.js';
import { addTo } from './add-to.js';
import { type Directional, differenceNote, directional, requireGradient } from './directional.js';
import { evenWeights } from './mean-energy.js';
import type { TrainingGradient, TrainingSet, TrainingSubject } from './trainer.js';
import type { TrainingSettings } from './training-options.js';

/** What is lowered beside what a trainer lowers. */
export class Regularisers<B> {
  readonly notes: readonly string[];
  readonly #subject: TrainingSubject<B>;
  readonly #settings: TrainingSettings['regularise'];
  readonly #penalty: { readonly slopes: Differentiable<B>; readonly directional: Directional<B> } | undefined;
  readonly #noisy: Continuous<B> | undefined;

  /** @throws {ConfigurationError} A penalty needs coordinates or gradients, and there are none. */
  constructor(subject: TrainingSubject<B>, settings: TrainingSettings['regularise']) {
    this.#subject = subject;
    this.#settings = settings;
    const { space, energy } = subject;
    if (settings.gradientPenalty > 0) {
      const slopes = requireGradient(energy, 'the gradient penalty');
      this.#penalty = { slopes, directional: directional(space, energy) };
    }
    if (settings.inputNoise > 0) this.#noisy = noisySpace(subject);
    this.notes = this.#penalty?.directional.isExact === false ? [differenceNote] : [];
  }

  /** The minibatch with noise on its coordinates, where that is wanted. Noise that leaves the bounds is not added. */
  noised(rng: Rng, minibatch: TrainingSet<B>): TrainingSet<B> {
    if (this.#noisy === undefined) return minibatch;
    const { axes, dimension } = this.#noisy;
    const from = this.#noisy.coordinates(minibatch.examples);
    const to = new Float64Array(from.length);
    rng.fillNormal(to);
    for (let i = 0; i < to.length; i++) {
      const x = from[i]! + this.#settings.inputNoise * to[i]!;
      const axis = i % dimension;
      const isInside = axes.periodic[axis] === 1 || (x >= axes.low[axis]! && x <= axes.high[axis]!);
      to[i] = isInside ? x : from[i]!;
    }
    return { ...minibatch, examples: this.#noisy.withCoordinates(minibatch.examples, to) };
  }

  /** Adds what the regularisers say to a trainer's gradient, in place. @returns Its figures and evaluations with theirs. */
  async add(minibatch: TrainingSet<B>, found: TrainingGradient<B>): Promise<TrainingGradient<B>> {
    const groups = [minibatch.examples, ...(found.modelStates === undefined ? [] : [found.modelStates])];
    const { energyMagnitude, gradientPenalty } = this.#settings;
    const figures: Record<string, number> = { ...found.figures };
    let { evaluations } = found;
    for (const states of groups) {
      if (energyMagnitude > 0) {
        const added = await this.#addMagnitude(states, found.gradient);
        figures.energyMagnitude = (figures.energyMagnitude ?? 0) + added;
        evaluations += 2 * this.#subject.space.size(states);
      }
      if (gradientPenalty > 0) {
        const added = await this.#addPenalty(states, found.gradient);
        figures.gradientPenalty = (figures.gradientPenalty ?? 0) + added;
        evaluations += 3 * this.#subject.space.size(states);
      }
    }
    return { ...found, figures, evaluations };
  }

  /** α ⟨E²⟩; its gradient is 2α ⟨E ∂E/∂θ⟩. */
  async #addMagnitude(states: B, gradient: Float64Array): Promise<number> {
    const { energy } = this.#subject;
    const energies = await energy.evaluate(states);
    const alpha = this.#settings.energyMagnitude / energies.length;
    const slope = await energy.parameterGradient(
      states,
      energies.map((value) => 2 * alpha * value),
    );
    addTo(gradient, slope);
    return energies.reduce((sum, value) => sum + alpha * value * value, 0);
  }

  /** λ ⟨|∇E|²⟩; its gradient is 2λ ⟨v·∂∇E/∂θ⟩ with v = ∇E held. */
  async #addPenalty(states: B, gradient: Float64Array): Promise<number> {
    const { slopes, directional: along } = this.#penalty!;
    const { gradient: directions, energy } = await slopes.evaluateWithGradient(states);
    const lambda = this.#settings.gradientPenalty / energy.length;
    const kept = directions.slice();
    const found = await along.along(states, kept, 1, evenWeights(energy.length, 2 * lambda));
    addTo(gradient, found.gradient);
    return kept.reduce((sum, slope) => sum + lambda * slope * slope, 0);
  }
}

function noisySpace<B>({ space }: TrainingSubject<B>): Continuous<B> {
  if (isContinuous(space)) return space;
  const message = `noise is added to coordinates, and a ${space.kind} has none`;
  throw new ConfigurationError([{ path: ['regularise', 'inputNoise'], message }]);
}
