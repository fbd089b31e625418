import { assertNever } from '../sync/assert-never.ts';
import { DatabaseUnavailableError, type UnavailableReason } from './errors.ts';

/** The variable that holds the address in question. */
export type AddressVariable = 'DATABASE_URL' | 'DATABASE_MIGRATION_URL';

/** SQLSTATEs, by their first characters (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const BY_STATE: readonly (readonly [prefix: string, reason: UnavailableReason])[] = [
  ['08', 'lost'],
  ['25P03', 'lost'], // idle in a transaction for too long
  ['25006', 'lost'], // a standby: its primary has moved
  ['28', 'refused'],
  ['3D000', 'refused'],
  ['55000', 'refused'], // a database that takes nobody in, as while it is set back
  ['53', 'busy'],
  ['40P01', 'tooSlow'], // a deadlock: two waited for each other, and one had to give up
  ['57014', 'tooSlow'],
  ['57P', 'lost'],
];

const BY_NETWORK_CODE: Readonly<Record<string, UnavailableReason>> = {
  ECONNREFUSED: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ETIMEDOUT: 'unreachable',
  ECONNRESET: 'lost',
  EPIPE: 'lost',
};

/** What the driver says of itself has no code, only these texts (pg 8.23: lib/client.js, pg-pool). */
const BY_TEXT: readonly (readonly [text: string, reason: UnavailableReason])[] = [
  ['timeout exceeded when trying to connect', 'busy'],
  ['Connection terminated due to connection timeout', 'unreachable'],
  ['Connection terminated', 'lost'],
  ['Client has encountered a connection error', 'lost'],
  ['Client was closed', 'lost'],
  ['Query read timeout', 'lost'],
  ['The server does not support SSL', 'refused'],
  ['SASL', 'refused'],
  ['Cannot use a pool after calling end', 'lost'],
];

/**
 * The one place that reads the driver's errors: a DatabaseUnavailableError for those that mean that the database cannot
 * be worked with, every other error as it is.
 */
export function translateError(err: unknown, variable: AddressVariable = 'DATABASE_URL'): unknown {
  if (err instanceof DatabaseUnavailableError || !(err instanceof Error)) return err;
  const code = codeOf(err);
  const reason = reasonOf(err, code);
  if (reason === undefined) return err;
  return new DatabaseUnavailableError(reason, sentence(reason, variable, code));
}

function reasonOf(err: Error, code: string | undefined): UnavailableReason | undefined {
  if (code === undefined) return BY_TEXT.find(([text]) => err.message.includes(text))?.[1];
  // TLS that fails is told by OpenSSL's and Node's own codes.
  if (/^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/.test(code)) return 'refused';
  return BY_NETWORK_CODE[code] ?? BY_STATE.find(([prefix]) => isState(code) && code.startsWith(prefix))?.[1];
}

const isState = (code: string): boolean => /^[0-9A-Z]{5}$/.test(code);

/** A host with several addresses fails with one error for each: they are alike. */
function codeOf(err: Error): string | undefined {
  const [first] = err instanceof AggregateError ? (err.errors as unknown[]) : []; // its errors are any
  const { code } = (first instanceof Error ? first : err) as { code?: unknown }; // the driver's and Node's property
  return typeof code === 'string' ? code : undefined;
}

function sentence(reason: UnavailableReason, variable: AddressVariable, code: string | undefined): string {
  const why = code === undefined ? '' : ` (${code})`;
  switch (reason) {
    case 'unreachable':
      return `PostgreSQL cannot be reached${why}. Check that it runs, and that host and port in ${variable} are right.`;
    case 'refused':
      return `PostgreSQL refuses us${why}. Check role, password, database and TLS settings in ${variable}.`;
    case 'lost':
      return `The session with PostgreSQL was lost${why}. Nothing is half done. If it comes again, check that PostgreSQL runs and look at its log.`;
    case 'busy':
      return `PostgreSQL has no session or no room left for us${why}. Check its max_connections, its disk, and how many processes of Rollcall share it.`;
    case 'tooSlow':
      return `PostgreSQL took too long over a statement${why}. Check its load, and for sessions that hold locks.`;
    case 'notReady':
      return `The database is not set up for this version of Rollcall${why}. Run npm run migrate.`;
    default:
      return assertNever(reason);
  }
}
