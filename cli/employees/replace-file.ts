import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { CliError } from '../cli-error.ts';

/**
 * Writes a file whole or not at all: beside it first, then in its place. It holds people's data, so a new one is for
 * its owner only; one that was there keeps its mode. What is no plain file (a pipe, a device) is written to directly.
 */
export async function replaceFile(file: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const target = await realpath(file).catch(() => file);
  const there = await stat(target).catch(() => undefined);
  const plain = there === undefined || there.isFile();
  const written = plain ? `${target}.${process.pid}.part` : target;
  const mode = there?.isFile() ? there.mode & 0o777 : 0o600;
  try {
    // Opened here: a stream that is given up while it opens its file would make it after it was taken away.
    const opened = await open(written, 'w', mode);
    await pipeline(chunks, opened.createWriteStream());
    if (plain) await rename(written, target);
  } catch (error) {
    if (plain) await rm(written, { force: true });
    throw error instanceof CliError ? error : notWritten(file, error);
  }
}

const CAUSES: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist',
  EACCES: 'not allowed',
  EPERM: 'not allowed',
  EISDIR: 'it is a folder',
  ENOTDIR: 'its folder is none',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk is read-only',
};

function notWritten(file: string, error: unknown): CliError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return new CliError('failed', `${file} could not be written${CAUSES[code] ? `: ${CAUSES[code]}` : ''}.`, {
    code: 'notWritten',
    remedy: 'Give another place with --out.',
  });
}
