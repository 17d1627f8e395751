/** Arrays that an optimiser keeps of past gradients, by name: one number a parameter each. */
export type Moments = Readonly<Record<string, Float64Array>>;

/** A rule that changes parameters by gradients. What it remembers lies in arrays that its driver holds, copies and packs. */
export interface Optimiser {
  /** Memory before the first step. */
  begin(parameterCount: number): Moments;
  /**
   * One step, in place. O(parameters), allocates nothing.
   *
   * @param step - From 1: steps that this memory has seen, this one included.
   * @param share - Of the optimiser's own rate: what the schedule says, ≥ 0.
   */
  update(parameters: Float64Array, gradient: Float64Array, moments: Moments, step: number, share: number): void;
}

export interface AdamSettings {
  /** α, > 0. */
  readonly rate: number;
  /** Memory of the gradient and of its square, in [0, 1). */
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Decoupled weight decay: each step takes away the share rate · decay of every parameter. */
  readonly decay: number;
}

/**
 * Adam with its weight decay apart from the gradient.
 * @see Kingma & Ba, ICLR 2015, arXiv:1412.6980; Loshchilov & Hutter, ICLR 2019, arXiv:1711.05101, for the decay.
 */
export function adam({ rate, beta1, beta2, epsilon, decay }: AdamSettings): Optimiser {
  return {
    begin: (count) => ({ mean: new Float64Array(count), square: new Float64Array(count) }),
    update: (parameters, gradient, { mean, square }, step, share) => {
      const first = mean!;
      const second = square!;
      const stepSize = (share * rate) / (1 - beta1 ** step);
      const correction = 1 / (1 - beta2 ** step);
      const kept = 1 - share * rate * decay;
      for (let i = 0; i < parameters.length; i++) {
        const slope = gradient[i]!;
        const m = beta1 * first[i]! + (1 - beta1) * slope;
        const v = beta2 * second[i]! + (1 - beta2) * slope * slope;
        first[i] = m;
        second[i] = v;
        parameters[i] = kept * parameters[i]! - (stepSize * m) / (Math.sqrt(v * correction) + epsilon);
      }
    },
  };
}

export interface DescentSettings {
  /** > 0. */
  readonly rate: number;
  /** Share of the last step that is taken again, in [0, 1). */
  readonly momentum: number;
  /** Look ahead by the momentum before the gradient counts. */
  readonly nesterov: boolean;
  /** Decoupled weight decay, as of {@link AdamSettings.decay}. */
  readonly decay: number;
}

/**
 * Stochastic gradient descent with momentum: u ← μu + g, θ ← θ − rate · u; Nesterov's takes g + μu in place of u.
 * @see Robbins & Monro, Ann. Math. Stat. 22, 400 (1951); Polyak, USSR Comput. Math. Math. Phys. 4, 1 (1964);
 *   Sutskever et al., ICML 2013, for Nesterov's.
 */
export function stochasticDescent({ rate, momentum, nesterov, decay }: DescentSettings): Optimiser {
  return {
    begin: (count) => ({ velocity: new Float64Array(count) }),
    update: (parameters, gradient, { velocity }, _step, share) => {
      const past = velocity!;
      const stepSize = share * rate;
      const kept = 1 - stepSize * decay;
      for (let i = 0; i < parameters.length; i++) {
        const u = momentum * past[i]! + gradient[i]!;
        past[i] = u;
        parameters[i] = kept * parameters[i]! - stepSize * (nesterov ? gradient[i]! + momentum * u : u);
      }
    },
  };
}

/** √Σ gᵢ²; +Infinity where the squares overflow. */
export function norm(gradient: Float64Array): number {
  let squares = 0;
  for (let i = 0; i < gradient.length; i++) squares += gradient[i]! * gradient[i]!;
  return Math.sqrt(squares);
}

/**
 * Shortens a gradient to a length, in place; shorter ones stay.
 * @see Pascanu, Mikolov & Bengio, ICML 2013, arXiv:1211.5063.
 */
export function clipByNorm(gradient: Float64Array, length: number, most: number): void {
  if (!(length > most)) return;
  const share = most / length;
  for (let i = 0; i < gradient.length; i++) gradient[i]! *= share;
}

/** Adds parameters to an exponential average that began at 0: a ← κa + (1 − κ)θ, in place. */
export function addToAverage(average: Float64Array, parameters: Float64Array, keep: number): void {
  for (let i = 0; i < average.length; i++) average[i] = keep * average[i]! + (1 - keep) * parameters[i]!;
}

/** The exponential average of `step` ≥ 1 vectors, without the bias of its beginning at 0. */
export function averageOf(average: Float64Array, keep: number, step: number): Float64Array {
  const correction = 1 / (1 - keep ** step);
  return average.map((value) => value * correction);
}
