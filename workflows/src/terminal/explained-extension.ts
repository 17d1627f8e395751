import {
  type Definition,
  type ExtensionPointName,
  optionsSchemaOf,
  type PluginIdentity,
  type Registered,
  type Registry,
} from '@basin/core';
import { z } from 'zod';
import { exampleYaml } from './example-yaml.js';
import { type OptionRow, type OptionSchema, optionRows, typeText, valueText } from './option-rows.js';
import type { Paint } from './paint.js';
import { layOutTable } from './text-table.js';
import { printable, wrapProse } from './text-width.js';

/** Everything that an extension's literal says of itself. */
export interface ExplainedExtension {
  readonly point: ExtensionPointName;
  readonly name: string;
  readonly plugin: PluginIdentity;
  readonly summary: string;
  readonly details?: string;
  readonly reference?: string;
  /** What the literals of its point tell beside: role, unit, space, inputs, file name endings. */
  readonly properties: Readonly<Record<string, string>>;
  readonly options: readonly OptionRow[];
  /** The JSON schema of its options. */
  readonly schema: OptionSchema;
  readonly example: string;
}

export function explainExtension(
  point: ExtensionPointName,
  { definition, plugin }: Registered,
  registry: Registry,
): ExplainedExtension {
  const { name, summary, details, reference } = definition;
  const parsed = z.toJSONSchema(optionsSchemaOf(definition, registry), { io: 'input', unrepresentable: 'any' });
  const schema = parsed as OptionSchema;
  return {
    point,
    name,
    plugin: { name: plugin.name, version: plugin.version },
    summary,
    ...(details === undefined ? {} : { details }),
    ...(reference === undefined ? {} : { reference }),
    properties: propertiesOf(definition),
    options: optionRows(schema),
    schema,
    example: exampleYaml(definition, registry),
  };
}

/** The fields that the literals of the points have beside the common ones. */
interface PointFields {
  readonly space?: string;
  readonly kind?: string;
  readonly role?: string;
  readonly unit?: string;
  readonly parentCount?: number;
  readonly requires?: readonly string[];
  readonly extensions?: readonly string[];
  readonly inputs?: { readonly minimum: number; readonly maximum: number };
  readonly energy?: string;
}

function propertiesOf(definition: Definition): Record<string, string> {
  const { kind, space, role, unit, parentCount, requires, extensions, inputs, energy } = definition as Definition &
    PointFields;
  const texts: Record<string, string | undefined> = {
    space: space ?? kind,
    role,
    unit: unit === '1' ? '1 (a pure number)' : unit,
    parents: parentCount?.toString(),
    needs: requires === undefined || requires.length === 0 ? undefined : requires.join(', '),
    files: extensions?.join(' '),
    'takes from': inputs === undefined ? undefined : inputsText(inputs),
    energy,
  };
  return Object.fromEntries(Object.entries(texts).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function inputsText({ minimum, maximum }: { readonly minimum: number; readonly maximum: number }): string {
  if (maximum === 0) return 'no step';
  if (minimum === maximum) return minimum === 1 ? 'one step' : `${minimum} steps`;
  if (minimum === 0 && maximum === 1) return 'no step or one';
  return Number.isFinite(maximum) ? `${minimum} to ${maximum} steps` : `at least ${minimum} steps`;
}

/** What `basin explain` prints. */
export function showExtension(explained: ExplainedExtension, width: number, paint: Paint): string[] {
  const { point, name, plugin, summary, details, reference, properties, example } = explained;
  const prose = Math.min(width, 100) - 2;
  const indented = (text: string): string[] => wrapProse(printableProse(text), prose).map((line) => `  ${line}`);
  const section = (title: string, lines: readonly string[]): string[] => ['', paint('bold', title), ...lines];
  return [
    `${paint(['bold', 'cyan'], printable(name))}  ${paint('dim', `${point} of ${plugin.name} ${plugin.version}`)}`,
    ...indented(summary),
    ...(details === undefined ? [] : ['', ...indented(details)]),
    ...propertyLines(properties, paint),
    ...section('Options', optionLines(explained, width, paint)),
    ...section(
      'Example',
      example.split('\n').map((line) => `  ${line}`),
    ),
    ...(reference === undefined ? [] : section('Reference', indented(reference))),
  ];
}

function propertyLines(properties: Readonly<Record<string, string>>, paint: Paint): string[] {
  const lines = Object.entries(properties).map(([key, text]) => `  ${paint('dim', key.padEnd(11))} ${printable(text)}`);
  return lines.length === 0 ? [] : ['', ...lines];
}

function printableProse(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

function optionLines({ options, schema }: ExplainedExtension, width: number, paint: Paint): string[] {
  if (options.length === 0) return [`  ${schema.properties === undefined ? typeText(schema) : paint('dim', 'none')}`];
  const columns = [
    { title: 'name', style: 'cyan', minimumWidth: 14 },
    { title: 'what', minimumWidth: 10, wrap: true },
    { title: 'default', minimumWidth: 8 },
    { title: 'meaning', minimumWidth: 20, wrap: true },
  ] as const;
  const rows = options.map(({ name, type, required, default: preset, description }) => {
    return [name, type, presetText(required, preset), description].map(printable);
  });
  const described = rows.some((row) => row[3] !== '');
  return layOutTable(described ? columns : columns.slice(0, 3), rows, { width, paint, indent: 2 });
}

function presetText(required: boolean, preset: unknown): string {
  if (required) return 'required';
  return preset === undefined ? '' : valueText(preset);
}
