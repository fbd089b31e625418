import { styleText } from 'node:util';
import type { CommandError } from './command-error.ts';
import { plainText } from './plain-text.ts';

/** Results go to stdout, messages to stderr. With `--json`, stdout holds exactly one document. */
export type Output = {
  /** The command's result: the document, or the text that tells a person the same. */
  readonly result: (document: unknown, text: () => string) => void;
  readonly fail: (error: CommandError) => void;
};

export function createOutput(json: boolean, { stdout, stderr } = process): Output {
  return {
    result: (document, text) => void stdout.write(`${json ? JSON.stringify(document, null, 2) : text()}\n`),
    fail({ message, remedy, lines, ending }) {
      const sentence = styleText('red', plainText(message), { stream: stderr });
      stderr.write(
        `${[`${sentence}${remedy === undefined ? '' : ` ${remedy}`}`, ...lines.map((one) => `  ${plainText(one)}`)].join('\n')}\n`,
      );
      if (json)
        stdout.write(
          `${JSON.stringify({ error: { code: ending, message, remedy: remedy ?? null, lines } }, null, 2)}\n`,
        );
    },
  };
}
