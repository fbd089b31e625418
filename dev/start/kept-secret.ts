import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The secret in that file; made at the first start, for its owner alone. */
export function keptSecret(file: string): string {
  const known = readOrNothing(file);
  if (known !== '') return known;
  const made = randomBytes(32).toString('hex');
  writeSecret(file, made);
  return made;
}

export function writeSecret(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { mode: 0o600 });
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}
