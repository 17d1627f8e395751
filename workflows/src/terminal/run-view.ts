import type { RunEvent } from '../run/run-event.js';

/** Shows a run while it goes on. */
export interface RunView {
  show(event: RunEvent): void;
  /** Says that the run is stopping; a step that ends without success from then on is shown as stopped, not as failed. */
  stopping(message: string): void;
  /** Takes back what was drawn only for the moment. Shows nothing afterwards. */
  close(): void;
}

/** Shows nothing: for --quiet. */
export const silentView: RunView = {
  show: () => undefined,
  stopping: () => undefined,
  close: () => undefined,
};
