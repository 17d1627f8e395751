import type { FormatDefinition } from '@basin/core';
import { arrowFormat } from './arrow-format.js';
import { csvFormat, tsvFormat } from './csv-format.js';
import { jsonLinesFormat } from './json-lines-format.js';
import { smilesFormat } from './smiles-format.js';

/** The formats of this package: what its module registers, and what `openTable` knows by itself. */
export const tableFormats: readonly FormatDefinition[] = [
  arrowFormat,
  csvFormat,
  tsvFormat,
  jsonLinesFormat,
  smilesFormat,
];
