import { Container, ContainerModule, type ContainerModuleLoadOptions } from 'inversify';
import { PluginError, UnknownExtensionError } from '../errors/design-error.js';
import { apiVersion, type Definition, type ExtensionPointName } from './definition.js';
import { extensionPoint, extensionPointNames } from './extension-point.js';
import { nearestNames } from './nearest-name.js';
import type { DefinitionSource } from './reference.js';

/** Who contributes: a package name and its version. */
export interface PluginIdentity {
  readonly name: string;
  readonly version: string;
  /** Versions of the packages that it runs on, as installed; absent where that was not looked up. */
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** A definition and who contributed it. */
export interface Registered<P extends ExtensionPointName = ExtensionPointName> {
  readonly definition: Definition<P>;
  readonly plugin: PluginIdentity;
}

/** A contribution that was refused; asking for it by name raises `error`. */
export interface BrokenContribution {
  readonly point: ExtensionPointName;
  readonly name: string;
  readonly error: PluginError;
}

/**
 * Everything that plugins contributed, by extension point and name.
 * A plugin whose module throws leaves nothing behind; a literal that cannot be used is remembered as broken and stops only
 * those who ask for it.
 */
export class Registry implements DefinitionSource {
  readonly #registered = new Map<ExtensionPointName, Map<string, Registered>>();
  readonly #broken: BrokenContribution[] = [];
  readonly #plugins: PluginIdentity[] = [];

  /**
   * Loads one plugin's module in a container of its own.
   * @throws {PluginError} The module threw, or the plugin is already there.
   */
  load(plugin: PluginIdentity, module: ContainerModule): void {
    if (this.#plugins.some(({ name }) => name === plugin.name)) {
      throw new PluginError(plugin.name, 'is loaded already');
    }
    const container = new Container();
    const contributions: Contribution[] = [];
    try {
      container.load(
        new ContainerModule((options) => module.load({ ...options, bind: apart(options.bind, contributions) })),
      );
    } catch (cause) {
      throw new PluginError(plugin.name, `its module threw while loading: ${messageOf(cause)}`, { cause });
    }
    for (const contribution of contributions) this.#collect(plugin, contribution, container);
    this.#plugins.push(plugin);
  }

  get plugins(): readonly PluginIdentity[] {
    return this.#plugins;
  }

  get broken(): readonly BrokenContribution[] {
    return this.#broken;
  }

  /** All usable definitions of a point, by name. */
  registered<P extends ExtensionPointName>(point: P): readonly Registered<P>[] {
    const entries = [...(this.#registered.get(point)?.values() ?? [])] as Registered<P>[];
    return entries.sort((a, b) => (a.definition.name < b.definition.name ? -1 : 1));
  }

  definitions<P extends ExtensionPointName>(point: P): readonly Definition<P>[] {
    return this.registered(point).map(({ definition }) => definition);
  }

  /**
   * @throws {PluginError} The contribution of that name is broken.
   * @throws {UnknownExtensionError} Nobody contributed that name; carries the nearest names.
   */
  find<P extends ExtensionPointName>(point: P, name: string): Registered<P> {
    const entry = this.#registered.get(point)?.get(name);
    if (entry !== undefined) return entry as Registered<P>;
    const broken = this.#broken.find((contribution) => contribution.point === point && contribution.name === name);
    if (broken !== undefined) throw broken.error;
    const nameless = this.#broken.filter((contribution) => contribution.point === point && contribution.name === '');
    const nearest = nearestNames(name, this.#registered.get(point)?.keys() ?? []);
    throw new UnknownExtensionError(
      point,
      name,
      nearest,
      nameless.map(({ error }) => error.message),
    );
  }

  definition<P extends ExtensionPointName>(point: P, name: string): Definition<P> {
    return this.find(point, name).definition;
  }

  #collect(plugin: PluginIdentity, { point, own }: Contribution, container: Container): void {
    let literal: unknown;
    try {
      literal = container.get(own);
    } catch (cause) {
      const message = `one of its ${point} contributions threw while being made: ${messageOf(cause)}`;
      this.#broken.push({ point, name: '', error: new PluginError(plugin.name, message, { cause }) });
      return;
    }
    this.#register(plugin, point, literal);
  }

  #register(plugin: PluginIdentity, point: ExtensionPointName, literal: unknown): void {
    const name = nameOf(literal);
    const reason = this.#refusal(point, literal, name);
    if (reason !== undefined) {
      this.#broken.push({ point, name, error: new PluginError(plugin.name, `${point} '${name}' ${reason}`) });
      return;
    }
    const byName = this.#registered.get(point) ?? new Map<string, Registered>();
    byName.set(name, { definition: literal as Definition, plugin });
    this.#registered.set(point, byName);
  }

  #refusal(point: ExtensionPointName, literal: unknown, name: string): string | undefined {
    if (name === '') return 'has no name';
    const { $$type, apiVersion: built } = literal as Partial<Definition>;
    if ($$type !== `basin/${point}`)
      return `is not made by the define function of this point (its type is '${String($$type)}')`;
    if (built !== apiVersion) return `is built for API version ${String(built)}; this Basin has version ${apiVersion}`;
    const holder = this.#registered.get(point)?.get(name)?.plugin.name;
    return holder === undefined ? undefined : `has a name that ${holder} already registered`;
  }
}

/** One literal that a module binds to an extension point, under an identifier of its own. */
interface Contribution {
  readonly point: ExtensionPointName;
  readonly own: symbol;
}

/** A `bind` that keeps the literals of an extension point apart, so that one that cannot be made leaves the others alone. */
function apart(
  bind: ContainerModuleLoadOptions['bind'],
  contributions: Contribution[],
): ContainerModuleLoadOptions['bind'] {
  return (identifier) => {
    const point = extensionPointNames.find((name) => extensionPoint(name) === identifier);
    if (point === undefined) return bind(identifier);
    const own = Symbol(`basin/${point}`);
    contributions.push({ point, own });
    return bind(own);
  };
}

function nameOf(literal: unknown): string {
  const name = typeof literal === 'object' && literal !== null ? (literal as { name?: unknown }).name : undefined;
  return typeof name === 'string' ? name : '';
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
