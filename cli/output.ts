import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { styleText } from 'node:util';
import type { CliError } from './cli-error.ts';

/** Results go to stdout, everything said along the way to stderr. With `--json`, stdout holds exactly one document. */
export type Output = {
  readonly json: boolean;
  /** The command's result: the document, or the text that tells a person the same. */
  readonly result: (document: unknown, text: () => string) => void;
  /** A line for a person. */
  readonly note: (line: string) => void;
  /** A piece of a result too large to be held; waits while the reader is slower. */
  readonly piece: (piece: string | Uint8Array) => Promise<void>;
  readonly fail: (error: CliError) => void;
};

export function createOutput(json: boolean, stdout: Writable, stderr: Writable): Output {
  let begun = false;
  const write = (text: string | Uint8Array): boolean => {
    begun = true;
    return stdout.write(text);
  };
  const note = (line: string): void => void stderr.write(`${line}\n`);
  return {
    json,
    note,
    result: (document, text) => void write(`${json ? JSON.stringify(document, null, 2) : text()}\n`),
    async piece(piece) {
      if (!write(piece)) await once(stdout, 'drain');
    },
    fail(error) {
      const { message, remedy, lines, code, details } = error;
      note(`${styleText('red', message, { stream: stderr })}${remedy === undefined ? '' : ` ${remedy}`}`);
      for (const line of lines) note(`  ${line}`);
      if (json && !begun)
        write(`${JSON.stringify({ error: { code, message, remedy: remedy ?? null, ...details } }, null, 2)}\n`);
    },
  };
}
