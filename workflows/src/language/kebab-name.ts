const kebabName = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const longestName = 64;

/** What is wrong with the name of a step or an energy, or undefined: kebab-case, at most 64 characters, safe as a file name. */
export function kebabNameFault(name: string): string | undefined {
  if (name.length > longestName) return `the name '${name.slice(0, 20)}…' is longer than ${longestName} characters`;
  if (kebabName.test(name)) return undefined;
  const suggestion = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  const hint = kebabName.test(suggestion) ? `, such as '${suggestion}'` : '';
  return `the name '${name}' must be lower-case words joined by '-'${hint}`;
}
