import { randomStream, train, trainingSettings } from '@basin/core';
import { create, energyOver, parts } from '../extensions.mjs';

/** The value that a generator ends with. */
export async function runToEnd(work) {
  let next = await work.next();
  while (!next.done) next = await work.next();
  return next.value;
}

/** CPU seconds since a reading of `process.cpuUsage()`. */
export function cpuSecondsSince(began) {
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1e6;
}

/**
 * A perceptron as an energy, trained on examples by the driver and the trainers that workflows use.
 *
 * @param examples - [count, dimension of the space], row-major.
 * @param trainer - Name and options, as in a workflow file.
 * @returns The space and the trained energy.
 */
export async function learnedEnergy({ space: spaceOptions, network, examples, trainer, settings, seed }) {
  const { space, energy } = await energyOver(spaceOptions, 'neural/mlp', { ...network, seed });
  const maker = await create('trainer', trainer.name, trainer.options, parts);
  const problem = { space, energy, set: { examples }, rng: randomStream(seed, 'training'), signal: undefined };
  const { stopReason } = await runToEnd(train(problem, maker, trainingSettings(settings)));
  if (stopReason !== 'steps') throw new Error(`training ended early: ${stopReason}`);
  return { space, energy };
}
