import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { runCommand } from '../../dev/run-command.ts';
import { benchEnvironment } from '../set-up/environment.ts';
import type { System } from '../system.ts';
import { dltFolder } from './install-dlt.ts';

const loadSchema = z.object({ seconds: z.number(), steps: z.record(z.string(), z.number()) });
export type DltLoad = z.infer<typeof loadSchema>;

/**
 * Loads a directory with dlt into a schema of its own, so often, and counts what is there afterwards. Throws an Error
 * with what dlt said, or where not everybody is there once.
 */
export async function runDlt(
  python: string,
  { emulator, postgres, folder, ask }: System,
  { entraTenantId, people, loads }: { entraTenantId: string; people: number; loads: number },
  signal: AbortSignal,
): Promise<readonly DltLoad[]> {
  const dataset = `dlt_${randomUUID().slice(0, 8)}`;
  const printed = await runCommand(python, [join(dltFolder, 'pipeline.py')], {
    cwd: dltFolder,
    signal,
    env: {
      ...benchEnvironment(),
      GRAPH_ENDPOINT: emulator.graphEndpoint,
      TOKEN_URL: `${emulator.authorityHost}/${entraTenantId}/oauth2/v2.0/token`,
      CLIENT_ID: emulator.clientId,
      CLIENT_SECRET: emulator.clientSecret,
      REQUESTS_CA_BUNDLE: emulator.caFile,
      DATABASE_URL: postgres.ownerUrl,
      DATASET: dataset,
      LOADS: String(loads),
      DLT_DATA_DIR: join(folder, dataset), // else it would write into the home folder
      PYTHONDONTWRITEBYTECODE: '1',
    },
  });
  const [found] = await ask<{ rows: number; people: number }>(
    `select count(*)::int as rows, count(distinct id)::int as people from ${dataset}.users`,
  );
  if (found?.rows !== people || found.people !== people)
    throw new Error(`dlt wrote ${found?.rows} rows of ${found?.people} people, where ${people} are.`);
  const lines = printed.split('\n').filter((line) => line.startsWith('{'));
  return lines.map((line) => loadSchema.parse(JSON.parse(line)));
}
