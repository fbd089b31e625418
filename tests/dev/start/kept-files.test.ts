import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keptSecret } from '../../../dev/start/kept-secret.ts';
import { lendKey, readRunning, removeRunning, type Running, writeRunning } from '../../../dev/start/running-file.ts';
import { useTemporaryFolder } from '../temporary-folder.ts';

const folder = useTemporaryFolder();
const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);

describe('a kept secret', () => {
  const file = () => join(folder(), 'made', 'secret');

  test('is made once, of 256 random bits, for its owner alone', () => {
    const secret = keptSecret(file());
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(keptSecret(file())).toBe(secret);
    expect(modeOf(file())).toBe('600');
  });

  test('is another one elsewhere', () => {
    expect(keptSecret(file())).not.toBe(keptSecret(join(folder(), 'other')));
  });

  test('may end with a new line, as editors write it', () => {
    writeFileSync(join(folder(), 'edited'), 'my-own-key\n');
    expect(keptSecret(join(folder(), 'edited'))).toBe('my-own-key');
  });

  test('is made anew where the file is empty', () => {
    writeFileSync(join(folder(), 'empty'), '\n');
    expect(keptSecret(join(folder(), 'empty'))).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('what the commands are told of a start that runs', () => {
  const running: Running = {
    apiUrl: 'http://localhost:8080',
    operatorKeyFile: '/somewhere/operator-key',
    temporalAddress: '127.0.0.1:7233',
    temporalNamespace: 'default',
    temporalUiUrl: 'http://localhost:8233',
    emulator: { controlUrl: 'http://localhost:9445' },
    pid: 7,
  };

  test('is read as it was written, by its owner alone, and gone afterwards', () => {
    writeRunning(running, folder());
    expect(readRunning(folder())).toEqual(running);
    expect(modeOf(join(folder(), 'running.json'))).toBe('600');
    removeRunning(folder());
    removeRunning(folder());
    expect(readRunning(folder())).toBeUndefined();
  });

  test('is there whole or not at all: no half-written file is left beside it', () => {
    writeRunning(running, folder());
    writeRunning({ ...running, pid: 8 }, folder());
    expect(readdirSync(folder())).toEqual(['running.json']);
    expect(readRunning(folder())?.pid).toBe(8);
  });

  test.each(['', '{', '{"apiUrl":1}'])('is nothing where the file holds %j', (text) => {
    writeFileSync(join(folder(), 'running.json'), text);
    expect(readRunning(folder())).toBeUndefined();
  });

  test('holds a key of the environment’s only for as long as it runs', () => {
    const file = lendKey('given-key', folder());
    expect([readFileSync(file, 'utf8'), modeOf(file)]).toEqual(['given-key', '600']);
    removeRunning(folder());
    expect(readdirSync(folder())).toEqual([]);
  });
});
