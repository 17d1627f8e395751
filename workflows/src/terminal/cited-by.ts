import { openWorkflow } from '../run/open-workflow.js';
import { availableExtensions, type PluginFailure } from './available-extensions.js';
import { findExtension } from './find-extension.js';
import { type CitedReference, extensionsUsedIn, referencesOf } from './references.js';

const workflowFile = /\.ya?ml$/i;

/** Publications, and plugins whose own could not be asked for. */
export interface Citations {
  readonly references: readonly CitedReference[];
  readonly failures: readonly PluginFailure[];
}

/** The publications behind workflow files and extensions, given by path and by name, each once. */
export async function citedBy(names: readonly string[], folder: string): Promise<Citations> {
  const files = names.filter((name) => workflowFile.test(name));
  const others = names.filter((name) => !workflowFile.test(name));
  const cited = (await Promise.all(files.map(citedByFile))).flat();
  if (others.length === 0) return { references: merged(cited), failures: [] };
  const { registry, failures } = await availableExtensions([], folder);
  const found = others.flatMap((name) => findExtension(name, registry, 'cite').map(({ point }) => ({ point, name })));
  return { references: merged([...cited, ...referencesOf(found, registry)]), failures };
}

async function citedByFile(file: string): Promise<CitedReference[]> {
  const { document, registry } = await openWorkflow(file);
  return referencesOf(extensionsUsedIn(document), registry);
}

function merged(references: readonly CitedReference[]): CitedReference[] {
  const usedBy = new Map<string, Set<string>>();
  for (const { reference, usedBy: users } of references) {
    usedBy.set(reference, new Set([...(usedBy.get(reference) ?? []), ...users]));
  }
  return [...usedBy].map(([reference, users]) => ({ reference, usedBy: [...users] }));
}
