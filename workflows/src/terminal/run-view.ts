import type { RunEvent } from '../run/run-event.js';

/** Shows a run while it goes on. */
export interface RunView {
  show(event: RunEvent): void;
  /** A line for the reader, such as that the run is stopping. */
  say(message: string): void;
  /** Takes back what was drawn only for the moment. Shows nothing afterwards. */
  close(): void;
}

/** Shows nothing: for --quiet. */
export const silentView: RunView = {
  show: () => undefined,
  say: () => undefined,
  close: () => undefined,
};
