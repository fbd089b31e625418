import type { Directory } from '../../entra/directory.ts';
import { EntraError } from '../../entra/entra-error.ts';
import type { EntraUser } from '../../sync/entra-user.ts';
import { hasScope, type InScope } from '../../sync/evaluate-filter.ts';
import type { Example } from '../../sync/example.schema.ts';
import type { EntraObjectId, TenantId } from '../../sync/ids.ts';
import { type ExampleFacts, type ExampleVerdict, judgeExample } from '../../sync/judge-example.ts';
import { NOTHING_KNOWN } from '../../sync/person-kind.ts';
import type { Rules } from '../../sync/rules.ts';
import type { ApiDeps } from '../api-deps.ts';
import { kindsWithoutKeeping } from './kinds-without-keeping.ts';

/** An example with what the rules make of it. `name`: as Entra has it now, to be shown to the tenant's own admin only. */
export type JudgedExample = {
  readonly example: Example;
  readonly name: string | null;
  readonly verdict: ExampleVerdict;
};

type About = { readonly tenantId: TenantId; readonly directory: Directory; readonly rules: Rules };

/**
 * Tries rules on the examples, in their order: each is looked up live with all that a run would know of them. Stores
 * nothing. Throws EntraError where Microsoft does not tell enough of somebody who may well be there, and the signal's
 * reason when it is aborted: then nobody is judged.
 */
export async function judgeExamples(
  { db, now }: Pick<ApiDeps, 'db' | 'now'>,
  about: About,
  examples: readonly Example[],
  signal: AbortSignal,
): Promise<readonly JudgedExample[]> {
  if (examples.length === 0) return [];
  const { directory, rules } = about;
  const found = await lookUp(
    about,
    examples.map(({ entraObjectId }) => entraObjectId),
    signal,
  );
  const users = [...found.values()].flatMap((each) => (typeof each === 'string' ? [] : [each]));
  const scope = await scopeOf(users, directory, rules, signal);
  const kinds = await kindsWithoutKeeping({ db, now }, about)(users, signal);
  signal.throwIfAborted(); // kinds that nobody had the time to ask about would let everybody pass
  return examples.map((example) => {
    const user = found.get(example.entraObjectId) ?? 'notShown';
    if (typeof user === 'string') return judged(example, null, { kind: user }, rules);
    const inScope = scope.get(user.id) ?? 'unknown';
    const knownKind = kinds.get(user.id) ?? NOTHING_KNOWN;
    return judged(example, user.displayName, { kind: 'there', user, inScope, knownKind }, rules);
  });
}

const judged = (example: Example, name: string | null, facts: ExampleFacts, rules: Rules): JudgedExample => ({
  example,
  name,
  verdict: judgeExample(example.expected, facts, rules),
});

type Found = ReadonlyMap<EntraObjectId, EntraUser | 'gone' | 'notShown'>;

async function lookUp({ directory, rules }: About, ids: readonly EntraObjectId[], signal: AbortSignal): Promise<Found> {
  const found = new Map<EntraObjectId, EntraUser | 'gone' | 'notShown'>();
  for (const [id, proof] of await directory.proveUsers(ids, undefined, rules.select, signal)) {
    if (proof.kind === 'there') found.set(id, proof.user);
    else if (proof.kind === 'gone') found.set(id, 'gone');
    else if (proof.because === 'untold') found.set(id, 'notShown');
    else throw new EntraError(proof.because === 'unreadable' ? 'permissionMissing' : 'graphUnavailable');
  }
  return found;
}

/** That Graph does not say whether somebody is a member passes: it is asked again with the next Save. */
async function scopeOf(
  users: readonly EntraUser[],
  directory: Directory,
  { filter }: Rules,
  signal: AbortSignal,
): Promise<ReadonlyMap<EntraObjectId, InScope>> {
  if (!hasScope(filter) || users.length === 0) return new Map();
  const ids = users.map(({ id }) => id);
  const scope = await directory.proveMemberships(ids, filter.groups ?? [], signal);
  if (ids.some((id) => (scope.get(id) ?? 'unknown') === 'unknown')) throw new EntraError('graphUnavailable');
  return scope;
}
