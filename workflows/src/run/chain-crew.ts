import { type ChainSpan, type Checkpoint, DesignError, type SpanDriver, type StateSpace } from '@basin/core';
import { type ChainTask, receivedWindow } from './chain-messages.js';
import { ChainThread } from './chain-thread.js';

/** Seconds that a window should take: long beside a message, short beside a look at the terminal. */
const windowSeconds = 0.05;

/** Threads that drive the chains of one sampler, some of them each. */
export class ChainCrew {
  readonly #space: StateSpace<unknown>;
  readonly #threads: readonly ChainThread[];
  #state: 'starting' | 'ready' | 'failed' = 'starting';
  #windowSteps = 1;

  /** Begins to start a thread for each span; they make what they need while this thread goes on. */
  constructor(task: Omit<ChainTask, 'span'>, spans: readonly ChainSpan[], space: StateSpace<unknown>) {
    this.#space = space;
    this.#threads = spans.map((span) => new ChainThread({ ...task, span }));
    Promise.all(this.#threads.map((thread) => thread.ready())).then(
      () => {
        this.#state = 'ready';
      },
      () => {
        this.#state = 'failed';
      },
    );
  }

  /** Whether all threads have made what they need. */
  get isReady(): boolean {
    return this.#state === 'ready';
  }

  /** Steps that take about as long as a window should. */
  get windowSteps(): number {
    return this.#windowSteps;
  }

  /** Drivers of the chains, from where a checkpoint of all of them stands. @throws {DesignError} A thread failed. */
  begin(resumeFrom: Checkpoint): Promise<readonly SpanDriver<unknown>[]> {
    return Promise.all(
      this.#threads.map(async (thread) => {
        await thread.ask({ type: 'begin', resumeFrom });
        return this.#driver(thread, resumeFrom.step as number);
      }),
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  #driver(thread: ChainThread, from: number): SpanDriver<unknown> {
    let last = from;
    return {
      advance: async (step) => {
        const steps = step - last;
        last = step;
        const reply = await thread.ask({ type: 'advance', step });
        if (reply.type !== 'window') throw new DesignError(`a thread of chains answered '${reply.type}'`);
        this.#pace(steps, reply.seconds);
        return receivedWindow(this.#space, reply.window);
      },
    };
  }

  /** Windows grow no faster than twofold: the first ones say little. */
  #pace(steps: number, seconds: number): void {
    const wanted = (steps * windowSeconds) / Math.max(seconds, 1e-6);
    this.#windowSteps = Math.max(1, Math.floor(Math.min(wanted, 2 * steps)));
  }
}
