import { DatasetError, type FileTable, type MalformedRecord } from '@basin/core';
import type { BatchAssembler } from './column-buffers.js';
import { type GivenTypes, withGivenTypes } from './column-types.js';
import { type CsvColumn, joinVectors, suggestedType } from './csv-columns.js';
import { type CsvRecord, CsvRecordReader, type CsvSink, cellText } from './csv-records.js';
import { putCell } from './csv-rows.js';
import { lineBlocks } from './line-blocks.js';
import { excerpt, type MalformedLog, type RecordFault } from './malformed-log.js';
import { defaultRecordBytes, type RecordParser, type TextReadOptions, textTable } from './text-table.js';

export interface CsvReadOptions extends TextReadOptions {
  /** One ASCII character; a comma if not given. */
  readonly delimiter?: string | undefined;
  /** Types by column name, instead of those that the first rows suggest. */
  readonly types?: GivenTypes | undefined;
  /** How many rows the types are suggested by, ≥ 1; 1000 if not given. */
  readonly sampleRows?: number | undefined;
  /** Names of the columns of a file without a header line. */
  readonly header?: readonly string[] | undefined;
}

const defaultSampleRows = 1000;

/**
 * Opens a CSV file (RFC 4180), also inside gzip. The first line names the columns; types are suggested by the first rows (see
 * `suggestedType`) or given. Columns 'x[0]', 'x[1]', … become one vector column 'x'. In number columns empty, NA, N/A, NaN, null
 * and None are missing; in text columns only an empty cell without quotes is null.
 *
 * A record with too few or too many cells, or a cell that its column cannot hold, is malformed: it is left out and reported.
 *
 * @throws {DatasetError} the file cannot be read, has no header or a header that names a column twice.
 */
export async function openCsv(path: string, options: CsvReadOptions = {}): Promise<FileTable> {
  const sample = await readSample(path, options);
  const suggested = sample.names.map((name, cell) => ({
    name,
    type: suggestedType(sample.rows.map((row) => row[cell] ?? '')),
  }));
  const columns = joinVectors(withGivenTypes(path, suggested, options.types));
  const schema = { fields: columns.map(({ field }) => field), metadata: {} };
  return textTable(path, schema, options, (batches, malformed) => {
    const rows = new CsvRows(columns, sample.names.length, batches, malformed, options.header === undefined);
    return recordReader(options, rows);
  });
}

function recordReader({ delimiter = ',', maximumRecordBytes }: CsvReadOptions, sink: CsvSink): RecordParser {
  return new CsvRecordReader(delimiter, maximumRecordBytes ?? defaultRecordBytes, sink);
}

/** Stores records as rows. */
class CsvRows implements CsvSink {
  readonly #columns: readonly CsvColumn[];
  readonly #cellCount: number;
  readonly #batches: BatchAssembler;
  readonly #malformed: MalformedLog;
  #isHeaderAhead: boolean;

  constructor(
    columns: readonly CsvColumn[],
    cellCount: number,
    batches: BatchAssembler,
    malformed: MalformedLog,
    hasHeader: boolean,
  ) {
    this.#columns = columns;
    this.#cellCount = cellCount;
    this.#batches = batches;
    this.#malformed = malformed;
    this.#isHeaderAhead = hasHeader;
  }

  record(record: CsvRecord): void {
    if (this.#isHeaderAhead) {
      this.#isHeaderAhead = false;
      return;
    }
    const fault = record.count === this.#cellCount ? this.#putRow(record) : this.#countFault(record);
    if (fault === undefined) this.#batches.commit();
    else this.#malformed.add(record.line, fault);
  }

  malformed(line: number, fault: RecordFault): void {
    this.#malformed.add(line, fault);
  }

  #putRow(record: CsvRecord): RecordFault | undefined {
    const { row, buffers } = this.#batches;
    for (let index = 0; index < this.#columns.length; index++) {
      const { firstCell, cellCount } = this.#columns[index]!;
      const buffer = buffers[index]!;
      for (let component = 0; component < cellCount; component++) {
        const problem = putCell(buffer, row, component, record, firstCell + component);
        if (problem !== undefined) return typeFault(buffer.field.name, problem, record);
      }
    }
    return undefined;
  }

  #countFault(record: CsvRecord): RecordFault {
    const message = `the record has ${record.count} cells where the header has ${this.#cellCount}`;
    return { status: 'malformed', message, text: textOf(record) };
  }
}

function typeFault(column: string, problem: string, record: CsvRecord): RecordFault {
  const message = `column '${column}': ${problem}; if that is right, give the column the type text`;
  return { status: 'type', message, text: textOf(record) };
}

function textOf({ bytes, start, end }: CsvRecord): string {
  return excerpt(bytes.subarray(start, end));
}

interface CsvSample {
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Reads the header and the rows that suggest the types. Malformed ones suggest nothing. */
async function readSample(path: string, options: CsvReadOptions): Promise<CsvSample> {
  const rows: string[][] = [];
  let headerFault: MalformedRecord | undefined;
  const parser = recordReader(options, {
    record: (record) => rows.push(Array.from({ length: record.count }, (_, cell) => cellText(record, cell))),
    malformed: (row, fault) => {
      if (rows.length === 0) headerFault ??= { row, ...fault };
    },
  });
  const wanted = (options.sampleRows ?? defaultSampleRows) + 1;
  for await (const block of lineBlocks(path, options.maximumRecordBytes ?? defaultRecordBytes)) {
    parser.parse(block);
    if (rows.length >= wanted) break;
  }
  if (rows.length < wanted) parser.end();
  const header = options.header ?? rows.shift();
  if (options.header === undefined && headerFault !== undefined) {
    throw new DatasetError({ file: path, row: headerFault.row }, `its header cannot be read: ${headerFault.message}`);
  }
  if (header === undefined) throw new DatasetError({ file: path }, 'is empty: there is no header line');
  const names = columnNames(path, header);
  return { names, rows: rows.slice(0, wanted - 1).filter((row) => row.length === names.length) };
}

/** A column without a name, as some tools write for row labels, is named by its place. */
function columnNames(file: string, header: readonly string[]): readonly string[] {
  const names = header.map((name, cell) => name.trim() || `column${cell + 1}`);
  if (names.includes('__proto__'))
    throw new DatasetError({ file, row: 1, column: '__proto__' }, 'is no name for a column');
  const twice = names.find((name, cell) => names.indexOf(name) !== cell);
  if (twice !== undefined) {
    const places = names.flatMap((name, cell) => (name === twice ? [cell + 1] : []));
    throw new DatasetError({ file, row: 1, column: twice }, `is named more than once: cells ${places.join(', ')}`);
  }
  return names;
}
