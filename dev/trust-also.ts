import { readFileSync, writeFileSync } from 'node:fs';

/**
 * The file for NODE_EXTRA_CA_CERTS, which takes one only: our own authority, and those that the environment names
 * already (a company's proxy, often) when it names some that can be read; then both are written to `both`.
 */
export function trustAlso(own: string, given: string | undefined, both: string): string {
  const other = given ? readOrNothing(given) : '';
  if (other === '') return own;
  writeFileSync(both, `${readFileSync(own, 'utf8')}\n${other}`);
  return both;
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // Node itself only warns of such a file
  }
}
