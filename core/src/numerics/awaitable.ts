/** A value now or later. Await it only where it is a promise on hot paths: `await` costs a turn of the event loop. */
export type Awaitable<T> = T | Promise<T>;
