import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { CliError } from '../cli-error.ts';
import type { Context } from '../context.ts';
import type { Ending } from '../exit-codes.ts';
import { counted } from '../human-time.ts';
import { plainText } from '../plain-text.ts';
import { useTemporalOfRunning } from '../settings.ts';
import { findRun } from './find-run.ts';

export type ReplayOptions = { readonly history?: string };

/** Of a history only its length matters here; the replay itself judges what it holds. */
type History = { readonly events?: readonly unknown[] | null };

/**
 * Replays a recorded history against the workflow code of this checkout: the check to make before a deploy, and after
 * a run that stuck. Writes nothing anywhere.
 */
export async function replayRun({ api, output }: Context, text: string, options: ReplayOptions): Promise<Ending> {
  const workflowId = /^tenant-sync\/[0-9a-f-]{36}$/i.test(text) ? text : await runWorkflowId();
  const history = options.history === undefined ? await fetchHistory(workflowId) : await readHistory(options.history);
  const events = history.events?.length ?? 0;
  const mismatch = await replay(history, workflowId);
  output.result({ workflowId, events, ok: mismatch === undefined, ...(mismatch !== undefined && { mismatch }) }, () =>
    mismatch === undefined
      ? `OK: ${counted(events, 'event')} of ${workflowId} replay against this code.`
      : `MISMATCH: ${workflowId} does not replay against this code. ${mismatch}`,
  );
  return mismatch === undefined ? 'ok' : 'failed';

  async function runWorkflowId(): Promise<string> {
    const { tenantId, number } = await findRun(api, text);
    return `sync-run/${tenantId}/${number}`;
  }
}

async function fetchHistory(workflowId: string): Promise<History> {
  useTemporalOfRunning();
  // Loaded here: the other commands shall not wait for Temporal's SDK.
  const { connectTemporal } = await import('../../temporal/connect.ts');
  const client = await connectTemporal().catch((error: unknown) => {
    throw temporalError(error, 'Temporal does not answer.');
  });
  try {
    return await client.workflow.getHandle(workflowId).fetchHistory();
  } catch (error) {
    throw temporalError(error, `The history of ${workflowId} could not be read from Temporal.`, workflowId);
  } finally {
    await client.connection.close();
  }
}

/** https://grpc.io/docs/guides/status-codes/ */
const GRPC_NOT_FOUND = 5;

function temporalError(error: unknown, sentence: string, workflowId = ''): CliError {
  const name = error instanceof Error ? error.name : '';
  if (
    name === 'WorkflowNotFoundError' ||
    (error instanceof Error && 'code' in error && error.code === GRPC_NOT_FOUND)
  ) {
    return new CliError('notFound', `Temporal has no history of ${workflowId}.`, {
      code: 'historyNotFound',
      remedy: 'Histories are kept for the retention period of the namespace; TEMPORAL_NAMESPACE names another one.',
    });
  }
  const known = name === 'TemporalUnavailableError' && error instanceof Error;
  return new CliError('unreachable', known ? error.message : sentence, {
    code: 'temporalUnavailable',
    ...(!known && { remedy: 'Check TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE and the key, then try again.' }),
  });
}

async function readHistory(file: string): Promise<History> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new CliError('usage', `The file ${file} cannot be read.`, {
      code: 'historyUnreadable',
      remedy: 'Check the path.',
    });
  });
  const history = parse(text);
  if (history !== null && typeof history === 'object' && 'events' in history && Array.isArray(history.events))
    return { ...history, events: history.events };
  throw new CliError('usage', `The file ${file} holds no history.`, {
    code: 'noHistory',
    remedy: 'Save it from the Temporal UI (Download), or with `temporal workflow show --output json`.',
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Undefined when it replays, else the first mismatch. */
async function replay(history: History, workflowId: string): Promise<string | undefined> {
  const { DefaultLogger, Runtime, Worker } = await import('@temporalio/worker');
  // Without signals of its own: Ctrl-C shall end the command. Without log, which would go to stdout: the mismatch comes
  // as an error as well.
  Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger('ERROR', () => undefined),
    telemetryOptions: { logging: { console: {}, filter: 'off' } },
  });
  // Workflows are named by path only: their code runs inside the sandbox that replays it.
  const workflowsPath = createRequire(import.meta.url).resolve('../../workflows/index.ts');
  try {
    await Worker.runReplayHistory({ workflowsPath }, history, workflowId);
    return undefined;
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (!(error instanceof Error) || !/^(DeterminismViolation|Replay)Error$/.test(name)) {
      throw new CliError('failed', 'The history could not be replayed.', {
        code: 'notReplayable',
        remedy: 'Look whether the file is whole, and whether the workflow code compiles (`npx tsc --noEmit -p .`).',
      });
    }
    return firstMismatch(error.message);
  }
}

/** The SDK's own sentence, out of the dump of structures around it. */
function firstMismatch(dump: string): string {
  const [, said] = /message: "((?:[^"\\]|\\.)*)"/.exec(dump) ?? [];
  return plainText((said ?? dump).replace(/^\[TMPRL\d+\] Nondeterminism error: /, '').replace(/(?<![.!?])$/, '.'));
}
