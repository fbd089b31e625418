import type { FaultRow } from './fault-row.ts';
import { BROKEN_ANSWERS } from './rows/broken-answers.ts';
import { CHANGES_ROWS } from './rows/changes.ts';
import { GROUPS } from './rows/groups.ts';
import { IDENTITY } from './rows/identity.ts';
import { MAILBOXES } from './rows/mailboxes.ts';
import { PAGING } from './rows/paging.ts';
import { PROOF } from './rows/proof.ts';
import { SIGN_IN } from './rows/sign-in.ts';
import { THROTTLING } from './rows/throttling.ts';

/** The table, by where a fault strikes: what docs/faults.md is made of, and what the tests play. */
export const FAULTS: readonly { readonly about: string; readonly rows: readonly FaultRow[] }[] = [
  { about: 'Answers that are cut, late or nobody’s', rows: BROKEN_ANSWERS },
  { about: 'Throttling', rows: THROTTLING },
  { about: 'Listings', rows: PAGING },
  { about: 'Changes', rows: CHANGES_ROWS },
  { about: 'Members of chosen groups', rows: GROUPS },
  { about: 'Mailboxes and rooms', rows: MAILBOXES },
  { about: 'Consent and permissions', rows: IDENTITY },
  { about: 'Sign-in', rows: SIGN_IN },
  { about: 'Proof that somebody is gone', rows: PROOF },
];
