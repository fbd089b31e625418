import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock } from '../clock.ts';
import type { Directories } from '../directory/directories.ts';
import { keptStateSchema } from './kept-state.schema.ts';

/** The kept state cannot be read. It is left as it is: what a person did there is not thrown away unasked. */
export class StateUnreadable extends Error {
  override readonly name = 'StateUnreadable';
}

/** Keeps directories and clock in a file. */
export type StateFile = {
  /** Fills an empty emulator; false when nothing was kept yet. Throws StateUnreadable. */
  readonly load: () => Promise<boolean>;
  /** Something changed: it is written soon, many changes at once. */
  readonly changed: () => void;
  /** Writes what is not written yet. */
  readonly flush: () => Promise<void>;
};

/** Long enough to gather a burst, short enough that nobody loses what they saw happen. */
const GATHER_MS = 100;

/** Each write replaces the file as a whole, one after the other; a failed one is told to `onFailure` and tried at the next change. */
export function createStateFile(
  file: string,
  { clock, directories }: { readonly clock: Clock; readonly directories: Directories },
  onFailure: (error: unknown) => void,
): StateFile {
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  let unwritten = false;

  async function write(): Promise<void> {
    if (!unwritten) return;
    unwritten = false;
    const kept = { version: 1, clockOffsetMs: clock.offsetMs, directories: directories.all().map((one) => one.dump()) };
    try {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(`${file}.new`, JSON.stringify(kept), { mode: 0o600 });
      await rename(`${file}.new`, file);
    } catch (error) {
      unwritten = true;
      onFailure(error);
    }
  }

  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(write);
    return writing;
  };

  return {
    flush,
    changed() {
      unwritten = true;
      timer ??= setTimeout(() => void flush(), GATHER_MS);
    },
    async load() {
      const text = await readText(file);
      if (text === null) return false;
      const { clockOffsetMs, directories: kept } = parse(text, file);
      clock.reset();
      clock.advance(clockOffsetMs);
      for (const state of kept) directories.add(state.definition, state);
      return true;
    },
  };
}

async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new StateUnreadable(`The emulator's state in ${file} cannot be read. Check its rights, or remove it.`);
  }
}

function parse(text: string, file: string) {
  try {
    return keptStateSchema.parse(JSON.parse(text));
  } catch {
    throw new StateUnreadable(
      `The emulator's state in ${file} is damaged, or of another version. Remove it to start afresh.`,
    );
  }
}
