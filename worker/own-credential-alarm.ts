import type { Logger } from 'pino';
import { clearAlarm, raiseAlarm } from '../db/across-tenants/alarms.ts';
import type { Database } from '../db/database.ts';
import { FAILURES, OWN_FAULTS, type OwnFault } from '../sync/failure.ts';

type Deps = {
  readonly db: Pick<Database, 'acrossTenants'>;
  readonly log: Logger;
  /** Set to 1 while our credential is refused, else to 0. */
  readonly gauge: { readonly set: (value: number) => void };
};

export type OwnCredentialAlarm = {
  /** To be told after each sign-in. */
  readonly note: (state: 'works' | OwnFault) => void;
  /** When all that was noted is stored. */
  readonly stored: () => Promise<void>;
};

/**
 * Our own secret, certificate or app registration at fault stops every tenant and is no tenant's fault: one alarm for all of them, in the
 * log when it begins and ends, in metrics, and in a row that /readyz and the API's metrics show. The first sign-in
 * that works again, of whatever tenant and process, ends it.
 */
export function createOwnCredentialAlarm({ db, log, gauge }: Deps): OwnCredentialAlarm {
  // One after the other, so that the last word is the last that was said.
  let stored = Promise.resolve();
  gauge.set(0);

  async function store(state: 'works' | OwnFault): Promise<void> {
    if (state !== 'works') {
      const isNew = await db.acrossTenants((tx) => raiseAlarm(tx, state));
      const { message, remedy } = FAILURES[state];
      if (isNew) log.error({ event: 'alarmRaised', code: state, remedy }, message);
      return;
    }
    for (const code of OWN_FAULTS) {
      if (await db.acrossTenants((tx) => clearAlarm(tx, code)))
        log.info({ event: 'alarmCleared', code }, 'Microsoft lets Rollcall sign in again.');
    }
  }

  return {
    note(state) {
      gauge.set(state === 'works' ? 0 : 1);
      stored = stored
        .then(() => store(state))
        // The next sign-in notes it again; that sign-ins fail is in the log anyway.
        .catch((err: unknown) => {
          log.warn({ event: 'alarmNotStored', error: err instanceof Error ? err.name : 'unknown' });
        });
    },
    stored: () => stored,
  };
}
