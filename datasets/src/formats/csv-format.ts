import { defineFormat, type FormatAdapter } from '@basin/core';
import { z } from 'zod';
import { type CsvReadOptions, openCsv } from '../text/csv-table.js';
import { createCsvWriter } from '../text/csv-writer.js';
import { typedTextOptions } from './format-options.js';

const delimiter = z
  .string()
  .regex(/^[\t -!#-~]$/, 'a delimiter is one ASCII character, and no quote')
  .optional();
const header = z.array(z.string()).min(1).optional();

const details =
  'The header line names the columns; the types are suggested by the first rows and can be given by `types`. ' +
  "Columns 'x[0]', 'x[1]' and so on are one vector column 'x'. Records that cannot be read are left out and reported.";

export const csvFormat = defineFormat({
  name: 'datasets/csv',
  summary: 'Comma-separated values (RFC 4180), plain or in gzip',
  details,
  reference: 'https://www.rfc-editor.org/rfc/rfc4180',
  extensions: ['.csv'],
  options: z.strictObject({ ...typedTextOptions, delimiter, header }),
  example: { types: { cas: 'text' } },
  create: (options) => csvAdapter(options),
});

export const tsvFormat = defineFormat({
  name: 'datasets/tsv',
  summary: 'Tab-separated values, with the quoting of CSV, plain or in gzip',
  details,
  extensions: ['.tsv', '.tab'],
  options: z.strictObject({ ...typedTextOptions, header }),
  example: {},
  create: (options) => csvAdapter({ ...options, delimiter: '\t' }),
});

function csvAdapter(options: CsvReadOptions): FormatAdapter {
  return {
    open: (path) => openCsv(path, options),
    create: (path, schema) => createCsvWriter(path, schema, options.delimiter),
  };
}
