import { openWorkflow } from '../run/open-workflow.js';
import { availableExtensions } from './available-extensions.js';
import { findExtension } from './find-extension.js';
import { type CitedReference, extensionsUsedIn, referencesOf } from './references.js';

const workflowFile = /\.ya?ml$/i;

/** The publications behind workflow files and extensions, given by path and by name, each once. */
export async function citedBy(names: readonly string[], folder: string): Promise<CitedReference[]> {
  const files = names.filter((name) => workflowFile.test(name));
  const others = names.filter((name) => !workflowFile.test(name));
  const cited = await Promise.all(files.map(citedByFile));
  return merged([...cited.flat(), ...(others.length === 0 ? [] : await citedByNames(others, folder))]);
}

async function citedByFile(file: string): Promise<CitedReference[]> {
  const { document, registry } = await openWorkflow(file);
  return referencesOf(extensionsUsedIn(document), registry);
}

async function citedByNames(names: readonly string[], folder: string): Promise<CitedReference[]> {
  const { registry } = await availableExtensions([], folder);
  const found = names.flatMap((name) => findExtension(name, registry, 'cite').map(({ point }) => ({ point, name })));
  return referencesOf(found, registry);
}

function merged(references: readonly CitedReference[]): CitedReference[] {
  const usedBy = new Map<string, Set<string>>();
  for (const { reference, usedBy: users } of references) {
    usedBy.set(reference, new Set([...(usedBy.get(reference) ?? []), ...users]));
  }
  return [...usedBy].map(([reference, users]) => ({ reference, usedBy: [...users] }));
}
