import type { Rng } from '../numerics/rng.js';
import { addTo } from './add-to.js';
import { contrast } from './contrast.js';
import { differenceNote } from './directional.js';
import { type EntropySettings, EntropyTerm } from './entropy-term.js';
import { meanEnergy } from './mean-energy.js';
import type { ModelChainSettings, MovedChains } from './model-chains.js';
import type { TrainingGradient, TrainingSubject } from './trainer.js';

export interface ContrastiveSettings extends ModelChainSettings {
  readonly entropy?: EntropySettings | undefined;
}

/** What examples and the states of moved chains teach together. */
export interface Contrasted<B> extends TrainingGradient<B> {
  /** The states that stand for the model. */
  readonly modelStates: B;
}

/**
 * What contrastive divergence and its persistent form do with chains that were moved: {@link contrast}, and {@link EntropyTerm}
 * where it is asked for.
 */
export class ChainContrast<B> {
  readonly #subject: TrainingSubject<B>;
  readonly #entropy: EntropyTerm<B> | undefined;
  readonly #entropySettings: EntropySettings | undefined;

  /** @throws {ConfigurationError} The entropy term cannot be used on the subject. */
  constructor(subject: TrainingSubject<B>, { entropy }: ContrastiveSettings) {
    this.#subject = subject;
    this.#entropySettings = entropy;
    this.#entropy = entropy === undefined ? undefined : new EntropyTerm(subject, entropy);
  }

  /** What is to be said of how the gradient is found. */
  get notes(): readonly string[] {
    return this.#entropy?.isExact === false ? [differenceNote] : [];
  }

  /**
   * @param dataEnergy - Mean energy of the examples, for the figures.
   * @param others - States among which neighbours of the chains' states are looked for; see {@link EntropyTerm.stepped}.
   * @remarks One call of the energy for examples and model, and those of the entropy term.
   */
  async of(
    rng: Rng,
    examples: B,
    moved: MovedChains<B>,
    dataEnergy: number,
    others: (states: B) => B,
  ): Promise<Contrasted<B>> {
    const { batch, energy } = moved.state;
    const stepped = await this.#entropy?.stepped(rng, batch, others(batch));
    const modelStates = stepped?.states ?? batch;
    const gradient = (await contrast(this.#subject, examples, modelStates)).slice();
    if (stepped !== undefined) addTo(gradient, stepped.gradient, this.#entropySettings!.weight);
    const exampleCount = this.#subject.space.size(examples);
    return {
      gradient,
      figures: {
        dataEnergy,
        ...(stepped === undefined ? {} : { entropy: stepped.entropy }),
        modelEnergy: meanEnergy(energy),
        acceptanceRate: moved.acceptanceRate,
      },
      evaluations: (stepped?.evaluations ?? 0) + exampleCount + energy.length,
      modelStates,
    };
  }
}
