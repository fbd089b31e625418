import ms, { type StringValue } from 'ms';
import { z } from 'zod';
import { CLOUDS, type Cloud } from './entra/clouds.ts';

/** What each environment variable must look like, with the sentence that a wrong one earns. Read by config.ts alone. */

/** A chunk is one activity, whose limit is 5 minutes; the last page of a chunk must fit in as well. */
const LONGEST_CHUNK_MS = ms('4m');
/** Node's timers hold no more than 2^31 − 1 ms. */
const LONGEST_DURATION_MS = 2 ** 31 - 1;

/** One object a section; a process reads the sections that it needs, and nothing else. */
const shape = {
  database: {
    DATABASE_URL: postgresUrl("Give the application role's address"),
  },
  migration: {
    DATABASE_MIGRATION_URL: postgresUrl("Give the owner role's address, which only migrations use"),
    DATABASE_URL: postgresUrl("Give the application role's address").optional(),
  },
  temporal: {
    // Read by @temporalio/envconfig, with TEMPORAL_API_KEY, TEMPORAL_TLS… and profiles; here they are known, not judged.
    TEMPORAL_ADDRESS: z.string().optional(),
    TEMPORAL_NAMESPACE: z.string().optional(),
    TEMPORAL_UI_URL: webUrl().default('http://localhost:8233'),
  },
  entra: {
    ENTRA_CLIENT_ID: z
      .string({ error: 'is not set. Give the application (client) id of your app registration.' })
      .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, {
        error: 'is not a GUID. Copy the application (client) id of your app registration, not its name or object id.',
      }),
    ENTRA_CLIENT_SECRET: z.string().optional(),
    ENTRA_CLIENT_CERTIFICATE_PATH: z.string().optional(),
    ENTRA_CLOUD: oneOf(Object.keys(CLOUDS) as Cloud[]).default('global'), // keys of a Record<Cloud, …>
    ENTRA_AUTHORITY_HOST: secureOrigin().optional(),
    GRAPH_ENDPOINT: secureOrigin().optional(),
  },
  http: {
    PUBLIC_URL: webUrl().optional(),
    PORT: z
      .string()
      .default('8080')
      .refine((text) => /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535, {
        error: (issue) => `is ${quote(issue.input)}, which is no port. Write a number from 1 to 65535.`,
      })
      .transform(Number),
  },
  sync: {
    SYNC_INTERVAL_MIN: duration('2h'),
    SYNC_INTERVAL_MAX: duration('4h'),
    SYNC_CHUNK_TIME: duration('45s', LONGEST_CHUNK_MS),
    SYNC_HEARTBEAT_TIMEOUT: duration('60s'),
    SYNC_RETRY_MIN: duration('10m'),
  },
  metrics: {
    WORKER_METRICS_ADDRESS: z
      .string()
      .regex(/^(\[[0-9a-f:]+\]|[0-9.]+):\d{1,5}$/i, {
        error: (issue) => `is ${quote(issue.input)}. Write the address and port to listen on, such as 127.0.0.1:9464.`,
      })
      .optional(),
  },
  secrets: {
    ROLLCALL_OPERATOR_KEY: secret().refine((key) => key === undefined || /^[\x21-\x7e]*$/.test(key), {
      error: 'holds blanks or characters that no HTTP header carries. Make one with `openssl rand -hex 32`.',
    }),
    SESSION_SECRET: secret(),
  },
  process: {
    NODE_ENV: z.string().default('development'),
    LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const).default('info'),
  },
};

export const migrationSchema = z.object({ ...shape.migration, ...shape.process });
export const workerSchema = z.object({
  ...shape.database,
  ...shape.temporal,
  ...shape.entra,
  ...shape.http,
  ...shape.sync,
  ...shape.metrics,
  ...shape.process,
});
export const apiSchema = workerSchema.extend(shape.secrets);

function postgresUrl(remedy: string) {
  const form = 'postgres://role:password@host:5432/database';
  return z.string({ error: `is not set. ${remedy}, as ${form}.` }).refine(
    (text) => ['postgres:', 'postgresql:'].includes(URL.parse(text)?.protocol ?? ''),
    { error: `is no PostgreSQL address. Write ${form}; special characters of the password percent-encoded.` }, // its value may hold a password
  );
}

function webUrl() {
  return z
    .string()
    .refine((text) => ['http:', 'https:'].includes(URL.parse(text)?.protocol ?? ''), {
      error: (issue) =>
        `is ${quote(issue.input)}, which is no web address. Write one like https://rollcall.example.com.`,
    })
    .transform(withoutSlash);
}

/** https only: a token that went over plain http would be everybody's. */
function secureOrigin() {
  return z
    .string()
    .refine((text) => URL.parse(text)?.protocol === 'https:', {
      error: (issue) =>
        `is ${quote(issue.input)}, but must be an https address. For a test directory with its own authority, name that authority in NODE_EXTRA_CA_CERTS.`,
    })
    .transform(withoutSlash);
}

function oneOf<const T extends string>(values: readonly T[]) {
  return z.enum(values, { error: (issue) => `is ${quote(issue.input)}. Use one of ${values.join(', ')}.` });
}

/** A number and a unit, such as `2h`, as milliseconds. */
function duration(usual: string, mostMs = LONGEST_DURATION_MS) {
  return z
    .string()
    .default(usual)
    .transform((text, context): number => {
      // The pattern is narrower than what ms takes: a bare number would silently be milliseconds.
      const value = /^\d+(\.\d+)?\s?(ms|s|m|h|d)$/.test(text) ? ms(text as StringValue) : 0;
      if (value > 0 && value <= mostMs) return value;
      const limit =
        value > mostMs
          ? `at most ${ms(mostMs)} is possible.`
          : 'write a number and its unit: 500ms, 45s, 10m, 2h or 1d.';
      context.addIssue({ code: 'custom', message: `is ${quote(text)}: ${limit}` });
      return z.NEVER;
    });
}

/** Short ones can be guessed. Its value is never shown, not even its length. */
function secret() {
  return z
    .string()
    .min(16, { error: 'is shorter than 16 characters. Make one with `openssl rand -hex 32`.' })
    .optional();
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

function quote(input: unknown): string {
  return JSON.stringify(input);
}
