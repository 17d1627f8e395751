import type { TableWriter, WrittenFile } from '@basin/core';

/** A writer that tells once when it is closed; aborting it after that does nothing, and closing it twice gives the same file. */
export function trackedWriter(
  inner: TableWriter,
  onClosed: (written: WrittenFile) => void | Promise<void>,
): TableWriter {
  let closed: Promise<WrittenFile> | undefined;
  const close = async (): Promise<WrittenFile> => {
    const written = await inner.close();
    await onClosed(written);
    return written;
  };
  return {
    append: (columns) => inner.append(columns),
    close: () => {
      closed ??= close();
      return closed;
    },
    abort: async () => {
      if (closed === undefined) await inner.abort();
    },
  };
}
