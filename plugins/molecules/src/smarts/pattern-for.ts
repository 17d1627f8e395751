import type { SmartsPattern } from './compile-smarts.js';
import type { MatchContext } from './match-context.js';

/** The form of a pattern that a graph's bonds call for. */
export function patternFor(pattern: SmartsPattern, context: MatchContext): SmartsPattern {
  return context.hasDative ? pattern.acrossDative : pattern;
}
