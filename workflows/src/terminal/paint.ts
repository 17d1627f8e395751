import { styleText } from 'node:util';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan';

/** Puts a text in a style, or leaves it plain where colours are not wanted. */
export type Paint = (style: Style | readonly Style[], text: string) => string;

/** What the choice of colours depends on. */
export interface PaintSurroundings {
  readonly isTTY: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly argv: readonly string[];
}

/** Leaves every text as it is. */
export const plainPaint: Paint = (_style, text) => text;

/**
 * Whether to write colours: --no-color and NO_COLOR forbid them, FORCE_COLOR asks for them, and otherwise a terminal that
 * is not dumb gets them.
 * @see https://no-color.org
 */
export function wantsColours({ isTTY, env, argv }: PaintSurroundings): boolean {
  if (argv.includes('--no-color') || isSet(env.NO_COLOR)) return false;
  if (isSet(env.FORCE_COLOR)) return env.FORCE_COLOR !== '0';
  return isTTY && env.TERM !== 'dumb';
}

/** The paint for what this process writes to `stream`. */
export function paintFor(stream: { readonly isTTY?: boolean }): Paint {
  const surroundings = { isTTY: stream.isTTY === true, env: process.env, argv: process.argv };
  return wantsColours(surroundings) ? paintInColour : plainPaint;
}

/** Styles always; the stream has been looked at before. */
export const paintInColour: Paint = (style, text) =>
  text === '' ? '' : styleText(typeof style === 'string' ? style : [...style], text, { validateStream: false });

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
