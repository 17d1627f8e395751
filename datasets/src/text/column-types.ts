import { type ColumnField, DatasetError } from '@basin/core';

/** Types that a text file's column can be given. */
export const givenTypes = ['float64', 'int32', 'uint8', 'bool', 'text'] as const;

export type GivenType = (typeof givenTypes)[number];

/** Types by column name, instead of those that the first rows suggest. */
export type GivenTypes = Readonly<Record<string, GivenType>>;

/**
 * Replaces the suggested types by the given ones.
 *
 * @throws {DatasetError} a type for a column that the file does not have.
 */
export function withGivenTypes(
  file: string,
  suggested: readonly ColumnField[],
  given: GivenTypes = {},
): readonly ColumnField[] {
  const names = new Set(suggested.map(({ name }) => name));
  const stranger = Object.keys(given).find((name) => !names.has(name));
  if (stranger !== undefined) {
    const known = [...names].map((name) => `'${name}'`).join(', ');
    throw new DatasetError({ file, column: stranger }, `is given a type, but the columns are ${known}`);
  }
  return suggested.map((field) => {
    const type = Object.hasOwn(given, field.name) ? given[field.name] : undefined;
    return type === undefined ? field : { name: field.name, type };
  });
}
