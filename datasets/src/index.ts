export { type ArrowReadOptions, openArrow } from './arrow/arrow-table.js';
export { createArrowWriter } from './arrow/arrow-writer.js';
export { datasetsModule } from './datasets-module.js';
export { AtomicFile } from './files/atomic-file.js';
export { arrowFormat } from './formats/arrow-format.js';
export { csvFormat, tsvFormat } from './formats/csv-format.js';
export { jsonLinesFormat } from './formats/json-lines-format.js';
export { smilesFormat } from './formats/smiles-format.js';
export { tableFormats } from './formats/table-formats.js';
export {
  type ManifestNotes,
  manifestPath,
  readManifest,
  type TableManifest,
  writeManifest,
} from './manifest/manifest.js';
export { verifyTable } from './manifest/verify-table.js';
export { createTable, formatOf, type OpenTableOptions, openTable } from './tables/open-table.js';
export type { GivenType, GivenTypes } from './text/column-types.js';
export { type CsvReadOptions, openCsv } from './text/csv-table.js';
export { createCsvWriter } from './text/csv-writer.js';
export { type JsonLinesReadOptions, openJsonLines } from './text/json-lines-table.js';
export { createJsonLinesWriter } from './text/json-lines-writer.js';
export { openSmiles } from './text/smiles-table.js';
export { createSmilesWriter } from './text/smiles-writer.js';
export type { TextReadOptions } from './text/text-table.js';
