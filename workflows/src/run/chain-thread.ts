import { Worker } from 'node:worker_threads';
import { DesignError } from '@basin/core';
import type { ChainOrder, ChainReply, ChainTask } from './chain-messages.js';

/** How long a thread may take to end what it does, in milliseconds, before it is stopped. */
const patience = 2000;

/** A thread that drives some of the chains of a sampler. */
export class ChainThread {
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  /** Those who wait for an answer, in the order of their orders. */
  readonly #waiting: PromiseWithResolvers<ChainReply>[] = [];
  #failure: DesignError | undefined;

  constructor(task: ChainTask) {
    this.#worker = new Worker(workerFile(), { workerData: task, execArgv: [], name: `chains of ${task.step}` });
    this.#worker.on('message', (reply: ChainReply) => this.#hear(reply));
    this.#worker.on('error', (cause) => this.#fail(new DesignError(`a thread of chains failed: ${cause}`, { cause })));
    this.#ended = new Promise((resolve) => {
      this.#worker.on('exit', () => {
        this.#fail(new DesignError('a thread of chains has ended'));
        resolve();
      });
    });
  }

  /** Once it has made what it needs. @throws {DesignError} It could not. */
  async ready(): Promise<void> {
    await this.#next();
  }

  /**
   * What it answers to an order. Orders are done in turn.
   *
   * @throws {DesignError} It failed, now or before.
   */
  ask(order: Exclude<ChainOrder, { type: 'end' }>): Promise<ChainReply> {
    const answer = this.#next();
    this.#worker.postMessage(order);
    return answer;
  }

  /** Lets it end what it does and give back what it holds; stops it where that takes long. */
  async close(): Promise<void> {
    const order: ChainOrder = { type: 'end' };
    this.#worker.postMessage(order);
    const timer = setTimeout(() => void this.#worker.terminate(), patience);
    await this.#ended;
    clearTimeout(timer);
  }

  #next(): Promise<ChainReply> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const waiting = withResolvers<ChainReply>();
    this.#waiting.push(waiting);
    return waiting.promise;
  }

  #hear(reply: ChainReply): void {
    if (reply.type === 'failed') {
      this.#fail(new DesignError(reply.message));
      return;
    }
    this.#waiting.shift()?.resolve(reply);
  }

  #fail(failure: DesignError): void {
    this.#failure ??= failure;
    for (const waiting of this.#waiting.splice(0)) waiting.reject(this.#failure);
  }
}

interface PromiseWithResolvers<T> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
  reject(error: unknown): void;
}

/** `Promise.withResolvers`, which Node 20 lacks. */
function withResolvers<T>(): PromiseWithResolvers<T> {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** Threads run compiled code; run from its sources, this file finds it in the folder of the build. */
function workerFile(): URL {
  const url = new URL('./chain-worker.js', import.meta.url);
  return import.meta.url.endsWith('.ts') ? new URL(url.href.replace('/src/', '/dist/')) : url;
}
