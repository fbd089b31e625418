import { afterAll, beforeAll } from 'vitest';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../emulator/start-emulator.ts';

/** The folder of the authority that the tests' Node was started with. */
export const authorityFolder = (): string => {
  const folder = process.env['ROLLCALL_TEST_EMULATOR_FOLDER'];
  if (folder === undefined) throw new Error('Run the tests with npm test: it gives them their certificate authority.');
  return folder;
};

/** An emulator for the tests of one file. */
export function useEmulator(options: Omit<EmulatorOptions, 'folder'> = {}): () => Emulator {
  let emulator: Emulator | undefined;
  beforeAll(async () => {
    emulator = await startEmulator({ ...options, folder: authorityFolder() });
  });
  afterAll(() => emulator?.stop());
  return () => {
    if (emulator === undefined) throw new Error('The emulator is started before the first test, not earlier.');
    return emulator;
  };
}
