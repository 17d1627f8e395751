import { DatasetError } from '@basin/core';

const readableReasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would become larger than allowed',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  Z_DATA_ERROR: 'its gzip data is damaged',
  Z_BUF_ERROR: 'its gzip data ends too early',
};

/** What went wrong with a file, in words: the system's code where there are none. */
export function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const code = 'code' in cause ? String(cause.code) : '';
  const reason = readableReasons[code];
  return reason === undefined ? cause.message : `${reason} (${code})`;
}

/** The DatasetError for a fault while reading; one that already is a DatasetError stays as it is. */
export function readFault(path: string, cause: unknown): DatasetError {
  return cause instanceof DatasetError
    ? cause
    : new DatasetError({ file: path }, `cannot be read: ${reasonOf(cause)}`, { cause });
}
