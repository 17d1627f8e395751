/** A value now or later. Await it only where it is a promise on hot paths: `await` costs a turn of the event loop. */
export type Awaitable<T> = T | Promise<T>;

/** Calls `use` with a value now, or when it comes: in this turn where it is no promise. */
export function whenDone<T, R>(value: Awaitable<T>, use: (value: T) => Awaitable<R>): Awaitable<R> {
  return value instanceof Promise ? value.then(use) : use(value);
}

/** Calls `use` with all values at once: in this turn where none is a promise. */
export function whenAll<T, R>(
  values: readonly Awaitable<T>[],
  use: (values: readonly T[]) => Awaitable<R>,
): Awaitable<R> {
  return values.some((value) => value instanceof Promise) ? Promise.all(values).then(use) : use(values as readonly T[]);
}

/** Calls `step` until it gives false: in this turn for as long as it gives no promise. */
export function repeatWhile(step: () => Awaitable<boolean>): Awaitable<void> {
  for (;;) {
    const more = step();
    if (more instanceof Promise) return more.then((goesOn) => (goesOn ? repeatWhile(step) : undefined));
    if (!more) return;
  }
}

/** Runs `step` for 0 … count − 1, each after the one before is done: in this turn where none is a promise. */
export function inOrder(count: number, step: (index: number) => Awaitable<void>, from = 0): Awaitable<void> {
  for (let index = from; index < count; index++) {
    const done = step(index);
    if (done instanceof Promise) return done.then(() => inOrder(count, step, index + 1));
  }
}
