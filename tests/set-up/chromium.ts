import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const ON_MACOS = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/**
 * The path of a Chromium or Chrome for tests of pages: CHROMIUM_PATH, the PATH, macOS' Chrome. Undefined when there is
 * none, after one line that says how to get it: such tests are skipped (`describe.skipIf(!chromium)`). Under CI, and
 * when CHROMIUM_PATH is wrong, it throws: there a test that is not run is a failure.
 */
export function findChromium(env: Readonly<Record<string, string | undefined>> = process.env): string | undefined {
  const given = env['CHROMIUM_PATH'];
  if (given) {
    if (isExecutable(given)) return given;
    throw new Error(`CHROMIUM_PATH is ${given}, which is not there or not executable. Correct it, or unset it.`);
  }
  const folders = (env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const found = [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ON_MACOS].find(isExecutable);
  if (found !== undefined) return found;

  const remedy = 'Install one (Debian: apt-get install chromium; macOS: brew install chromium) or set CHROMIUM_PATH.';
  if (env['CI']) throw new Error(`The tests of pages need Chromium, and under CI they are not left out. ${remedy}`);
  console.warn(`No Chromium: the tests of pages are skipped. ${remedy}`);
  return undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
