import { defineFormat } from '@basin/core';
import { z } from 'zod';
import { openSmiles } from '../text/smiles-table.js';
import { createSmilesWriter } from '../text/smiles-writer.js';
import { textOptions } from './format-options.js';

export const smilesFormat = defineFormat({
  name: 'datasets/smiles',
  summary: 'SMILES files: a molecule and its name a line, plain or in gzip',
  details: "Gives the text columns 'smiles' and 'name'; writing leaves every other column out.",
  extensions: ['.smi', '.smiles'],
  options: z.strictObject(textOptions),
  example: {},
  create: (options) => ({ open: (path) => openSmiles(path, options), create: createSmilesWriter }),
});
