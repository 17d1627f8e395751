const secretPattern = /\$\{env:([^{}]*)\}/g;
const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A value that is shorter than this is not hidden: hiding 'a' everywhere would make messages unreadable and protect nothing. */
const shortestHidden = 4;

/** Names of the environment variables that the texts in a value refer to by `${env:NAME}`, each once. */
export function secretNames(value: unknown): readonly string[] {
  const names = new Set<string>();
  mapTexts(value, (text) => {
    for (const [, name] of text.matchAll(secretPattern)) names.add(name!);
    return text;
  });
  return [...names];
}

/** Whether `name` can be the name of an environment variable. */
export function isVariableName(name: string): boolean {
  return variableName.test(name);
}

/**
 * Fills in secrets and hides them again. Values are read when an extension is created, and never leave through a message or a
 * record that passes `hide`.
 */
export class SecretTexts {
  readonly #environment: Readonly<Record<string, string | undefined>>;
  readonly #values = new Map<string, string>();

  constructor(environment: Readonly<Record<string, string | undefined>>) {
    this.#environment = environment;
  }

  /** Names without a value in the environment. */
  missing(names: readonly string[]): readonly string[] {
    return names.filter((name) => this.#environment[name] === undefined);
  }

  /** @returns A copy of plain data with every `${env:NAME}` in its texts filled in; what is not set stays as it is. */
  fillIn<T>(value: T): T {
    return mapTexts(value, (text) =>
      text.replace(secretPattern, (reference, name: string) => {
        const secret = this.#environment[name];
        if (secret !== undefined) this.#values.set(reference, secret);
        return secret ?? reference;
      }),
    ) as T;
  }

  /** Puts the reference back wherever a secret that was filled in stands in a text. */
  hide(text: string): string {
    let hidden = text;
    for (const [reference, secret] of this.#values) {
      if (secret.length >= shortestHidden) hidden = hidden.replaceAll(secret, reference);
    }
    return hidden;
  }
}

/** A copy of plain data with `map` applied to every text; a value without texts to change is returned itself. */
function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, map));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, map)]));
}
