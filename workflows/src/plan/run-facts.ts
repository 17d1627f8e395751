import type { OpenedWorkflow } from '../run/open-workflow.js';
import { textHash } from './content-hash.js';
import { versionsOf } from './versions.js';

/** What of a run a step can tell without being told of times: a step that looked runs again when it changes. */
export function runFacts(
  opened: OpenedWorkflow,
  before: readonly { readonly name: string; readonly hash: string }[],
): unknown {
  const { title, description, seed } = opened.document;
  return {
    title,
    description,
    seed,
    source: textHash(opened.source.text),
    set: opened.set,
    versions: versionsOf(opened.registry),
    steps: before.map(({ name, hash }) => [name, hash]),
  };
}
