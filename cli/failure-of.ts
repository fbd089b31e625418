import * as z from 'zod';
import { CliError } from './cli-error.ts';
import type { Ending } from './exit-codes.ts';
import { plainText } from './plain-text.ts';

/** One line of Check Connectivity, as a refused onboarding brings it. */
const Check = z.looseObject({
  name: z.string(),
  ok: z.boolean(),
  detail: z.string().nullish(),
  remedy: z.string().nullish(),
});
const Finding = z.looseObject({
  path: z.union([z.string(), z.array(z.union([z.string(), z.number()]))]).nullish(),
  message: z.string(),
});

/** RFC 9457 (https://www.rfc-editor.org/rfc/rfc9457), with what Rollcall adds. */
const Problem = z.looseObject({
  title: z.string().optional(),
  detail: z.string().optional(),
  code: z.string().optional(),
  remedy: z.string().nullish(),
  checks: z.array(Check).optional(),
  errors: z.array(Finding).optional(),
});
type Problem = z.infer<typeof Problem>;

/** Translates an answer that is no success, once and for all commands. */
export function failureOf(apiUrl: string, response: Response, text: string): CliError {
  const { status } = response;
  const problem = problemOf(response, text);
  if (problem === undefined) return withoutProblem(apiUrl, response);
  const ending = endingOf(status);
  return new CliError(ending, sentence(problem.detail ?? problem.title ?? `Rollcall answered ${status}`), {
    code: problem.code ?? ending,
    remedy: problem.remedy ?? REMEDIES[ending],
    lines: [...(problem.checks ?? []).map(checkLine), ...(problem.errors ?? []).map(findingLine)],
    details: {
      status,
      ...(problem.checks && { checks: problem.checks }),
      ...(problem.errors && { errors: problem.errors }),
    },
    passing: status >= 500 || status === 429,
  });
}

/** A success whose body is not what this version of the command understands. */
export function foreignAnswer(apiUrl: string, error: z.ZodError): CliError {
  const place = error.issues[0]?.path.join('.') ?? '';
  return new CliError(
    'failed',
    `${apiUrl} answers, but not as this version of Rollcall does${place ? ` (${place})` : ''}.`,
    {
      code: 'foreignAnswer',
      remedy: 'Check --url or ROLLCALL_URL, and that command and server are of the same version.',
    },
  );
}

function endingOf(status: number): Ending {
  if (status === 401 || status === 403) return 'notAllowed';
  if (status === 404 || status === 410) return 'notFound';
  if (status === 400 || status === 405 || status === 413 || status === 415) return 'usage';
  if (status === 429 || status === 502 || status === 503 || status === 504) return 'unreachable';
  return status >= 500 ? 'failed' : 'refused';
}

const REMEDIES: Partial<Readonly<Record<Ending, string>>> = {
  notAllowed: 'Check the key: ROLLCALL_OPERATOR_KEY, --key-file or --key.',
  unreachable: 'Try again in a moment.',
};

function problemOf(response: Response, text: string): Problem | undefined {
  if (!/^application\/(problem\+)?json\b/.test(response.headers.get('content-type') ?? '')) return undefined;
  try {
    return Problem.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** A proxy in between, or no Rollcall at all. */
function withoutProblem(apiUrl: string, response: Response): CliError {
  const { status } = response;
  const target = response.headers.get('location');
  if (target !== null && status >= 300 && status < 400) {
    return new CliError('unreachable', `${apiUrl} sends elsewhere: ${plainText(target)}`, {
      code: 'redirected',
      remedy: 'Give the address it sends to with --url or ROLLCALL_URL.',
    });
  }
  return new CliError('unreachable', `${apiUrl} answered ${status}, and not as Rollcall does.`, {
    code: 'noRollcall',
    remedy: 'Check --url or ROLLCALL_URL, and what stands between here and Rollcall.',
    details: { status },
    passing: status >= 500 || status === 429,
  });
}

const checkLine = ({ name, ok, detail, remedy }: z.infer<typeof Check>): string =>
  plainText(`${ok ? '✓' : '✗'} ${name}${detail ? `: ${detail}` : ''}${remedy && !ok ? ` → ${remedy}` : ''}`);

const findingLine = ({ path, message }: z.infer<typeof Finding>): string =>
  plainText(`- ${Array.isArray(path) ? path.join('.') : (path ?? '')}${path?.length ? ': ' : ''}${message}`);

const sentence = (text: string): string => plainText(/[.!?…]$/.test(text) ? text : `${text}.`);
