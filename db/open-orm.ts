import { MikroORM, type Options } from '@mikro-orm/postgresql';
import type { Pool } from 'pg';

type OrmOptions = Pick<Options, 'entities' | 'extensions' | 'migrations'> & {
  readonly url: string;
  readonly poolSize: number;
  readonly applicationName: string;
};

/** A server that does not answer a connection attempt by then will not answer. */
const CONNECT_TIMEOUT_MS = 10_000;
/** Longer than the server lets any statement of ours take: after that it is the network that does not answer. */
const ANSWER_TIMEOUT_MS = 90_000;

/** An ORM on a pool of its own, which connects when it is asked for something. */
export function openOrm({ url, poolSize, applicationName, ...options }: OrmOptions): MikroORM {
  return new MikroORM({
    ...options,
    debug: false,
    // As it stands in the address, which the driver reads itself: it knows sslmode and the like.
    dbName: decodeURIComponent(new URL(url).pathname.slice(1)),
    discovery: { warnWhenNoEntities: false },
    driverOptions: {
      connectionString: url,
      application_name: applicationName,
      max: poolSize,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: ANSWER_TIMEOUT_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      onPoolCreated: dropUnanswered,
    },
  });
}

/**
 * A connection that is given back while a statement still waits for its answer has lost its server: the driver has
 * given the statement up (query_timeout) but would hand the connection to the next one, to wait as long.
 */
function dropUnanswered(pool: Pool): void {
  pool.on('release', (_err, client) => {
    // What the driver itself looks at before it sends, which its types leave out.
    const { readyForQuery, connection } = client as unknown as {
      readyForQuery: boolean;
      connection: { stream: { destroy: () => void } };
    };
    if (!readyForQuery) connection.stream.destroy();
  });
}
