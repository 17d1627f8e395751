import { defineFormat } from '@basin/core';
import { z } from 'zod';
import { openJsonLines } from '../text/json-lines-table.js';
import { createJsonLinesWriter } from '../text/json-lines-writer.js';
import { typedTextOptions } from './format-options.js';

export const jsonLinesFormat = defineFormat({
  name: 'datasets/json-lines',
  summary: 'JSON Lines: one object a line, plain or in gzip',
  details: 'Columns are the keys of the first lines. Lines that cannot be read are left out and reported.',
  reference: 'https://jsonlines.org',
  extensions: ['.jsonl', '.ndjson'],
  options: z.strictObject(typedTextOptions),
  example: {},
  create: (options) => ({ open: (path) => openJsonLines(path, options), create: createJsonLinesWriter }),
});
