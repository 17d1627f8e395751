const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left there',
  EDQUOT: 'the disk quota is used up',
  EIO: 'the device reports an error',
  EEXIST: 'a file of that name is there',
  ENOTDIR: 'a part of its path is a file, not a folder',
};

/** Why the operating system refused something, in words, with its code. */
export function systemReason(error: NodeJS.ErrnoException): string {
  const { code = '' } = error;
  const reason = Object.hasOwn(reasons, code) ? reasons[code] : undefined;
  return reason === undefined ? error.message : `${reason} (${code})`;
}
