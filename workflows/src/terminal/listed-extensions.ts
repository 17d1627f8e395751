import { type ExtensionPointName, extensionPointNames, type Registry } from '@basin/core';
import type { Operator } from './operators.js';
import type { Paint } from './paint.js';
import { cutToWidth, padToWidth, printable } from './text-width.js';

/** An extension in a listing. */
export interface ListedExtension {
  readonly point: ExtensionPointName;
  readonly name: string;
  readonly plugin: string;
  readonly summary: string;
  /** Why it cannot be used, where it cannot. */
  readonly broken?: string;
}

/** What the registry holds, by point and name; contributions that cannot be used come last in their point. */
export function listExtensions(
  registry: Registry,
  points: readonly ExtensionPointName[] = extensionPointNames,
): ListedExtension[] {
  return points.flatMap((point) => [
    ...registry.registered(point).map(({ definition: { name, summary }, plugin }) => {
      return { point, name, plugin: plugin.name, summary };
    }),
    ...registry.broken
      .filter((contribution) => contribution.point === point)
      .map(({ name, error }) => ({ point, name, plugin: error.plugin, summary: '', broken: error.message })),
  ]);
}

/** What `basin list` prints: a heading for each point, a line for each extension. */
export function showExtensions(extensions: readonly ListedExtension[], width: number, paint: Paint): string[] {
  return extensionPointNames.flatMap((point) => {
    const ofPoint = extensions.filter((extension) => extension.point === point);
    if (ofPoint.length === 0) return [];
    const nameWidth = Math.max(...ofPoint.map(({ name }) => name.length)) + 2;
    return [
      paint('bold', `${point} (${ofPoint.length})`),
      ...ofPoint.map((one) => lineOf(one, nameWidth, width, paint)),
      '',
    ];
  });
}

/** The operators that join energies, as {@link showExtensions} prints a point. */
export function showListedOperators(operators: readonly Operator[], width: number, paint: Paint): string[] {
  const nameWidth = Math.max(...operators.map(({ name }) => name.length)) + 2;
  return [
    paint('bold', `operator (${operators.length})`),
    ...operators.map(({ name, meaning: summary }) => lineOf({ name, summary }, nameWidth, width, paint)),
    '',
  ];
}

function lineOf(
  { name, summary, broken }: Pick<ListedExtension, 'name' | 'summary' | 'broken'>,
  nameWidth: number,
  width: number,
  paint: Paint,
): string {
  const shown = padToWidth(printable(name), nameWidth);
  const room = width - nameWidth - 2;
  if (broken !== undefined)
    return `  ${paint('red', shown)}${paint('red', cutToWidth(`broken: ${printable(broken)}`, room))}`;
  return `  ${paint('cyan', shown)}${cutToWidth(printable(summary), room)}`;
}
