import type { Columns, Table, TableSchema } from '../state/columns.js';

/** A record of a file that could not be read, with as much of its text as helps to find it. */
export interface MalformedRecord {
  /** Line or record number, from 1. */
  readonly row: number;
  readonly status: string;
  readonly message: string;
  readonly text: string;
}

/** A table read from a file. Malformed records are left out of the batches and reported. */
export interface FileTable extends Table {
  /** Complete after `batches()` has been read to its end; at most `malformedLimit` records are kept, all are counted. */
  malformed(): { readonly count: number; readonly records: readonly MalformedRecord[] };
}

/** What a finished file is known by. */
export interface WrittenFile {
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** Appends batches to a file that appears, whole, only at `close`. */
export interface TableWriter {
  append(columns: Columns): Promise<void>;
  close(): Promise<WrittenFile>;
  /** Leaves nothing behind. */
  abort(): Promise<void>;
}

/** Reads and writes tables of one file format. */
export interface FormatAdapter {
  open(path: string): Promise<FileTable>;
  /** The schema alone, where opening costs more the larger the file is: asked for while a workflow is validated. */
  readSchema?(path: string): Promise<TableSchema>;
  create(path: string, schema: TableSchema): Promise<TableWriter>;
}
