/** What keeps us from the database. `notReady`: it is there, but not (or not safely) set up for Rollcall. */
export type UnavailableReason = 'unreachable' | 'refused' | 'lost' | 'busy' | 'tooSlow' | 'notReady';

/**
 * PostgreSQL cannot be worked with now. What was under way is rolled back, or its commit is not known to have been
 * made: trying again is right, and safe since all writing survives being done twice. The message is for operators: it
 * says what to check, and holds no address, no password and nothing that is stored.
 */
export class DatabaseUnavailableError extends Error {
  override readonly name = 'DatabaseUnavailableError';
  readonly reason: UnavailableReason;

  constructor(reason: UnavailableReason, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Somebody was to be stored as new, and is stored already: to be looked for, and planned again. */
export class AlreadyStoredError extends Error {
  override readonly name = 'AlreadyStoredError';
}

/** Migrations cannot be applied until a person has changed something; the message says what, with the SQL to run. */
export class CannotMigrateError extends Error {
  override readonly name = 'CannotMigrateError';
}
