import type { FileTable, TableSchema } from '@basin/core';
import { lineBlocks } from './line-blocks.js';
import { lineParser } from './lines.js';
import { defaultRecordBytes, type TextReadOptions, textTable } from './text-table.js';

/** What a SMILES file holds, whoever wrote it. */
export const smilesSchema: TableSchema = {
  fields: [
    { name: 'smiles', type: 'text', description: 'Molecule in SMILES notation, as written in the file' },
    { name: 'name', type: 'text', description: 'What stands behind the SMILES in its line' },
  ],
  metadata: {},
};

/**
 * Opens a SMILES file, also inside gzip: one molecule a line, white space, and the rest of the line is its name (null where there
 * is none). Blank lines are skipped; '#' begins no comment, for it is a triple bond. Whether a SMILES is valid is not asked here.
 *
 * @throws {DatasetError} the file cannot be read.
 */
export async function openSmiles(path: string, options: TextReadOptions = {}): Promise<FileTable> {
  await checkReadable(path);
  return textTable(path, smilesSchema, options, (batches, malformed) =>
    lineParser(options.maximumRecordBytes ?? defaultRecordBytes, malformed, (line) => {
      const text = line.trim();
      const gap = text.search(/\s/);
      const [smiles, name] = batches.buffers;
      smiles!.putText(batches.row, gap === -1 ? text : text.slice(0, gap));
      name!.putText(batches.row, gap === -1 ? null : text.slice(gap).trim());
      batches.commit();
      return undefined;
    }),
  );
}

/** Reads the beginning, so that a file that is missing or no text is refused when it is opened. */
async function checkReadable(path: string): Promise<void> {
  for await (const _block of lineBlocks(path, defaultRecordBytes)) return;
}
