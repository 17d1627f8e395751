const packageName = /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;
const longestPackageName = 214;

/**
 * Why a text is no npm package name, or undefined where it is one. Plugins are code, so a workflow file can name only packages
 * that somebody installed: no path, no URL.
 */
export function packageNameFault(name: string): string | undefined {
  if (packageName.test(name) && name.length <= longestPackageName) return undefined;
  return `${JSON.stringify(name)} is no package name; plugins are installed packages such as '@basin/molecules', not paths or URLs`;
}
