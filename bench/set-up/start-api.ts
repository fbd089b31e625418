import { join } from 'node:path';
import { findFreePort } from '../../dev/choose-port.ts';
import type { RunningProgram } from '../../dev/start-program.ts';
import { saysReady, startOurProcess } from '../../dev/start/our-process.ts';
import type { BenchApi } from '../system.ts';
import { placesFor, type Places } from './start-worker.ts';

const OPERATOR_KEY = 'operator-key-of-the-benchmark';

/** The API as the process that operators run, and an operator who is signed in to its pages. */
export async function startBenchApi(places: Places, onSpawn: (program: RunningProgram) => void): Promise<BenchApi> {
  const port = await findFreePort();
  const program = await startOurProcess({
    name: 'API',
    main: join('api', 'main.ts'),
    env: {
      ...placesFor(places),
      PORT: String(port),
      ROLLCALL_OPERATOR_KEY: OPERATOR_KEY,
      SESSION_SECRET: 'session-secret-of-the-benchmark',
    },
    logFile: join(places.folder, 'api.log'),
    onSpawn,
    readyWhen: saysReady,
  });
  const origin = `http://localhost:${port}`;
  const cookie = await signIn(origin);
  const get = async (path: string): Promise<string> => {
    const isRoute = path.startsWith('/api/');
    const headers = isRoute ? { authorization: `Bearer ${OPERATOR_KEY}` } : { cookie, accept: 'text/html' };
    const answer = await fetch(`${origin}${path}`, { headers, redirect: 'manual' });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`${path} was answered with ${answer.status}.`);
    return text;
  };
  return {
    get,
    async time(path) {
      const start = performance.now();
      await get(path);
      return performance.now() - start;
    },
    stop: program.stop,
  };
}

/** By the form that an operator fills in. */
async function signIn(origin: string): Promise<string> {
  const form = await fetch(`${origin}/sign-in`);
  const formToken = /name="formToken" value="([^"]*)"/.exec(await form.text())?.[1] ?? '';
  const cookies = form.headers.getSetCookie().map(pairOf);
  const answer = await fetch(`${origin}/sign-in`, {
    method: 'POST',
    body: new URLSearchParams({ formToken, key: OPERATOR_KEY }),
    headers: { origin, cookie: cookies.join('; ') },
    redirect: 'manual',
  });
  if (answer.status !== 303) throw new Error(`Signing in was answered with ${answer.status}.`);
  return answer.headers.getSetCookie().map(pairOf).join('; ');
}

const pairOf = (line: string): string => line.split(';')[0] ?? '';
