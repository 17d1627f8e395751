import { FormatDefinition } from '@basin/core';
import { ContainerModule } from 'inversify';
import { tableFormats } from './formats/table-formats.js';

/** Registers the table formats. */
export const datasetsModule = new ContainerModule(({ bind }) => {
  for (const format of tableFormats) bind(FormatDefinition).toConstantValue(format);
});
