/** Signals that ask a run to end, and the exit codes that shells know them by: 128 and the signal's number. */
export const exitCodeOfSignal = { SIGINT: 130, SIGTERM: 143 } as const;

export type StopSignal = keyof typeof exitCodeOfSignal;

/** Ended because a signal asked for it. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
  readonly signal: StopSignal;

  constructor(signal: StopSignal, cause: unknown) {
    super(`stopped by ${signal}; finished steps are kept, and the same command goes on from there`, { cause });
    this.signal = signal;
  }
}

/** A run's end as asked for from outside. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** The signal that came, if one came. */
  received(): StopSignal | undefined;
  /** Listens no more. */
  dispose(): void;
}

/**
 * Turns the first SIGINT or SIGTERM into an abort. From then on nothing listens, so that the operating system ends the
 * process at the second one, also while it computes.
 *
 * @param tell - Called once, when the first one comes.
 */
export function listenForInterruption(tell: (signal: StopSignal) => void): Interruption {
  const controller = new AbortController();
  let received: StopSignal | undefined;
  const stop = (signal: NodeJS.Signals): void => {
    dispose();
    received = signal as StopSignal;
    tell(received);
    controller.abort(new DOMException(`stopped by ${signal}`, 'AbortError'));
  };
  const dispose = (): void => {
    for (const name of Object.keys(exitCodeOfSignal)) process.off(name, stop);
  };
  for (const name of Object.keys(exitCodeOfSignal)) process.on(name, stop);
  return { signal: controller.signal, received: () => received, dispose };
}
