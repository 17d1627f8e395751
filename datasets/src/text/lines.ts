import { type LineBlock, lineEnd } from './line-blocks.js';
import { excerpt, type MalformedLog, type RecordFault } from './malformed-log.js';
import type { RecordParser } from './text-table.js';

/**
 * A parser of formats with one record a line. Blank lines are skipped; what `read` says is wrong with a line is reported.
 *
 * @param read - Gets the line without its end; gives what is wrong with it, or undefined.
 */
export function lineParser(
  maximumBytes: number,
  malformed: Pick<MalformedLog, 'add'>,
  read: (text: string) => Omit<RecordFault, 'text'> | undefined,
): RecordParser {
  const parseLine = (bytes: Buffer, start: number, end: number): RecordFault | undefined => {
    const text = bytes.toString('utf8', start, end);
    if (text.trim() === '') return undefined;
    const fault =
      end - start > maximumBytes
        ? ({ status: 'too-long', message: `the line is longer than ${maximumBytes} bytes` } as const)
        : read(text);
    return fault && { ...fault, text: excerpt(bytes.subarray(start, end)) };
  };

  return {
    parse({ bytes, firstLine, faults }: LineBlock): void {
      let line = firstLine;
      for (let start = 0; start < bytes.length; line++) {
        const end = lineEnd(bytes, start);
        const fault = faults?.get(line) ?? parseLine(bytes, start, end);
        if (fault !== undefined) malformed.add(line, fault);
        start = end + 1;
      }
    },
    end: () => undefined,
  };
}
