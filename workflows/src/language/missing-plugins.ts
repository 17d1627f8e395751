import { ConfigurationError, type DefinitionSource, UnknownExtensionError } from '@basin/core';
import { installedPlugins } from '../plugins/installed-plugins.js';
import { quotedList } from './describe-value.js';
import type { ParsedYaml } from './parse-yaml.js';
import { isMap } from './reading-context.js';
import { type ValidationContext, validateWorkflow } from './validate-workflow.js';
import type { WorkflowDocument } from './workflow-document.js';

/**
 * Validates a parsed workflow file, and tells of installed plugins that it uses without naming them.
 *
 * @throws {ConfigurationError} As {@link validateWorkflow}; first of all the plugins to add, in place of the names that they
 * would explain. Folders are searched only where a name is unknown.
 */
export async function validateAmongInstalled(
  parsed: ParsedYaml,
  context: ValidationContext,
): Promise<WorkflowDocument> {
  const prefixes = new Set<string>();
  try {
    return await validateWorkflow(parsed, { ...context, source: notingUnknown(context.source, prefixes) });
  } catch (error) {
    if (!(error instanceof ConfigurationError) || prefixes.size === 0) throw error;
    throw (await withMissingPlugins(error, prefixes, parsed, context.folder)) ?? error;
  }
}

/** The same definitions; prefixes of the names that nobody registered are put into `prefixes`. */
function notingUnknown(source: DefinitionSource, prefixes: Set<string>): DefinitionSource {
  return {
    definitions: (point) => source.definitions(point),
    definition: (point, name) => {
      try {
        return source.definition(point, name);
      } catch (error) {
        const [prefix = '', ...rest] = name.split('/');
        if (error instanceof UnknownExtensionError && rest.length > 0) prefixes.add(prefix);
        throw error;
      }
    },
  };
}

async function withMissingPlugins(
  error: ConfigurationError,
  prefixes: ReadonlySet<string>,
  { value, places }: ParsedYaml,
  folder: string,
): Promise<ConfigurationError | undefined> {
  const raw = isMap(value) ? value.plugins : undefined;
  const named: readonly unknown[] = Array.isArray(raw) ? raw : [];
  const installed = (await installedPlugins([folder, import.meta.dirname])).filter(({ name }) => !named.includes(name));
  const found = [...prefixes].flatMap((prefix) => {
    const plugin =
      installed.find(({ name }) => name === `@basin/${prefix}`) ?? installed.find(({ name }) => endsIn(name, prefix));
    return plugin === undefined ? [] : [{ prefix, plugin: plugin.name }];
  });
  if (found.length === 0) return undefined;
  const plugins = quotedList([...new Set(found.map(({ plugin }) => plugin))]);
  const begin = quotedList(found.map(({ prefix }) => `${prefix}/`));
  const remedy = named.length === 0 ? `add plugins: [${plugins}]` : `add ${plugins} to 'plugins'`;
  const message = `names that begin with ${begin} come from a plugin that the file does not name; ${remedy}`;
  const position = places.ofKey(['plugins']);
  const path = ['plugins'];
  const others = error.faults.filter((fault) => !found.some(({ prefix }) => isAbout(fault.message, prefix)));
  return new ConfigurationError([position === undefined ? { message, path } : { message, path, position }, ...others]);
}

function endsIn(name: string, prefix: string): boolean {
  return name === prefix || name.endsWith(`/${prefix}`) || name.endsWith(`-${prefix}`);
}

function isAbout(message: string, prefix: string): boolean {
  return message.startsWith('no ') && message.includes(` is named '${prefix}/`);
}
