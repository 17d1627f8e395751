/** Two values of an option, other options that must be given for them to matter, and where that can be seen. */
export interface OptionPair {
  readonly values: readonly [unknown, unknown];
  readonly with?: Readonly<Record<string, unknown>>;
  /** The first of the two must be refused. */
  readonly refused?: true;
  /** There are starting states. */
  readonly started?: true;
}

/** What every option of an extension is tried with, by its path: 'kernels[].weight' is in each entry of a list. */
export interface OptionTrial {
  /** 'plane': points with a bumpy energy; 'sites': three values at four sites. */
  readonly target: 'plane' | 'sites';
  readonly options: Readonly<Record<string, unknown>>;
  readonly pairs: Readonly<Record<string, OptionPair>>;
}

function between(first: unknown, second: unknown, given: Record<string, unknown> = {}): OptionPair {
  return { values: [first, second], with: given };
}

const tuned = { adapt: true };
const tuning = {
  adapt: between(false, true),
  targetAcceptance: between(0.5, 0.95, tuned),
};
const metric = between('unit', 'diagonal', tuned);
const walk = (scale: number) => ({ metropolis: { proposal: { 'random-walk': { scale } } } });
const [small, wide] = [walk(0.2), walk(1.5)];
const kernel = between(small, wide);
const deviation = between(2, 4);
/** How the elements of an evolutionary search breed. */
const breeding = {
  mutation: between('site-flip', 'test/second-flip'),
  crossover: between('test/crossover', undefined, { mutationShare: 0.1 }),
  mutationShare: between(0, 1, { crossover: 'test/crossover' }),
  mutationRate: between(0, 1, { crossover: 'test/crossover', mutationShare: 0.1 }),
};
/** Runs of chains that yield draws. */
const run = {
  chains: between(2, 3),
  steps: between(12, 13),
  warmUp: between(3, 4),
  thin: between(1, 2),
  beta: between(0.5, 2),
  evaluations: between(20, 30),
};

/** Of every kernel: what a few chains of it draw. */
export const kernelTrials: Readonly<Record<string, OptionTrial>> = {
  'blocked-gibbs': { target: 'sites', options: {}, pairs: { order: between('sequential', 'random') } },
  'discrete-langevin': {
    target: 'sites',
    options: { stepSize: 0.5 },
    pairs: { ...tuning, stepSize: between(0.3, 3) },
  },
  gibbs: {
    target: 'sites',
    options: {},
    pairs: { order: between('random', 'systematic'), updates: between(2, 3) },
  },
  'gibbs-with-gradients': { target: 'sites', options: {}, pairs: {} },
  hmc: {
    target: 'plane',
    options: { stepSize: 0.2, steps: 3 },
    pairs: {
      steps: between(2, 3),
      stepSize: between(0.2, 0.3),
      jitter: between(0.1, 0.2),
      metric,
      ...tuning,
    },
  },
  langevin: { target: 'plane', options: {}, pairs: { stepSize: between(0.01, 0.02) } },
  mala: { target: 'plane', options: { stepSize: 0.1 }, pairs: { ...tuning, stepSize: between(0.1, 0.2) } },
  metropolis: {
    target: 'plane',
    options: {},
    pairs: { proposal: between({ 'random-walk': { scale: 0.2 } }, { 'random-walk': { scale: 0.4 } }) },
  },
  mixture: {
    target: 'plane',
    options: { kernels: [{ kernel: small }, { kernel: wide }] },
    pairs: {
      'kernels[].kernel': { values: [[{ kernel: small }], [{ kernel: wide }]] },
      'kernels[].variables': { values: [[{ kernel: small, variables: [0] }], [{ kernel: small, variables: [1] }]] },
      'kernels[].weight': {
        values: [1, 50].map((weight) => [{ kernel: small, weight }, { kernel: wide }]) as [unknown, unknown],
        with: { order: 'random' },
      },
      order: between('cyclic', 'random'),
    },
  },
  nuts: {
    target: 'plane',
    options: { stepSize: 0.05 },
    pairs: {
      stepSize: between(0.05, 0.1),
      mostDoublings: between(1, 2),
      metric,
      ...tuning,
    },
  },
  'underdamped-langevin': {
    target: 'plane',
    options: { stepSize: 0.1 },
    pairs: { stepSize: between(0.1, 0.2), friction: between(0.5, 2) },
  },
};

/** Of every proposal: where it moves. */
export const proposalTrials: Readonly<Record<string, OptionTrial>> = {
  'random-walk': { target: 'plane', options: {}, pairs: { scale: between(0.3, 0.6) } },
  'site-flip': { target: 'sites', options: {}, pairs: {} },
  'uniform-draw': { target: 'plane', options: {}, pairs: {} },
};

const cells = { low: -2, high: 2, cells: 5 };
const cell = (change: object) => [{ coordinate: 'x', ...cells, ...change }];

/** Of every sampler: draws, designs and their energies, and evaluations. */
export const samplerTrials: Readonly<Record<string, OptionTrial>> = {
  'annealed-langevin': {
    target: 'plane',
    options: { stepSize: 0.02, chains: 3, levels: 3, stepsPerLevel: 3, steps: 4 },
    pairs: {
      chains: between(2, 3),
      stepSize: between(0.01, 0.02),
      levels: between(3, 4),
      stepsPerLevel: between(3, 4),
      betaStart: between(0.01, 0.1),
      beta: between(1, 2),
      steps: between(4, 5),
      thin: between(1, 2),
      evaluations: between(12, 21),
    },
  },
  annealing: {
    target: 'plane',
    options: { kernel: wide, chains: 3, steps: 40, betaEnd: 4 },
    pairs: {
      kernel,
      chains: between(2, 3),
      steps: between(40, 50),
      schedule: between('geometric', 'linear'),
      betaStart: between(0.1, 1),
      betaEnd: between(4, 40),
      restartAfter: between(2, 20),
      count: between(1, 2),
      evaluations: between(20, 40),
    },
  },
  'basin-hopping': {
    target: 'plane',
    options: { chains: 3, steps: 12, descentSteps: 30 },
    pairs: {
      chains: between(2, 3),
      steps: between(10, 12),
      beta: between(0, 100),
      jump: between(0.3, 1.5),
      targetAcceptance: between(0.1, 0.9),
      proposal: between({ 'random-walk': { scale: 1 } }, { 'random-walk': { scale: 3 } }),
      descentSteps: between(2, 30),
      tolerance: between(1e-6, 0.3),
      targetEnergy: between(5, -100),
      apart: between(1e-3, 100),
      count: between(1, 2, { apart: 1e-9 }),
      evaluations: between(30, 100),
    },
  },
  chains: { target: 'plane', options: { kernel: wide, chains: 2, steps: 12 }, pairs: { kernel, ...run } },
  'delayed-acceptance': {
    target: 'plane',
    options: { cheap: 'bowl', proposal: { 'random-walk': { scale: 1 } }, chains: 2, steps: 20 },
    pairs: {
      cheap: between('bowl', 'valley'),
      proposal: between({ 'random-walk': { scale: 1 } }, { 'random-walk': { scale: 2 } }),
      cheapSteps: between(1, 3),
      ...run,
    },
  },
  descent: {
    target: 'plane',
    options: { starts: 4, steps: 30 },
    pairs: {
      method: between('lbfgs', 'gradient'),
      starts: between(3, 4),
      steps: between(3, 4),
      tolerance: between(1e-6, 0.3),
      firstStep: between(0.05, 0.1),
      apart: between(1e-3, 100),
      count: between(1, 2, { apart: 1e-9 }),
      evaluations: between(12, 30),
    },
  },
  genetic: {
    target: 'sites',
    options: { population: 6, offspring: 4, generations: 6, mutation: 'site-flip' },
    pairs: {
      population: between(5, 6),
      offspring: between(3, 4),
      generations: between(5, 6),
      evaluations: between(8, 12, { generations: 50 }),
      patience: between(1, 40, { generations: 50 }),
      selection: between('log-quantile', 'proportional'),
      tournamentSize: between(2, 6, { selection: 'tournament' }),
      selectionBeta: between(0, 5, { selection: 'proportional' }),
      ...breeding,
      initial: { values: ['best', 'random'], started: true },
      count: between(2, 3),
      memory: between(1, 1000, { generations: 30 }),
    },
  },
  'parallel-tempering': {
    target: 'plane',
    options: { kernel: wide, chains: 2, replicas: 4, steps: 20, warmUp: 10 },
    pairs: {
      kernel,
      ...run,
      replicas: between(3, 4),
      betaHot: between(0.05, 0.5),
      adapt: between(true, false, { warmUp: 200 }),
      swapEvery: between(1, 3),
      evaluations: between(60, 120),
    },
  },
  'quality-diversity': {
    target: 'plane',
    options: {
      descriptors: cell({}),
      generations: 5,
      offspring: 6,
      starts: 8,
      mutation: { 'random-walk': { scale: 1 } },
    },
    pairs: {
      'descriptors[].coordinate': { values: [cell({}), cell({ coordinate: 'y' })] },
      'descriptors[].term': { values: ['bowl', 'valley'].map((term) => [{ term, ...cells }]) as [unknown, unknown] },
      'descriptors[].energy': {
        values: ['bowl', 'valley'].map((energy) => [{ energy, ...cells }]) as [unknown, unknown],
      },
      'descriptors[].low': { values: [cell({}), cell({ low: -0.5 })] },
      'descriptors[].high': { values: [cell({}), cell({ high: 0 })] },
      'descriptors[].cells': { values: [cell({}), cell({ cells: 2 })] },
      generations: between(4, 5),
      offspring: between(5, 6),
      starts: between(7, 8),
      mutation: between({ 'random-walk': { scale: 1 } }, { 'random-walk': { scale: 2 } }),
      crossover: between('test/midpoint', undefined, { mutationShare: 0.1 }),
      mutationShare: between(0, 1, { crossover: 'test/midpoint' }),
      mutationRate: between(0, 1, { crossover: 'test/midpoint', mutationShare: 0.1 }),
      count: between(1, 2),
      evaluations: between(10, 20),
    },
  },
  'sequential-monte-carlo': {
    target: 'plane',
    options: { kernel: wide, islands: 2, particles: 20, moves: 2 },
    pairs: {
      kernel,
      islands: between(2, 3),
      particles: between(20, 21),
      moves: between(2, 3),
      repeats: between(1, 20),
      beta: between(1, 2),
      share: between(0.5, 0.9),
      deviation,
      evaluations: between(50, 10_000),
    },
  },
};

/** Of every estimator: ln Z, its error and evaluations. */
export const partitionTrials: Readonly<Record<string, OptionTrial>> = {
  'annealed-importance-sampling': {
    target: 'plane',
    options: { kernel: wide, chains: 5, temperatures: 8, settle: 3 },
    pairs: {
      kernel,
      chains: between(4, 5),
      temperatures: between(8, 9),
      steps: between(1, 2),
      settle: between(2, 3),
      deviation,
    },
  },
  enumeration: { target: 'sites', options: {}, pairs: { maximum: { values: [80, 81], refused: true } } },
  'sequential-monte-carlo': {
    target: 'plane',
    options: { kernel: wide, islands: 2, particles: 20, moves: 2 },
    pairs: {
      kernel,
      islands: between(2, 3),
      particles: between(20, 21),
      moves: between(2, 3),
      repeats: between(1, 20),
      share: between(0.5, 0.9),
      deviation,
    },
  },
  'thermodynamic-integration': {
    target: 'plane',
    options: { kernel: wide, chains: 2, temperatures: 4, steps: 6, warmUp: 2 },
    pairs: {
      kernel,
      chains: between(2, 3),
      temperatures: between(4, 5),
      steps: between(6, 7),
      warmUp: between(2, 3),
      deviation,
    },
  },
};

const floor = { floor: between(0, 0.3) };
const width = between(0.5, 2);
const bell = { mean: between(1, 2), sigma: between(0.5, 1), ...floor };
const clip = {
  upper: between(2, 3),
  lower: between(0, 1),
  highScore: between(0.8, 0.9),
  lowScore: between(0.1, 0.2),
  ...floor,
};
const slope = { low: between(-2, 0), high: between(8, 9), steepness: between(0.25, 0.5), ...floor };
const distance = { target: between(1, 2), coefficient: between(0.1, 0.2), ...floor };
const curve = (last: object) => [
  { value: -3, desirability: 0.1 },
  { value: 4, desirability: 0.8, ...last },
];
const byPoints = (key: string, change: { value: number; desirability: number }) => ({
  [`${key}[].value`]: { values: [curve({}), curve({ value: change.value })] as const },
  [`${key}[].desirability`]: { values: [curve({}), curve({ desirability: change.desirability })] as const },
});

/** Of every objective: energies of the numbers from −10 to 10. Each option's other side is the extension's example. */
export const objectivePairs: Readonly<Record<string, Readonly<Record<string, OptionPair>>>> = {
  above: { low: between(1, 2), width },
  below: { high: between(1, 2), width },
  between: {
    low: between(-2, -1, { high: 3 }),
    high: between(3, 4, { low: 1 }),
    width: between(0.5, 2, { low: 1, high: 3 }),
  },
  'absolute-distance': distance,
  'squared-distance': distance,
  clipped: clip,
  'smooth-clipped': clip,
  'derringer-maximum': {
    low: between(-2, 0, { target: 4 }),
    target: between(3, 4, { low: -2 }),
    exponent: between(1, 2, { low: -2, target: 4 }),
    ...floor,
  },
  'derringer-minimum': {
    target: between(-2, 0, { high: 4 }),
    high: between(3, 4, { target: -2 }),
    exponent: between(1, 2, { target: -2, high: 4 }),
    ...floor,
  },
  'derringer-target': {
    low: between(-4, -3, { target: 0, high: 4 }),
    target: between(0, 1, { low: -4, high: 4 }),
    high: between(3, 4, { low: -4, target: 0 }),
    lowExponent: between(1, 2, { low: -4, target: 0, high: 4 }),
    highExponent: between(1, 2, { low: -4, target: 0, high: 4 }),
    ...floor,
  },
  'double-sigmoid': {
    low: between(-2, 0, { high: 4 }),
    high: between(3, 4, { low: -2 }),
    divisor: between(50, 100),
    lowSteepness: between(50, 100),
    highSteepness: between(50, 100),
    ...floor,
  },
  equals: { value: between(1, 2), tolerance: between(0.5, 1.5), penalty: between(2, 3) },
  'exponential-decay': { rate: between(0.5, 1), ...floor },
  gaussian: bell,
  'max-gaussian': bell,
  'min-gaussian': bell,
  'left-step': { low: between(1, 2), ...floor },
  'right-step': { high: between(1, 2), ...floor },
  step: { low: between(-1, 0, { high: 4 }), high: between(3, 4, { low: 1 }), ...floor },
  linear: { slope: between(0.1, 0.2), ...floor },
  maximise: { scale: between(1, 2) },
  minimise: { scale: between(1, 2) },
  'monotone-cubic': { ...byPoints('points', { value: 5, desirability: 0.9 }), ...floor },
  'piecewise-linear': { ...byPoints('points', { value: 5, desirability: 0.9 }), ...floor },
  'value-mapping': {
    ...byPoints('mapping', { value: 5, desirability: 0.9 }),
    otherwise: between(0.1, 0.2),
    ...floor,
  },
  sigmoid: slope,
  'reverse-sigmoid': slope,
  target: { value: between(1, 2), sigma: between(0.5, 1) },
  'threshold-linear': { threshold: between(1, 2), ...floor },
};
