/**
 * Runs before `npm start` and `npm test`, on whichever Node (from 20 on) and npm a newcomer has: installs what the
 * lockfile asks for when something is missing, and does nothing, within milliseconds, when all is there.
 *
 * npm writes node_modules/.package-lock.json last. So an `npm ci` by hand counts, an interrupted one does not, and no
 * stamp of our own is needed. Afterwards node_modules/.bin/node, the pinned Node, is first on the PATH of npm's scripts.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const LEAST_NODE_MAJOR = 24;
const root = new URL('../', import.meta.url);

/**
 * Whether all that the lockfile asks for is installed, as it asks for it. A package that npm marks as optional may be
 * absent (those of other platforms are), but not different.
 *
 * @param {Record<string, { integrity?: string, optional?: boolean }>} wanted `packages` of package-lock.json
 * @param {Record<string, { integrity?: string }>} installed `packages` of node_modules/.package-lock.json
 */
export function isInstalled(wanted, installed) {
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = installed[path];
    return found ? found.integrity === entry.integrity : entry.optional === true;
  });
}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(new URL(file, root), 'utf8')).packages ?? {};
  } catch {
    return {}; // absent, or cut off by an interrupted install: then everything is missing
  }
}

function install() {
  // npm's own Node runs npm: `npm ci` deletes the pinned Node while it works.
  const { npm_node_execpath: node = process.execPath, npm_execpath: npm } = process.env;
  if (!npm) return fail('Run this through npm: `npm start` or `npm test`.');
  console.log('Installing what Rollcall needs (once, about a minute)…');
  // Both --include: with NODE_ENV=production npm would leave out what `npm start` needs.
  const ci = spawnSync(node, [npm, 'ci', '--include=dev', '--include=optional'], { cwd: root, stdio: 'inherit' });
  if (ci.status !== 0) fail('Installing failed; what npm says above tells why. Run the same command again afterwards.');
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

function main() {
  if (!isInstalled(packagesIn('package-lock.json'), packagesIn('node_modules/.package-lock.json'))) install();
  const pinned = existsSync(new URL(`node_modules/.bin/node${process.platform === 'win32' ? '.cmd' : ''}`, root));
  if (!pinned && Number(process.versions.node.split('.')[0]) < LEAST_NODE_MAJOR) {
    fail(
      `No Node comes with Rollcall for ${process.platform} ${process.arch}: please install Node ${LEAST_NODE_MAJOR} or later.`,
    );
  }
}

// Real paths: a clone behind a symbolic link (macOS' /tmp is one) must install as well.
if (process.argv[1] && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) main();
