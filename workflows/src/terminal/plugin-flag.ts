import { string } from '@oclif/core/flags';

/** Option of commands that look at what plugins offer. */
export const pluginFlag = string({
  summary: 'Load only this plugin, not every installed one; may be repeated',
  multiple: true,
  multipleNonGreedy: true,
  helpValue: 'NAME',
});
