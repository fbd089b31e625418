import { z } from 'zod';
import { CommandError } from './command-error.ts';
import type { Ending } from './exit-codes.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The emulator's control API. Every answer is parsed; everything that goes wrong is a CommandError. */
export type Control = {
  readonly ask: <S extends z.ZodType>(method: Method, path: string, answer: S, body?: unknown) => Promise<z.output<S>>;
};

const problemSchema = z.looseObject({
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).default([]),
});

/** Generous: counting the people of a large directory takes seconds. */
const TIME_LIMIT_MS = 60_000;

/** A path with its parts escaped: `` path`/directories/${name}` ``. */
export const path = (parts: TemplateStringsArray, ...values: readonly string[]): string =>
  String.raw({ raw: parts }, ...values.map(encodeURIComponent));

/** For answers without a body. */
export const Nothing = z.undefined();

/** The address is asked for with the first request, so that --help needs no emulator. */
export function createControl(controlUrl: () => string | undefined): Control {
  return {
    async ask(method, route, answer, body) {
      const origin = originOf(controlUrl());
      const response = await send(`${origin}${route}`, method, body).catch(() => {
        throw new CommandError(
          'unreachable',
          `The emulator does not answer at ${origin}.`,
          'Check that it runs (`npm start`), and --url or EMULATOR_CONTROL_URL.',
        );
      });
      if (!response.ok) throw refusalOf(response.status, response.json, origin);
      const parsed = answer.safeParse(response.json);
      if (!parsed.success) throw foreign(origin);
      return parsed.data;
    },
  };
}

async function send(url: string, method: Method, body: unknown) {
  const response = await fetch(url, {
    method,
    signal: AbortSignal.timeout(TIME_LIMIT_MS),
    ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return { ok: response.ok, status: response.status, json: parseJson(await response.text()) };
}

/** Undefined for an empty body, and for a text that is no JSON: the schema refuses what it has no use for. */
function parseJson(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function originOf(given: string | undefined): string {
  if (given === undefined) {
    throw new CommandError(
      'unreachable',
      'No emulator is running from this checkout.',
      'Start it with `npm start`, or say where it is with --url or EMULATOR_CONTROL_URL.',
    );
  }
  if (!URL.canParse(given) || !/^https?:$/.test(new URL(given).protocol)) {
    throw new CommandError('usage', `"${given}" is no web address.`, 'Give --url as http://localhost:<port>.');
  }
  return new URL(given).origin;
}

function refusalOf(status: number, json: unknown, origin: string): CommandError {
  const problem = problemSchema.safeParse(json).data;
  if (problem === undefined) return foreign(origin);
  const lines = problem.errors.map(({ path: place, message }) => `- ${place}${place && ': '}${message}`);
  return new CommandError(endingOf(status), problem.detail, undefined, lines);
}

function endingOf(status: number): Ending {
  if (status === 404) return 'notFound';
  if (status === 400) return 'usage';
  return status >= 500 ? 'failed' : 'refused';
}

const foreign = (origin: string): CommandError =>
  new CommandError(
    'unreachable',
    `${origin} answers, but not as this emulator does.`,
    'Check --url or EMULATOR_CONTROL_URL.',
  );
