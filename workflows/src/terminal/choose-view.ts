import { LiveView } from './live-view.js';
import { paintFor } from './paint.js';
import { PlainView } from './plain-view.js';
import { type RunView, silentView } from './run-view.js';
import { canRedraw, columnsOf } from './terminal-size.js';

/** The view of a run for this process's standard error: live on a terminal, lines elsewhere, nothing when quiet. */
export function chooseView(quiet: boolean): RunView {
  if (quiet) return silentView;
  const { stderr } = process;
  const write = (text: string): void => {
    stderr.write(text);
  };
  if (!canRedraw(stderr)) return new PlainView(write);
  return new LiveView({
    write,
    columns: () => columnsOf(stderr),
    paint: paintFor(stderr),
    now: () => performance.now(),
  });
}
