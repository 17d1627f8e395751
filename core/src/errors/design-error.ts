/** Where in a text file something stands. `line` and `column` count from 1. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The mark of errors of this file, by which another copy of this package knows them. */
const brand = Symbol.for('basin/error');

/**
 * The root of every error that Basin raises on purpose. The message says where, what came, and what is allowed;
 * the fields of each subclass say the same to programs. `instanceof` also knows the errors that another copy of this package
 * raised, such as one that a plugin brought along.
 */
export class DesignError extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: the class that stands right of instanceof, which may be a subclass.
    const wanted = this.name;
    if (typeof value !== 'object' || value === null || !(brand in value)) return false;
    for (let kind = Object.getPrototypeOf(value); kind !== null; kind = Object.getPrototypeOf(kind)) {
      if (kind.constructor.name === wanted) return true;
    }
    return false;
  }

  get [brand](): true {
    return true;
  }

  override get name(): string {
    return this.constructor.name;
  }
}

/** One fault of a configuration: a message, the path of keys to the value, and its place where the text is known. */
export interface ConfigurationFault {
  readonly message: string;
  readonly path: readonly (string | number)[];
  readonly position?: SourcePosition;
}

/** A workflow file or an options object that cannot be used. Carries every fault found in one pass. */
export class ConfigurationError extends DesignError {
  readonly faults: readonly ConfigurationFault[];

  constructor(faults: readonly ConfigurationFault[]) {
    super(faults.map(describeFault).join('\n'));
    this.faults = faults;
  }
}

function describeFault({ message, path, position }: ConfigurationFault): string {
  const place = position === undefined ? path.join('.') : `${position.file}:${position.line}:${position.column}`;
  return place === '' ? message : `${place}: ${message}`;
}

/** A name that no loaded plugin registered at this extension point. */
export class UnknownExtensionError extends DesignError {
  readonly point: string;
  readonly requested: string;
  readonly nearest: readonly string[];

  /** @param broken - What is known of contributions without a name: the requested one may be among them. */
  constructor(point: string, requested: string, nearest: readonly string[], broken: readonly string[] = []) {
    const hint = nearest.length === 0 ? '' : `; did you mean ${nearest.map((name) => `'${name}'`).join(' or ')}?`;
    const suspects = broken.map((message) => `; it may be what failed: ${message}`).join('');
    super(`no ${point} is named '${requested}'${hint}${suspects}`);
    this.point = point;
    this.requested = requested;
    this.nearest = nearest;
  }
}

/** A contribution that cannot be registered: a duplicate, another API version, or a module that threw while loading. */
export class PluginError extends DesignError {
  readonly plugin: string;

  constructor(plugin: string, message: string, options?: ErrorOptions) {
    super(`plugin ${plugin}: ${message}`, options);
    this.plugin = plugin;
  }
}

/** A state that a space, energy or proposal cannot take. `row` counts from 0 within the batch. */
export class InvalidStateError extends DesignError {
  readonly row: number;

  constructor(row: number, message: string) {
    super(`row ${row}: ${message}`);
    this.row = row;
  }
}

/** An energy term gave NaN or −Infinity, which no distribution has. */
export class NonFiniteEnergyError extends DesignError {
  readonly term: string;
  readonly row: number;
  readonly value: number;

  constructor(term: string, row: number, value: number) {
    super(
      `energy '${term}' is ${value} at row ${row}; an energy is a finite number, or +Infinity for a forbidden state`,
    );
    this.term = term;
    this.row = row;
    this.value = value;
  }
}

/** Where in a data set something is wrong. Rows count from 1, as people count lines and records. */
export interface DatasetPlace {
  readonly file: string;
  readonly row?: number;
  readonly column?: string;
}

/** A table that cannot be read, checked or written. */
export class DatasetError extends DesignError {
  readonly place: DatasetPlace;

  constructor(place: DatasetPlace, message: string, options?: ErrorOptions) {
    const row = place.row === undefined ? '' : `:${place.row}`;
    const column = place.column === undefined ? '' : `, column '${place.column}'`;
    super(`${place.file}${row}${column}: ${message}`, options);
    this.place = place;
  }
}
