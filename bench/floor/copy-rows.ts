import type pg from 'pg';

/** The parts of pg's connection that COPY needs; its own types leave them out (node-postgres, packages/pg/lib/connection.js). */
type CopyConnection = {
  readonly query: (sql: string) => void;
  readonly sendCopyFromChunk: (chunk: Buffer) => void;
  readonly endCopyFrom: () => void;
};

/** One `copy … from stdin` as pg submits a query: what pg calls while the statement goes. */
class CopyRows implements pg.Submittable {
  readonly #sql: string;
  readonly #rows: Buffer;
  readonly #done: (error?: Error) => void;
  #error: Error | undefined;

  constructor(sql: string, rows: Buffer, done: (error?: Error) => void) {
    this.#sql = sql;
    this.#rows = rows;
    this.#done = done;
  }

  submit(connection: pg.Connection): void {
    (connection as unknown as CopyConnection).query(this.#sql); // pg gives its own connection
  }
  handleCopyInResponse(connection: CopyConnection): void {
    connection.sendCopyFromChunk(this.#rows);
    connection.endCopyFrom();
  }
  handleError(error: Error): void {
    this.#error = error;
    this.#done(error);
  }
  handleReadyForQuery(): void {
    if (this.#error === undefined) this.#done();
  }
  handleCommandComplete(): void {
    // ready follows
  }
}

/** Writes lines of COPY's text format. */
export function copyRows(client: pg.Client, sql: string, lines: string): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(new CopyRows(sql, Buffer.from(lines), (error) => (error ? reject(error) : resolve())));
  });
}

/** A value of COPY's text format: https://www.postgresql.org/docs/18/sql-copy.html#SQL-COPY-FILE-FORMATS */
export const copyText = (value: string | null): string =>
  value === null ? '\\N' : value.replace(/[\\\n\r\t]/g, (c) => ESCAPES[c] ?? c);
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
