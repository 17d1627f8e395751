import { defineFormat } from '@basin/core';
import { z } from 'zod';
import { openArrow, readArrowSchema } from '../arrow/arrow-table.js';
import { createArrowWriter } from '../arrow/arrow-writer.js';
import { batchSize } from './format-options.js';

export const arrowFormat = defineFormat({
  name: 'datasets/arrow',
  summary: 'Apache Arrow IPC files and streams, uncompressed or in gzip',
  details:
    'The native format: every column type, units, descriptions and metadata are kept, and reading copies no numbers. ' +
    'Files that are compressed inside must be written uncompressed first.',
  reference: 'https://arrow.apache.org/docs/format/Columnar.html',
  extensions: ['.arrow', '.arrows', '.feather', '.ipc'],
  options: z.strictObject({ batchSize }),
  example: {},
  create: (options) => ({
    open: (path) => openArrow(path, options),
    readSchema: readArrowSchema,
    create: createArrowWriter,
  }),
});
