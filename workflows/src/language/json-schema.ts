/** JSON Schema as plain data. */
export type JsonSchema = { readonly [key: string]: unknown };

/** What names of energies and steps look like. */
export const kebab = { pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$', maxLength: 64 };
