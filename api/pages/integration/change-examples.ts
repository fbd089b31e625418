import { readExamples } from '../../../db/example-versions.ts';
import { assertNever } from '../../../sync/assert-never.ts';
import { type Example, Examples, MOST_EXAMPLES } from '../../../sync/example.schema.ts';
import type { EntraObjectId, TenantId } from '../../../sync/ids.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { CHECKS_WITHIN_MS } from '../../checks/check-directory.ts';
import { newestRules } from '../../settings/newest-rules.ts';
import { ProblemError } from '../../problem-error.ts';
import { directoryProblem } from '../../refuse-directory.ts';
import { notAcceptable } from '../../refuse-invalid.ts';
import { findTenant, requireDirectory } from '../../require-status.ts';
import { saveExamples } from '../../settings/save-examples.ts';
import { NOT_ONE_PERSON } from '../words/not-one-person.ts';

export type ExampleChange =
  | { readonly kind: 'add'; readonly who: string; readonly expected: Example['expected'] }
  | { readonly kind: 'expect'; readonly entraObjectId: string; readonly expected: Example['expected'] }
  | { readonly kind: 'remove'; readonly entraObjectId: string };

/**
 * Changes the examples and saves them at once: each change is of one person, and can be made twice. Throws ProblemError for
 * somebody who cannot be found, for too many, and where others keep saving examples at that moment.
 */
export async function changeExamples(
  deps: Pick<ApiDeps, 'db' | 'directoryOf'>,
  id: TenantId,
  change: ExampleChange,
): Promise<void> {
  const person = change.kind === 'add' ? await findPerson(deps, id, change.who) : undefined;
  for (let attempt = 1; ; attempt++) {
    const { version, items } = await deps.db.inTransaction(id, (tx) => readExamples(id, tx));
    const after = changed(items, change, person);
    if (after.length > MOST_EXAMPLES) throw wrong(`At most ${MOST_EXAMPLES} people can be examples.`);
    if (JSON.stringify(after) === JSON.stringify(items)) return;
    try {
      await saveExamples(deps, id, version, Examples.parse(after));
      return;
    } catch (err) {
      // Somebody changed another person's expectation at this moment: this change is made to theirs.
      if (!(err instanceof ProblemError) || err.code !== 'stale') throw err;
      if (attempt === 3) throw wrong('Others are changing the examples at this moment: try once more.');
    }
  }
}

/** The examples after a change; somebody who is added again is only expected otherwise. */
export function changed(
  items: readonly Example[],
  change: ExampleChange,
  person: EntraObjectId | undefined,
): readonly Example[] {
  switch (change.kind) {
    case 'add':
      if (person === undefined) return items;
      return items.some(({ entraObjectId }) => entraObjectId === person)
        ? expecting(items, person, change.expected)
        : [...items, { entraObjectId: person, expected: change.expected }];
    case 'expect':
      return expecting(items, change.entraObjectId, change.expected);
    case 'remove':
      return items.filter(({ entraObjectId }) => entraObjectId !== change.entraObjectId);
    default:
      return assertNever(change);
  }
}

const expecting = (items: readonly Example[], person: string, expected: Example['expected']): readonly Example[] =>
  items.map((item) => (item.entraObjectId === person ? { ...item, expected } : item));

const wrong = (message: string) => notAcceptable([{ path: 'examples', message }]);

/** One person, by address, name or object id. Nothing but the object id is kept of them. */
async function findPerson(
  { db, directoryOf }: Pick<ApiDeps, 'db' | 'directoryOf'>,
  id: TenantId,
  who: string,
): Promise<EntraObjectId> {
  if (who === '') throw wrong('Write the address or the object id of somebody first.');
  const { entraTenantId, select } = await db.inTransaction(id, async (tx) => ({
    entraTenantId: requireDirectory(await findTenant(id, tx)),
    select: (await newestRules(id, tx)).select,
  }));
  const signal = AbortSignal.timeout(CHECKS_WITHIN_MS);
  const found = await directoryOf(entraTenantId)
    .lookUpUser(who, select, signal)
    .catch((err: unknown) => {
      throw directoryProblem(err);
    });
  switch (found.kind) {
    case 'one':
      return found.user.id;
    case 'several':
      throw wrong(NOT_ONE_PERSON.several);
    case 'deleted':
      throw wrong('This person was deleted in Entra, so nothing can be tried on them.');
    case 'none':
      throw wrong(NOT_ONE_PERSON.none);
    default:
      return assertNever(found);
  }
}
