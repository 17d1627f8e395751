import type { Registry } from '@basin/core';
import { applyOverrides } from '../language/apply-overrides.js';
import { validateAmongInstalled } from '../language/missing-plugins.js';
import { parseYaml } from '../language/parse-yaml.js';
import { readWorkflowFile, type WorkflowSource } from '../language/read-workflow-file.js';
import { isMap } from '../language/reading-context.js';
import type { SourcePlaces } from '../language/source-places.js';
import type { WorkflowDocument } from '../language/workflow-document.js';
import { versionsOf } from '../plan/versions.js';
import { builtInRegistry } from '../plugins/built-in-modules.js';
import { loadPlugins } from '../plugins/load-plugins.js';
import { PassedChecks } from './passed-checks.js';
import { rehearseWorkflow } from './rehearse-workflow.js';
import { passedChecksPath, type Workspace, workspaceOf } from './workspace.js';

export interface OpenWorkflowOptions {
  /** `path.to.key=value` texts, applied in order before validation. */
  readonly set?: readonly string[];
}

/** A workflow file, validated, with everything that planning and running it need. */
export interface OpenedWorkflow {
  readonly source: WorkflowSource;
  readonly document: WorkflowDocument;
  /** Where keys and values stand in the file. */
  readonly places: SourcePlaces;
  /** What the file's plugins and Basin itself contribute. */
  readonly registry: Registry;
  readonly workspace: Workspace;
  /** The `--set` texts that were applied. */
  readonly set: readonly string[];
  /** Checks of options that have been made, now or before. */
  readonly passedChecks: PassedChecks;
}

/**
 * Reads a workflow file, loads its plugins and validates it.
 *
 * @param path - As the user gave it; faults show it so.
 * @throws {ConfigurationError} Every fault of the file, by line.
 */
export async function openWorkflow(path: string, { set = [] }: OpenWorkflowOptions = {}): Promise<OpenedWorkflow> {
  const source = await readWorkflowFile(path);
  const parsed = applyOverrides(parseYaml(source), set);
  const workspace = workspaceOf(path);
  const registry = builtInRegistry();
  const named = isMap(parsed.value) ? parsed.value.plugins : undefined;
  const pluginFaults = await loadPlugins(Array.isArray(named) ? named : [], workspace.folder, registry);
  const passedChecks = new PassedChecks(passedChecksPath(workspace), versionsOf(registry));
  const document = await validateAmongInstalled(parsed, {
    text: source.text,
    folder: workspace.folder,
    workflowName: workspace.name,
    source: registry,
    pluginFaults,
    knownChecks: passedChecks,
    rehearse: (read, faults) =>
      rehearseWorkflow(read, { faults, registry, places: parsed.places, workspace, known: passedChecks }),
  });
  return { source, document, places: parsed.places, registry, workspace, set, passedChecks };
}
