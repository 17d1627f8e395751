import { parentPort, workerData } from 'node:worker_threads';
import { DesignError, fromPosition, isDivisible, type SamplingProblem, type SpanDriver } from '@basin/core';
import { textHash } from '../plan/content-hash.js';
import { type ChainOrder, type ChainReply, type ChainTask, sentWindow } from './chain-messages.js';
import { openWorkflow } from './open-workflow.js';
import { RunParts } from './run-parts.js';

/** The thread: it makes space, energy and sampler of the workflow file for itself, and drives its chains as it is told. */
async function serve(task: ChainTask): Promise<void> {
  const opened = await openWorkflow(task.file, { set: task.set });
  if (textHash(opened.source.text) !== task.sourceHash) throw new DesignError(`${task.file} has changed`);
  // Extensions get no threads beside this one.
  const parts = new RunParts(opened, 1);
  for (const [step, table] of Object.entries(task.learned)) parts.learned.set(step, table);
  const space = await parts.space();
  const sampler = await parts.sampler(task.step, task.sampler, task.expression);
  if (!isDivisible(sampler)) throw new DesignError(`the chains of '${task.sampler.name}' cannot be driven apart`);
  const problem: SamplingProblem<unknown> = {
    space,
    energy: await parts.energy(task.expression),
    initial: undefined,
    rng: fromPosition(task.stream),
    signal: undefined,
  };
  let driver: SpanDriver<unknown> | undefined;
  const obey = async (order: ChainOrder): Promise<void> => {
    if (order.type === 'begin') {
      driver = await sampler.span({ ...problem, resumeFrom: order.resumeFrom }, task.span);
      reply({ type: 'begun' });
    } else if (order.type === 'advance') {
      const started = performance.now();
      const window = sentWindow(space, await driver!.advance(order.step));
      reply({ type: 'window', window, seconds: (performance.now() - started) / 1000 });
    } else {
      parentPort!.close();
      await parts.scope.dispose();
    }
  };
  let obeyed = Promise.resolve();
  parentPort!.on('message', (order: ChainOrder) => {
    obeyed = obeyed.then(() => obey(order)).catch(fail);
  });
  reply({ type: 'ready' });
}

function reply(message: ChainReply): void {
  parentPort!.postMessage(message);
}

function fail(error: unknown): void {
  reply({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
}

serve(workerData as ChainTask).catch(fail);
