import { isAscii } from 'node:buffer';
import { type LineBlock, lineEnd } from './line-blocks.js';
import { excerpt, type RecordFault } from './malformed-log.js';

/** How a cell is written: bare, in quotes, or in quotes with doubled quotes inside. */
export const plainCell = 0;
export const quotedCell = 1;
export const escapedCell = 2;

/** The cells of one record, as places in its bytes. Valid only while it is handed over. */
export interface CsvRecord {
  bytes: Buffer;
  /** 'latin1' where the bytes are ASCII, which is decoded several times faster. */
  encoding: 'latin1' | 'utf8';
  /** Number of the line it begins on, from 1. */
  line: number;
  count: number;
  readonly starts: number[];
  readonly ends: number[];
  readonly styles: number[];
  /** Where the record begins and ends in `bytes`. */
  start: number;
  end: number;
}

export interface CsvSink {
  record(record: CsvRecord): void;
  malformed(line: number, fault: RecordFault): void;
}

const quote = 0x22;
const lineFeed = 10;
const carriageReturn = 13;
/** What `#scan` gives where a quoted cell is still open at the end of the bytes. */
const unfinished = -1;

/**
 * Splits CSV into records as RFC 4180 says: cells between delimiters, in quotes where they hold delimiters, quotes (doubled) or
 * line ends; lines end in LF or CRLF. Blank lines are skipped. A bare cell may hold quotes inside. A record that breaks the
 * rules is reported, and reading goes on at the next line that is not inside of quotes.
 *
 * @remarks Works on bytes: UTF-8 holds the bytes of delimiters, quotes and line ends nowhere else. Time linear in the file; memory
 * one block and one record, for a quote that is never closed ends its record at `maximumBytes`.
 */
export class CsvRecordReader {
  readonly #delimiter: number;
  readonly #maximumBytes: number;
  readonly #sink: CsvSink;
  readonly #record: CsvRecord = {
    bytes: Buffer.alloc(0),
    encoding: 'utf8',
    line: 0,
    count: 0,
    starts: [],
    ends: [],
    styles: [],
    start: 0,
    end: 0,
  };
  #pending: LineBlock | undefined;
  /** What breaks the rules in the record that is being scanned. */
  #problem: string | undefined;
  /** Line feeds inside of the record that is being scanned. */
  #innerLines = 0;

  /** @param delimiter - One ASCII character. */
  constructor(delimiter: string, maximumBytes: number, sink: CsvSink) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#maximumBytes = maximumBytes;
    this.#sink = sink;
  }

  parse(block: LineBlock): void {
    const { bytes, firstLine, faults } = this.#pending === undefined ? block : joined(this.#pending, block);
    this.#pending = undefined;
    this.#record.bytes = bytes;
    this.#record.encoding = isAscii(bytes) ? 'latin1' : 'utf8';
    let line = firstLine;
    for (let start = 0; start < bytes.length; ) {
      const next = this.#scan(bytes, start);
      if (next === unfinished && bytes.length - start <= this.#maximumBytes) {
        this.#pending = { bytes: bytes.subarray(start), firstLine: line, faults };
        return;
      }
      const end = next === unfinished ? bytes.length : next;
      if (next === unfinished)
        this.#problem = `a quote is not closed within ${this.#maximumBytes} bytes, which were skipped`;
      this.#deliver(start, end, line, faults);
      line += this.#innerLines + 1;
      start = end;
    }
  }

  end(): void {
    if (this.#pending === undefined) return;
    const { bytes, firstLine } = this.#pending;
    this.#pending = undefined;
    this.#sink.malformed(firstLine, malformed('a quote is never closed; the rest of the file was skipped', bytes));
  }

  #deliver(start: number, end: number, line: number, faults: LineBlock['faults']): void {
    const fault = this.#fault(start, end, line, faults);
    if (fault !== undefined) {
      this.#sink.malformed(line, fault);
      return;
    }
    if (isBlank(this.#record.bytes, start, end)) return;
    this.#record.line = line;
    this.#record.start = start;
    this.#record.end = end;
    this.#sink.record(this.#record);
  }

  #fault(start: number, end: number, line: number, faults: LineBlock['faults']): RecordFault | undefined {
    const known = faults === undefined ? undefined : faultWithin(faults, line, line + this.#innerLines);
    if (known !== undefined) return known;
    if (this.#problem !== undefined) return malformed(this.#problem, this.#record.bytes.subarray(start, end));
    if (end - start <= this.#maximumBytes) return undefined;
    const message = `the record is longer than ${this.#maximumBytes} bytes`;
    return { status: 'too-long', message, text: excerpt(this.#record.bytes.subarray(start, end)) };
  }

  /** Finds the cells of the record at `start`. @returns Where the next record begins, or `unfinished`. */
  #scan(bytes: Buffer, start: number): number {
    const record = this.#record;
    record.count = 0;
    this.#innerLines = 0;
    this.#problem = undefined;
    let at = start;
    while (true) {
      at = bytes[at] === quote ? this.#scanQuoted(bytes, at + 1) : this.#scanPlain(bytes, at);
      if (at === unfinished) return unfinished;
      if (this.#problem !== undefined) return lineEnd(bytes, at) + 1;
      if (at >= bytes.length || bytes[at] === lineFeed) return at + 1;
      at++;
    }
  }

  /** @returns The delimiter or line feed behind the cell, or the end of the bytes. */
  #scanPlain(bytes: Buffer, start: number): number {
    const delimiter = this.#delimiter;
    const length = bytes.length;
    let at = start;
    while (at < length) {
      const byte = bytes[at]!;
      if (byte === delimiter || byte === lineFeed) break;
      at++;
    }
    const isLineEnd = at === length || bytes[at] === lineFeed;
    const end = isLineEnd && at > start && bytes[at - 1] === carriageReturn ? at - 1 : at;
    this.#add(start, end, plainCell);
    return at;
  }

  #scanQuoted(bytes: Buffer, start: number): number {
    let style = quotedCell;
    let at = start;
    while (true) {
      const close = bytes.indexOf(quote, at);
      if (close === -1) return unfinished;
      this.#countLines(bytes, at, close);
      if (bytes[close + 1] !== quote) {
        this.#add(start, close, style);
        return this.#behindQuote(bytes, close + 1);
      }
      style = escapedCell;
      at = close + 2;
    }
  }

  #behindQuote(bytes: Buffer, at: number): number {
    const byte = bytes[at];
    if (byte === this.#delimiter || byte === lineFeed || at >= bytes.length) return at;
    const isReturn = byte === carriageReturn && (at + 1 === bytes.length || bytes[at + 1] === lineFeed);
    if (isReturn) return at + 1;
    this.#problem = 'text follows a closing quote; a quote inside of quotes must be doubled';
    return at;
  }

  #countLines(bytes: Buffer, start: number, end: number): void {
    for (let at = start; at < end; at++) if (bytes[at] === lineFeed) this.#innerLines++;
  }

  #add(start: number, end: number, style: number): void {
    const record = this.#record;
    record.starts[record.count] = start;
    record.ends[record.count] = end;
    record.styles[record.count] = style;
    record.count++;
  }
}

/** Text of one cell. */
export function cellText({ bytes, encoding, starts, ends, styles }: CsvRecord, cell: number): string {
  const text = bytes.toString(encoding, starts[cell], ends[cell]);
  return styles[cell] === escapedCell ? text.replaceAll('""', '"') : text;
}

function isBlank(bytes: Buffer, start: number, end: number): boolean {
  const isBare = bytes[start] === lineFeed && end - start === 1;
  return isBare || (bytes[start] === carriageReturn && bytes[start + 1] === lineFeed && end - start === 2);
}

function malformed(message: string, bytes: Buffer): RecordFault {
  return { status: 'malformed', message, text: excerpt(bytes) };
}

function joined(pending: LineBlock, next: LineBlock): LineBlock {
  const faults = new Map([...(pending.faults ?? []), ...(next.faults ?? [])]);
  return {
    bytes: Buffer.concat([pending.bytes, next.bytes]),
    firstLine: pending.firstLine,
    faults: faults.size === 0 ? undefined : faults,
  };
}

function faultWithin(faults: ReadonlyMap<number, RecordFault>, first: number, last: number): RecordFault | undefined {
  for (let line = first; line <= last; line++) {
    const fault = faults.get(line);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
