/** The parts of a JSON schema that options are described by. */
export interface OptionSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
  readonly anyOf?: readonly OptionSchema[];
  readonly oneOf?: readonly OptionSchema[];
  readonly allOf?: readonly OptionSchema[];
  readonly items?: OptionSchema;
  readonly prefixItems?: readonly OptionSchema[];
  readonly properties?: Readonly<Record<string, OptionSchema>>;
  readonly additionalProperties?: OptionSchema | boolean;
  readonly required?: readonly string[];
  /** Set by the reference schemas: the extension point that the value names an extension of. */
  readonly reference?: string;
  /** What of them: 'property', 'reversible proposal'. All of the point when absent. */
  readonly wanted?: string;
}

/** One option: its path of keys, what may be written, and what holds where nothing is. */
export interface OptionRow {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly default?: unknown;
  readonly description: string;
}

/** Deeper options are described by their type alone. */
const deepestPath = 3;

/** The options that a schema allows, inner ones behind their owner: 'schedule', 'schedule.from'. */
export function optionRows(schema: OptionSchema, path: readonly string[] = []): OptionRow[] {
  const { properties = {}, required = [] } = schema;
  return Object.entries(properties).flatMap(([key, inner]) => {
    const here = [...path, key];
    const row: OptionRow = {
      name: here.join('.'),
      type: typeText(inner),
      required: required.includes(key) && inner.default === undefined,
      description: inner.description ?? '',
      ...(inner.default === undefined ? {} : { default: inner.default }),
    };
    return [row, ...(here.length < deepestPath ? optionRows(inner, here) : [])];
  });
}

/** What may be written, in words: 'number > 0', 'integer 1…100', 'up | down', 'list of energy'. */
export function typeText(schema: OptionSchema): string {
  if (schema.reference !== undefined) return schema.wanted ?? schema.reference;
  if (schema.const !== undefined) return valueText(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(valueText).join(' | ');
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) return [...new Set(alternatives.map(typeText))].join(' | ');
  if (schema.allOf !== undefined) return schema.allOf.map(typeText).join(' and ');
  switch (schema.type) {
    case 'number':
    case 'integer':
      return [schema.type, rangeText(schema)].filter((part) => part !== '').join(' ');
    case 'string':
      return schema.pattern === undefined ? 'text' : `text like ${schema.pattern}`;
    case 'boolean':
      return 'true | false';
    case 'array':
      return listText(schema);
    case 'object':
      return objectText(schema);
    default:
      return 'any value';
  }
}

function rangeText({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: OptionSchema): string {
  const low = isLimit(minimum) ? minimum : undefined;
  const high = isLimit(maximum) ? maximum : undefined;
  if (low !== undefined && high !== undefined) return `${low}…${high}`;
  const bounds = [
    low === undefined ? '' : `≥ ${low}`,
    exclusiveMinimum === undefined ? '' : `> ${exclusiveMinimum}`,
    high === undefined ? '' : `≤ ${high}`,
    exclusiveMaximum === undefined ? '' : `< ${exclusiveMaximum}`,
  ];
  return bounds.filter((bound) => bound !== '').join(', ');
}

/** zod bounds every integer by what a double counts exactly; that is no news. */
function isLimit(bound: number | undefined): boolean {
  return bound !== undefined && Math.abs(bound) !== Number.MAX_SAFE_INTEGER;
}

function listText({ items, prefixItems, minItems, maxItems }: OptionSchema): string {
  if (prefixItems !== undefined) return `[${prefixItems.map(typeText).join(', ')}]`;
  const of = items === undefined ? '' : ` of ${typeText(items)}`;
  if (minItems !== undefined && minItems === maxItems) return `list of ${minItems}:${of.slice(3)}`;
  return `list${of}${minItems === undefined || minItems === 0 ? '' : `, at least ${minItems}`}`;
}

function objectText({ properties, additionalProperties }: OptionSchema): string {
  if (properties !== undefined && Object.keys(properties).length > 0)
    return `map of ${Object.keys(properties).join(', ')}`;
  return typeof additionalProperties === 'object' ? `map of name: ${typeText(additionalProperties)}` : 'map';
}

/** A value as a workflow file would give it, on one line. */
export function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
