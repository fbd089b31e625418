import { expect, test } from 'vitest';
import { CHANGE_ACTIONS } from '../../sync/planned-change.ts';
import { DECISIONS, RUN_STATES, TENANT_STATUSES, TRIGGERS } from '../../sync/run.ts';

// These words are stored, and consumers read them over the API: none may change its spelling.
// prettier-ignore
test.each<[string, readonly string[], string]>([
  // words for                       are              spelled
  ['the states of a run',            RUN_STATES,      'running succeeded held failed cancelled'],
  ['what starts a run',              TRIGGERS,        'schedule manual link settings retry approval'],
  ['what became of a held clean-up', DECISIONS,       'approved rejected superseded'],
  ['the statuses of a tenant',       TENANT_STATUSES, 'unlinked linked active paused needsAttention offboarding'],
  ['what happens to a person',       CHANGE_ACTIONS,  'create update remove missing restore skip'],
])('the words for %s stay', (_what, words, spelled) => {
  expect(words.join(' ')).toBe(spelled);
});
