import { readFile } from 'node:fs/promises';
import { CliError } from './cli-error.ts';

/** What a file of JSON holds. Throws CliError for a file that is not there or is no JSON. */
export async function readJsonFile(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new CliError('usage', `The file ${file} cannot be read.`, {
      code: 'fileUnreadable',
      remedy: 'Check the path.',
    });
  });
  try {
    return JSON.parse(text);
  } catch {
    throw new CliError('usage', `The file ${file} holds no JSON.`, {
      code: 'noJson',
      remedy: 'Begin with what the API gives: GET …/integration, or GET …/fields.',
    });
  }
}
