import { fork } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import type { System } from '../system.ts';
import { EMPTY_QUEUE } from './empty-queue.ts';
import type { emptyTenant } from './workflows.ts';

/** Rollcall's parent, child and activities with nothing in them, worked for by a process of its own. */
export type EmptyShape = {
  /** Signals, and resolves with the milliseconds until the activity that would show a change is done. */
  readonly untilShown: (id: string) => Promise<number>;
  /** Likewise until the last activity of the run is done. */
  readonly untilEnded: (id: string) => Promise<number>;
};

const toldSchema = z.object({ what: z.enum(['ready', 'shown', 'ended']), id: z.string() });
const READY_WITHIN_MS = 120_000;

export async function startEmpty({
  temporal,
  folder,
  atClose,
}: Pick<System, 'temporal' | 'folder' | 'atClose'>): Promise<EmptyShape> {
  const { address, namespace, client } = temporal;
  const child = fork(join(import.meta.dirname, 'worker.ts'), [address, namespace, join(folder, 'empty-bundle.js')], {
    execArgv: ['--import', 'tsx'],
  });
  atClose(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const waiting = new Map<string, () => void>();
  child.on('message', (message) => {
    const { what, id } = toldSchema.parse(message);
    waiting.get(`${what} ${id}`)?.();
  });
  const told = (what: string, id: string): Promise<void> =>
    new Promise((resolve) => waiting.set(`${what} ${id}`, resolve));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const died = ended.then(() => Promise.reject(new Error('The worker of the empty shape ended before it was ready.')));
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('The worker of the empty shape did not start.')), READY_WITHIN_MS).unref();
  });
  await Promise.race([told('ready', ''), died, late]);
  died.catch(() => undefined);
  late.catch(() => undefined);

  const ask = (id: string) =>
    client.workflow.signalWithStart<typeof emptyTenant, []>('emptyTenant', {
      workflowId: `empty-tenant/${id}`,
      taskQueue: EMPTY_QUEUE,
      args: [{ id }],
      signal: 'ask',
      signalArgs: [],
    });
  const until = async (what: 'shown' | 'ended', id: string): Promise<number> => {
    const done = told(what, id);
    const start = performance.now();
    await ask(id);
    await done;
    return performance.now() - start;
  };
  return {
    untilShown: (id) => until('shown', id),
    untilEnded: (id) => until('ended', id),
  };
}
