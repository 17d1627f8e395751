import type { Awaitable, CreationContext, SpaceContext, StateSpace } from '@basin/core';

/** What extensions get while they are created, and the end of what they hold. */
export class CreationScope implements CreationContext {
  /** Threads that the work may use in all. */
  readonly threadCount: number;
  readonly #disposals: (() => Awaitable<void>)[] = [];
  #sharesThreads = false;

  constructor(threadCount: number) {
    this.threadCount = threadCount;
  }

  /** For extensions: whoever asks is taken to have threads of its own. */
  get workerCount(): number {
    this.#sharesThreads = true;
    return this.threadCount;
  }

  /** Whether an extension has asked for its share of the threads. */
  get sharesThreads(): boolean {
    return this.#sharesThreads;
  }

  onDispose(dispose: () => Awaitable<void>): void {
    this.#disposals.push(dispose);
  }

  /** Ends everything, last made first. One that fails does not keep the others; the first failure is thrown at the end. */
  async dispose(): Promise<void> {
    const failures: unknown[] = [];
    for (let dispose = this.#disposals.pop(); dispose !== undefined; dispose = this.#disposals.pop()) {
      try {
        await dispose();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}

/** What extensions about states of a space get. */
export function spaceContext(context: CreationContext, space: StateSpace<unknown>): SpaceContext<unknown> {
  return {
    get workerCount() {
      return context.workerCount;
    },
    onDispose: (dispose) => context.onDispose(dispose),
    space,
  };
}
